"""`formfacts smoke workflow`: print a GitHub Actions workflow that smokes a template."""

from __future__ import annotations

from typing import Annotated

import typer


def smoke_workflow_command(
    template: Annotated[
        str, typer.Argument(metavar="FOLDER", help="The template's folder in its repo.")
    ] = ".",
    shards: Annotated[int, typer.Option(metavar="N", help="Jobs to share the work.")] = 4,
    install: Annotated[
        str | None, typer.Option(metavar="COMMAND", help="What makes `formfacts` available there.")
    ] = None,
) -> None:
    """Print a GitHub Actions workflow that smokes a template, for .github/workflows/smoke.yml.

    Pull requests get what their changes can reach; nights and releases go further.
    """
    from formfacts.smoke.workflow import INSTALL, workflow

    typer.echo(workflow(template, shards=shards, install=install or INSTALL), nl=False)
