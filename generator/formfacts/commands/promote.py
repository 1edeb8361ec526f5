"""`formfacts promote`: options and what it prints. The work is in `scaffold.lifecycle.promote`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formfacts.commands.changes import CONFLICTS, done_data, done_lines
from formfacts.commands.update import print_json
from formfacts.errors import UsageError


def promote_command(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="The project; else the current folder.")
    ] = Path(),
    to: Annotated[
        str | None, typer.Option(metavar="APPROACH", help="prompt, rag, finetune or hybrid.")
    ] = None,
    options: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="OPTION=VALUE", help="Change any other option."),
    ] = None,
    advice: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Why: what `formfacts advise --save FILE` wrote."),
    ] = None,
    because: Annotated[str | None, typer.Option(metavar="TEXT", help="Why, in your words.")] = None,
    in_place: Annotated[
        bool,
        typer.Option("--in-place", help="Write to the current branch's tree; commit nothing."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing: say what would be written.")
    ] = False,
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
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Turn an approach on, or change an option; edits are never lost.

    The version stays the same, and the next decision record is written. What the new approach has
    no use for is removed where it was never edited, and left to you as a conflict where it was:
    exit code 3. `formfacts update --abort` undoes it.
    """
    from formfacts.scaffold.answers import parse_data
    from formfacts.scaffold.git import require_git
    from formfacts.scaffold.lifecycle.promote import APPROACH, Request, promote, reasons_from
    from formfacts.scaffold.lifecycle.templates import Templates

    require_git()
    data = parse_data(options or (), flag="--set")
    if to is not None:
        data[APPROACH] = to
    if not data:
        raise UsageError("nothing to change: pass --to APPROACH or --set OPTION=VALUE")
    request = Request(
        data=data,
        reasons=reasons_from(advice, because),
        answers_file=answers_file,
        in_place=in_place,
        dry_run=dry_run,
        trust=trust,
    )
    with Templates(template) as templates:
        done = promote(path, request, templates)
    if as_json:
        print_json([done_data(path, done)])
    else:
        typer.echo("\n".join(done_lines(path, done, dry_run=dry_run)))
    if done.conflicts:
        raise typer.Exit(CONFLICTS)
