"""`formfacts status`: options and what it prints. The work is in `scaffold.lifecycle.status`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formfacts.commands.changes import change_data, notes_lines, plan_data, printable, report_lines
from formfacts.commands.many import progress

if TYPE_CHECKING:
    from formfacts.scaffold.lifecycle.status import Status

BEHIND = 4
WITHOUT_ANSWER = "-"


def status_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Projects; the current folder if none is named."),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(metavar="WHERE", help="Read the template from here: URL, folder or bundle."),
    ] = None,
    answers_file: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The answers file, if the project has several."),
    ] = None,
    exit_code: Annotated[
        bool,
        typer.Option("--exit-code", help="Exit with 4 if a project is behind or interrupted."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the state as JSON.")] = False,
) -> None:
    """Say whether projects are behind their template, and what an update would do.

    Writes nothing to the work tree.
    """
    from formfacts.scaffold.git import require_git

    require_git()
    found = look(paths or [Path()], template, answers_file)
    if as_json:
        typer.echo(json.dumps({"projects": [as_data(state) for state in found]}))
    elif len(found) == 1:
        if found[0].error is not None:
            raise found[0].error
        typer.echo("\n".join(as_page(found[0])))
    else:
        typer.echo("\n".join(as_table(found)))
    errors = [state.error for state in found if state.error is not None]
    if errors:
        raise typer.Exit(max(error.exit_code for error in errors))
    if exit_code and not all(state.current for state in found):
        raise typer.Exit(BEHIND)


def look(paths: list[Path], template: str | None, answers_file: str | None) -> list[Status]:
    """Return the state of each project: one for each template that was applied to it."""
    from formfacts.scaffold.lifecycle.generated import find_answers_files
    from formfacts.scaffold.lifecycle.status import status
    from formfacts.scaffold.lifecycle.templates import Templates

    found = []
    with Templates(template) as templates, progress(len(paths)) as advance:
        for path in paths:
            files = find_answers_files(path.expanduser()) if answers_file is None else []
            names: list[str | None] = [*files] or [answers_file]
            found += [status(path, name, templates) for name in names]
            advance()
    return found


def as_data(state: Status) -> dict[str, Any]:
    """Return the state of a project as JSON holds it."""
    error = state.error
    return {
        "path": str(state.folder),
        "answers_file": state.answers_file,
        "template": state.source,
        "version": state.version,
        "latest": state.latest,
        "behind": list(state.behind),
        "drift": [change_data(change) for change in state.drift],
        "interrupted": state.interrupted,
        "update": None if state.plan is None else plan_data(state.plan),
        "error": None
        if error is None
        else {"type": type(error).__name__, "message": str(error), "exit_code": error.exit_code},
    }


def as_page(state: Status) -> list[str]:
    """Return the state of one project as text."""
    lines = [f"{state.folder}: {state.version} of {printable(state.source or WITHOUT_ANSWER)}"]
    if state.interrupted:
        lines.append(
            f"Interrupted: the last {state.interrupted}. The next update or promote, or update "
            "--abort, finishes it or rolls it back."
        )
    if state.behind:
        lines.append(f"{behind(state)} behind {state.latest}: an update would do this.")
    else:
        lines.append("Up to date.")
    if state.plan is not None:
        lines += report_lines(state.plan.report)
        if state.behind:
            lines += [*notes_lines(state.plan), "", "Update: formfacts update"]
    return lines


def behind(state: Status) -> str:
    """Say how many versions lie between."""
    count = len(state.behind)
    return f"{count} version{'s' if count != 1 else ''}"


def as_table(states: list[Status]) -> list[str]:
    """Return the states of many projects as a table of plain text."""
    rows: list[tuple[str, ...]] = [
        ("PROJECT", "TEMPLATE", "VERSION", "LATEST", "BEHIND", "EDITED", "UPDATE")
    ]
    rows += [row(state) for state in states]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        for cells in rows
    ]


def row(state: Status) -> tuple[str, ...]:
    """Return the cells of one project."""
    known = state.plan is not None
    return (
        printable(str(state.folder)),
        printable(state.source or WITHOUT_ANSWER),
        printable(state.version or WITHOUT_ANSWER),
        state.latest or WITHOUT_ANSWER,
        str(len(state.behind)) if known else WITHOUT_ANSWER,
        str(len(state.drift)) if known else WITHOUT_ANSWER,
        last_cell(state),
    )


def last_cell(state: Status) -> str:
    """Say what an update would do, or why that cannot be told."""
    if state.error is not None:
        return f"error: {printable(str(state.error))}"
    if state.interrupted:
        return f"interrupted {state.interrupted}"
    if state.plan is None or not state.behind:
        return "up to date"
    counts = Counter(change.outcome.value for change in state.plan.report if change.outcome.writes)
    return ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "nothing"
