"""`formfacts smoke merge`: the reports of all shards as one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formfacts.commands.smoke import COULD_NOT_RUN, SOMETHING_FAILED, Outputs
from formfacts.errors import FormfactsError, UsageError


def smoke_merge_command(
    reports: Annotated[
        list[Path], typer.Argument(metavar="REPORT...", help="What --report wrote for each shard.")
    ],
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the results as JUnit XML.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the results as one HTML page.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the results as JSON.")
    ] = None,
    timings: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Add how long each combination took, for later plans."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Put the reports of all shards of one plan together.

    Exit code 1: something failed; 2: a shard is missing, or they are not of one plan.
    """
    from formfacts.smoke.report.as_json import dumps, read_report
    from formfacts.smoke.report.merge import merge
    from formfacts.smoke.report.table import as_table
    from formfacts.smoke.run.journal import keep_timings

    try:
        outputs = Outputs(junit, html, report)
        merged = merge([read_report(path) for path in reports])
        outputs.write(merged)
        if timings is not None:
            keep_timings(timings, {cell.id: cell.seconds for cell in merged.cells})
    except OSError as error:
        raise UsageError(f"cannot write {timings}: {error.strerror}: name another file") from None
    except FormfactsError as error:
        error.exit_code = COULD_NOT_RUN
        raise
    typer.echo(dumps(merged) if as_json else as_table(merged))
    if not merged.green:
        raise typer.Exit(SOMETHING_FAILED)
