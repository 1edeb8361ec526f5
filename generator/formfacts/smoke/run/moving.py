"""Update or promote a repo, then run checks again on what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace

from formfacts.smoke.checks import lifecycle
from formfacts.smoke.checks.lifecycle import Move, Moved
from formfacts.smoke.config import Check, Promote, Update
from formfacts.smoke.process import run_function
from formfacts.smoke.result import CheckResult
from formfacts.smoke.run.commands import Commands, Outcome, Repo
from formfacts.smoke.run.making import Made
from formfacts.smoke.run.outcome import of_faults, of_function

# No check can be called so.
OLD = "_old"


def update(commands: Commands, check: Check, task: Update, made: Made) -> Outcome:
    """Update a repo from the release before."""
    move = start(commands, made, task)
    result, moved = act(commands, check, check.name, lambda: lifecycle.update(move, made.repo))
    if moved is not None and moved.same and result.status == "passed":
        # The checks of the new repo are those of this one.
        return Outcome(replace(result, summary="every file as in the new repo"))
    repo = Repo(move.folder, made.answers, made.declared)
    return again(commands, task.again, result, repo)


def promote(commands: Commands, check: Check, made: Made, name: str) -> Outcome:
    """Give a repo another answer."""
    assert isinstance(check.task, Promote)  # noqa: S101  the caller has looked
    task, target = check.task, made.targets[name]
    if target.error:
        failed = CheckResult(f"{check.name}-{name}", "failed", 0.0, target.error, target.error)
        return Outcome(failed)
    move = start(commands, made, task)
    data = {task.question: target.answers[task.question]}
    result, _ = act(
        commands,
        check,
        f"{check.name}-{name}",
        lambda: lifecycle.promote(move, data, target.folder),
    )
    repo = Repo(move.folder, target.answers, target.declared)
    return again(commands, task.again, result, repo)


def start(commands: Commands, made: Made, task: Update | Promote) -> Move:
    """Return what to render first."""
    setting = commands.setting
    answers = {**setting.config.answers, **made.cell.answers}
    folder = commands.folder / "check" / OLD
    return Move(setting.subject, answers, folder, setting.config.trust, task.may_differ)


def act(
    commands: Commands, check: Check, name: str, move: Callable[[], Moved]
) -> tuple[CheckResult, Moved | None]:
    """Update or promote in a process of its own; return the result and what came of it."""
    finished, data = run_function(
        lambda: asdict(move()), timeout=check.timeout, mark=commands.mark, env=commands.bare
    )
    result = of_function(name, finished, check.timeout)
    if data is None:
        return result, None
    moved = Moved(**data)
    if moved.skipped:
        return replace(result, status="skipped", summary=moved.skipped), moved
    return of_faults(result, moved.faults), moved


def again(commands: Commands, names: tuple[str, ...], result: CheckResult, repo: Repo) -> Outcome:
    """Run the named checks if all went well so far; one result and one log tell of all."""
    setting = commands.setting
    for check in setting.config.checks:
        if result.status != "passed":
            break
        if check.name not in names or not setting.holds(check.when, repo.answers):
            continue
        found = commands.run(check, repo)
        result = replace(
            result,
            status=found.result.status,
            seconds=result.seconds + found.result.seconds,
            summary=f"{check.name}: {found.result.summary}" if found.result.summary else "",
            log=f"{result.log}\n== {check.name}\n{found.result.log}".lstrip(),
        )
        if result.status != "passed":
            return Outcome(result, found.reproduction)
    return Outcome(result)
