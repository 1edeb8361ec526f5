"""What status, update and promote print of each file: text that is Markdown, or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formfacts.scaffold.lifecycle.carry_out import Done
    from formfacts.scaffold.lifecycle.plan import Plan
    from formfacts.scaffold.merge.outcome import Change

CONFLICTS = 3
# Longer lists of files that need nobody's attention are cut; --json has them all.
MOST_SHOWN = 20
HEADINGS = {
    "conflict": "Conflicts, yours to resolve",
    "merged": "Merged with your edits",
    "added": "Added",
    "updated": "Updated",
    "renamed": "Renamed",
    "removed by the template": "Removed by the template",
    "kept yours": "Kept yours",
    "deleted by you": "Deleted by you, and left so",
}


def printable(text: str) -> str:
    """Return a file's name as a terminal can show it: control characters and lost bytes escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def change_data(change: Change) -> dict[str, Any]:
    """Return one line of the report as JSON holds it."""
    return {**asdict(change), "outcome": change.outcome.value}


def change_line(change: Change) -> str:
    """Return one line of the report as text."""
    name = printable(change.path)
    if change.was is not None:
        name = f"{printable(change.was)} → {name}"
    if change.outcome == "conflict":
        sides = f"yours: {change.yours}; template: {change.template}"
        return f"- `{name}` ({sides}): {change.note}"
    return f"- `{name}`{f': {change.note}' if change.note else ''}"


def report_lines(changes: Sequence[Change]) -> list[str]:
    """Return the report, grouped by what happens to the files."""
    lines: list[str] = []
    for outcome, heading in HEADINGS.items():
        found = [change for change in changes if change.outcome == outcome]
        if not found:
            continue
        shown = found if outcome == "conflict" else found[:MOST_SHOWN]
        lines += ["", f"{heading} ({len(found)}):", *(change_line(change) for change in shown)]
        if len(found) > len(shown):
            lines.append(f"- and {len(found) - len(shown)} more (--json lists them)")
    return lines


def notes_lines(plan: Plan) -> list[str]:
    """Return what the template's maintainers say, and what became of the answers."""
    lines: list[str] = []
    for upgrade in plan.upgrades:
        told = [
            *upgrade.notes,
            *(f"Breaking: {text}" for text in upgrade.breaking),
            *(f"To do by hand: {text}" for text in upgrade.manual),
        ]
        if told:
            lines += ["", f"New in {upgrade.version}:", *(f"- {text}" for text in told)]
    answers = [
        *plan.answers_said,
        *(f"{name}: new, answered {plan.answers.get(name)!r}" for name in plan.open_questions),
    ]
    if answers:
        lines += ["", "Answers:", *(f"- {printable(text)}" for text in answers)]
    if plan.warnings:
        lines += ["", *(f"Note: {text}" for text in plan.warnings)]
    if plan.message.strip():
        lines += [
            "",
            "The template says:",
            *(f"> {line}" for line in plan.message.strip().splitlines()),
        ]
    return lines


def plan_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON holds it."""
    return {
        "from": plan.old.version,
        "to": plan.new.version,
        "changes": [change_data(change) for change in plan.report],
        "conflicts": [change.path for change in plan.merge.conflicts],
        "notes": [
            {
                "version": upgrade.version,
                "notes": list(upgrade.notes),
                "breaking": list(upgrade.breaking),
                "manual": list(upgrade.manual),
            }
            for upgrade in plan.upgrades
        ],
        "answers_changed": list(plan.answers_said),
        "new_questions": list(plan.open_questions),
        "warnings": list(plan.warnings),
        "message": plan.message.strip(),
    }


def done_data(folder: Path, done: Done) -> dict[str, Any]:
    """Return what was done to a project as JSON holds it."""
    journal = done.journal
    branch = journal.new_branch if journal is not None else None
    return {
        "path": str(folder),
        "template": done.plan.project.source,
        **plan_data(done.plan),
        "written": journal is not None,
        "branch": branch.removeprefix("refs/heads/") if branch else None,
        "commit": journal.result if journal is not None else None,
        "undo": undo_command(folder, done),
        "recovered": None if done.recovered is None else str(done.recovered),
        "exit_code": CONFLICTS if done.conflicts else 0,
    }


def undo_command(folder: Path, done: Done) -> str | None:
    """Return the one command that takes everything back."""
    if done.journal is None:
        return None
    place = done.plan.project.folder
    return "formfacts update --abort" + ("" if place == Path.cwd() else f" {quoted(folder)}")


def quoted(folder: Path) -> str:
    """Return a path as it is typed in a shell."""
    import shlex

    return shlex.quote(str(folder))


def done_lines(folder: Path, done: Done, *, dry_run: bool) -> list[str]:
    """Return what was done to a project as text."""
    plan = done.plan
    lines = [] if done.recovered is None else [f"Note: {done.recovered}", ""]
    move = plan.old.version
    if plan.old.version != plan.new.version:
        move = f"{plan.old.version} → {plan.new.version}"
    head = f"{folder}: {move} of {printable(plan.project.source)}"
    if plan.nothing_to_do:
        return [*lines, f"{head}: nothing to do", *said_of_nothing(plan)]
    lines += [head, *report_lines(plan.report), *notes_lines(plan), ""]
    if dry_run:
        return [*lines, "Nothing was written: this is what would be."]
    return [*lines, *next_steps(folder, done)]


def said_of_nothing(plan: Plan) -> Iterable[str]:
    """Return what is still worth saying where nothing changes."""
    return [f"Note: {text}" for text in plan.warnings]


def next_steps(folder: Path, done: Done) -> list[str]:
    """Say where the changes are, and what to do with them."""
    journal = done.journal
    if journal is None:
        return []
    where = "in the work tree, staged and not committed"
    review = "git diff --cached"
    if not journal.changes:
        where, review = "files that git ignores", "git status --ignored"
    if journal.new_branch is not None:
        branch = journal.new_branch.removeprefix("refs/heads/")
        back = (journal.branch or journal.commit).removeprefix("refs/heads/")
        where = f"on the new branch {branch}, " + ("committed" if journal.result else "uncommitted")
        review = f"git diff {back}... ; git switch {back} && git merge {branch}"
    lines = [f"The changes are {where}."]
    if done.conflicts:
        lines.append(
            f"{done.conflicts} in conflict: edit them, git add, then git commit. "
            "git diff shows what is left."
        )
    else:
        lines.append(f"Review{' and take' if journal.changes else ''} them: {review}")
    return [*lines, f"Undo: {undo_command(folder, done)}"]
