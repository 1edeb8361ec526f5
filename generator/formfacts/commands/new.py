"""`formfacts new`: its options and what it prints. The work is in `formfacts.scaffold.project`."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from formfacts.scaffold.project import Project


def new_command(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="The folder to make; anything there is refused.")
    ],
    data: Annotated[
        list[str] | None,
        typer.Option(
            "--data", "-d", metavar="KEY=VALUE", help="Answer one question; may be repeated."
        ),
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A YAML file with answers.")
    ] = None,
    advice: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What `formfacts advise --save FILE` wrote."),
    ] = None,
    example: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Start from an example, with its documents and rows."),
    ] = None,
    defaults: Annotated[
        bool, typer.Option("--defaults", help="Ask nothing: take the defaults for the rest.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON; asks nothing.")
    ] = False,
) -> None:
    """Generate a repo that runs, with its first commit.

    An answer given by --data counts over --answers, then --advice, then --example. What none of
    them answers is asked in the terminal.
    """
    from formfacts.scaffold.project import Request, create  # --help needs neither

    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    request = Request(
        target=path,
        data=tuple(data or ()),
        answers=answers,
        advice=advice,
        example=example,
        defaults=defaults,
        ask=terminal and not defaults and not as_json,
    )
    project = create(request)
    if project.origin.untagged:
        typer.echo(warning(project), err=True)
    typer.echo(as_data(project, path) if as_json else as_text(project, path))


def warning(project: Project) -> str:
    """Say that nobody else can update the project: its template is in no release."""
    return (
        "formfacts: warning: for development only: the template in this checkout is ahead of its "
        f"newest release, and only this very state of it, {project.origin.version}, can update "
        "the project"
    )


def next_commands(path: Path) -> list[str]:
    """Return the two commands to go on with, as typed in the current folder."""
    typed = str(path.expanduser())
    if typed.startswith("-"):
        typed = f"./{typed}"  # or cd would take it for an option
    return [f"cd {shlex.quote(typed)} && make demo", "make test"]


def as_text(project: Project, path: Path) -> str:
    """Say what was made, and what to do next."""
    repo = (
        "git: first commit made"
        if project.inside is None
        else f"git: part of the repo {project.inside}; nothing committed"
    )
    lines = [
        f"{path}: {project.approach}, {project.files} files from template {project.origin.version}",
        repo,
        "Next:",
        *(f"  {command}" for command in next_commands(path)),
    ]
    return "\n".join(lines)


def as_data(project: Project, path: Path) -> str:
    """Return the same as JSON."""
    return json.dumps(
        {
            "path": str(project.path),
            "approach": project.approach,
            "version": project.origin.version,
            "files": project.files,
            "inside_repo": None if project.inside is None else str(project.inside),
            "next": next_commands(path),
        },
        ensure_ascii=False,
    )
