"""The second half of a run: check each repo, every check in a copy of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from formfacts.errors import FormfactsError
from formfacts.smoke.checks.braces import left_braces
from formfacts.smoke.checks.files import wrong_files
from formfacts.smoke.checks.parse import unreadable
from formfacts.smoke.checks.paths import absolute_paths
from formfacts.smoke.checks.secrets import found_secrets
from formfacts.smoke.config import Check, Command, Config, Files, Plain, Promote, Server, Update
from formfacts.smoke.process import run_function
from formfacts.smoke.result import RED, CheckResult
from formfacts.smoke.run.commands import Commands, Outcome, Repo
from formfacts.smoke.run.keeping import keep
from formfacts.smoke.run.making import Made
from formfacts.smoke.run.moving import promote, update
from formfacts.smoke.run.outcome import of_faults, of_function
from formfacts.smoke.run.removing import remove
from formfacts.smoke.run.setting import Setting


@dataclass(frozen=True, slots=True)
class Task:
    """One check of one repo, by its `name` in the report; `target` is what to promote to."""

    name: str
    check: Check
    target: str = ""


def tasks(made: Made, config: Config) -> Iterator[Task]:
    """Yield the checks of a repo; a promotion is one for each target."""
    for check in config.run:
        if isinstance(check.task, Promote):
            yield from (Task(f"{check.name}-{name}", check, name) for name in made.targets)
        else:
            yield Task(check.name, check)


def run_task(commands: Commands, made: Made, task: Task) -> CheckResult:
    """Run one check of a repo, and keep the repo if that is wanted and it failed."""
    folder = made.folder / "check"
    remove(folder)
    folder.mkdir()
    try:
        outcome = attempt(commands, made, task)
        result = replace(outcome.result, check=task.name)
        if result.status in RED:
            return keep(commands.setting, made, result, outcome.reproduction)
        return result
    finally:
        remove(folder)


def attempt(commands: Commands, made: Made, task: Task) -> Outcome:
    """Run one check, if it is called for; what cannot be run at all is a failure as well.

    That is an expression that comes to nothing, an environment that cannot be made, and a text with
    a zero byte in it.
    """
    try:
        if commands.setting.holds(task.check.when, made.answers):
            return perform(commands, made, task)
        return Outcome(CheckResult(task.name, "skipped", 0.0, f"only when {task.check.when}"))
    except (FormfactsError, ValueError) as error:
        why = " ".join(str(error).split())
        return Outcome(CheckResult(task.name, "failed", 0.0, why, why))


def perform(commands: Commands, made: Made, task: Task) -> Outcome:
    """Run one check."""
    repo = Repo(made.repo, made.answers, made.declared)
    match task.check.task:
        case Command():
            return commands.run(task.check, repo)
        case Server() as server:
            return commands.serve(task.check, server, repo)
        case Update() as moving:
            return update(commands, task.check, moving, made)
        case Promote():
            return promote(commands, task.check, made, task.target)
        case Files() | Plain():
            return Outcome(look(commands, made, task.check))


def look(commands: Commands, made: Made, check: Check) -> CheckResult:
    """Run a check of ours that only looks at the files."""
    finished, found = run_function(
        lambda: faults(commands.setting, made, check),
        timeout=check.timeout,
        mark=commands.mark,
        env=commands.bare,
    )
    return of_faults(of_function(check.name, finished, check.timeout), found)


def faults(setting: Setting, made: Made, check: Check) -> list[str]:
    """Return what a check of ours finds wrong with the files."""
    repo, answers = made.repo, made.answers
    match check.task:
        case Files() as files:
            return wrong_files(repo, files, lambda when: setting.holds(when, answers))
        case Plain(kind="braces", ignore=ignore):
            return left_braces(repo, set(answers), setting.suffix, ignore)
        case Plain(kind="parse", ignore=ignore):
            return unreadable(repo, ignore)
        case Plain(kind="paths", ignore=ignore):
            return absolute_paths(repo, (setting.scratch, setting.home, Path.home()), ignore)
        case Plain(kind="secrets", ignore=ignore):
            return found_secrets(repo, ignore)
    raise AssertionError(check)
