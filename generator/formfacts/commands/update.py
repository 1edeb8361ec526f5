"""`formfacts update`: options and what it prints. The work is in `scaffold.lifecycle.update`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formfacts.commands.changes import CONFLICTS, done_data, done_lines, printable
from formfacts.commands.many import for_each
from formfacts.errors import FormfactsError, UsageError

if TYPE_CHECKING:
    from formfacts.scaffold.apply.abort import Aborted
    from formfacts.scaffold.lifecycle.update import Request


def update_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Projects; the current folder if none is named."),
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar="VERSION", help="The version to go to; else the latest.")
    ] = None,
    in_place: Annotated[
        bool,
        typer.Option("--in-place", help="Write to the current branch's tree; commit nothing."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing: say what would be written.")
    ] = False,
    defaults: Annotated[
        bool, typer.Option("--defaults", help="Take the defaults for new questions.")
    ] = False,
    data: Annotated[
        list[str] | None,
        typer.Option("--data", "-d", metavar="KEY=VALUE", help="Answer one question."),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(metavar="WHERE", help="Read the template from here: URL, folder or bundle."),
    ] = None,
    answers_file: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The answers file, if the project has several."),
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Let the template run its own commands and extensions.")
    ] = False,
    abort: Annotated[
        bool, typer.Option("--abort", help="Put everything back as it was before the last run.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON; asks nothing.")
    ] = False,
) -> None:
    """Bring template changes into projects; edits are never lost.

    Each project gets the changes on a branch of its own, committed unless there are conflicts. Exit
    code 3 says that there are some to resolve.
    """
    from formfacts.scaffold.answers import parse_data
    from formfacts.scaffold.git import require_git
    from formfacts.scaffold.lifecycle.update import Request

    require_git()
    if abort and dry_run:
        raise UsageError("--abort does what it says: leave out --dry-run, or --abort")
    folders = paths or [Path()]
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if abort:
        code = abort_each(folders, as_json=as_json)
    else:
        request = Request(
            to=to,
            data=parse_data(data or ()),
            answers_file=answers_file,
            in_place=in_place,
            dry_run=dry_run,
            defaults=defaults,
            ask=terminal and not as_json and len(folders) == 1,
            trust=trust,
        )
        code = update_each(folders, request, template, as_json=as_json)
    if code:
        raise typer.Exit(code)


def update_each(
    folders: list[Path], request: Request, template: str | None, *, as_json: bool
) -> int:
    """Update each project, print what became of it, and return the exit code."""
    from formfacts.scaffold.lifecycle.templates import Templates
    from formfacts.scaffold.lifecycle.update import update

    with Templates(template) as templates:
        results = for_each(folders, lambda folder: update(folder, request, templates))
    if as_json:
        found: list[dict[str, Any]] = [
            result.error_data() if result.value is None else done_data(result.folder, result.value)
            for result in results
        ]
        print_json(found)
    else:
        for result in results:
            if result.value is not None:
                lines = done_lines(result.folder, result.value, dry_run=request.dry_run)
                typer.echo("\n".join([*lines, ""] if len(folders) > 1 else lines))
    conflicts = sum(bool(result.value and result.value.conflicts) for result in results)
    return exit_code([result.error for result in results], conflicts, as_json=as_json)


def exit_code(errors: list[FormfactsError | None], conflicts: int, *, as_json: bool) -> int:
    """Return the code for all projects together: an error counts over conflicts.

    The error of a single project is raised, as that of any command; the highest code of several
    errors counts.
    """
    found = [error for error in errors if error is not None]
    if len(errors) > 1:
        done = len(errors) - len(found)
        typer.echo(f"{done} of {len(errors)} done, {conflicts} with conflicts", err=True)
    elif found and not as_json:
        raise found[0]
    elif found:
        typer.echo(f"formfacts: {found[0]}", err=True)
    if found:
        return max(error.exit_code for error in found)
    return CONFLICTS if conflicts else 0


def print_json(found: list[dict[str, Any]]) -> None:
    """Print the results of all projects as one JSON document."""
    typer.echo(json.dumps({"projects": found}, ensure_ascii=True))


def abort_one(folder: Path) -> Aborted:
    """Undo the last run in a project; raise UsageError if it was another project's in the repo."""
    from formfacts.scaffold.apply.abort import abort
    from formfacts.scaffold.apply.journal import applied, find_journal
    from formfacts.scaffold.repo import open_repo

    repo = open_repo(folder.expanduser().resolve())
    found = find_journal(repo, applied(repo))
    if found is not None and found[1].prefix != repo.prefix:
        place = repo.top / found[1].prefix
        raise UsageError(f"the last {found[1].command} here was that of {place}: name that folder")
    return abort(repo)


def abort_each(folders: list[Path], *, as_json: bool) -> int:
    """Undo the last run in each project, and return the exit code."""
    results = for_each(folders, abort_one)
    if as_json:
        found: list[dict[str, Any]] = [
            result.error_data() if result.value is None else undone(result.folder, result.value)
            for result in results
        ]
        print_json(found)
    else:
        for result in results:
            if result.value is not None:
                typer.echo("\n".join(undone_lines(result.folder, result.value)))
    return exit_code([result.error for result in results], 0, as_json=as_json)


def undone(folder: Path, done: Aborted) -> dict[str, Any]:
    """Return what was undone in a project as JSON holds it."""
    return {
        "path": str(folder),
        "undone": done.command,
        "files": done.files,
        "saved": done.saved,
        "edited": list(done.edited),
    }


def undone_lines(folder: Path, done: Aborted) -> list[str]:
    """Return what was undone in a project as text."""
    lines = [f"{folder}: {done.command} undone, {done.files} files put back"]
    edited = printable(", ".join(done.edited))
    if done.saved:
        lines.append(f"What you had edited since ({edited}) is kept: git show {done.saved}")
    elif done.edited:
        lines.append(f"Left as you have them now: {edited}")
    return lines
