"""`formfacts smoke`: its options and what it prints. The work is in `formfacts.smoke`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from formfacts.errors import FormfactsError, UsageError, brief

if TYPE_CHECKING:
    from formfacts.smoke.cover import Cover
    from formfacts.smoke.order import Wish
    from formfacts.smoke.result import Report

SOMETHING_FAILED = 1
COULD_NOT_RUN = 2


def smoke_command(
    template: Annotated[
        Path | None,
        typer.Argument(metavar="TEMPLATE", help="A template's folder; else formfacts' own."),
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Print which combinations there are, and run nothing.")
    ] = False,
    cover: Annotated[
        str, typer.Option(metavar="HOW", help="all, pairwise, each or examples.")
    ] = "pairwise",
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="OPTION=VALUE", help="Keep to these values; may be repeated."),
    ] = None,
    check: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Run this check only; may be repeated."),
    ] = None,
    shard: Annotated[
        str | None, typer.Option(metavar="N/COUNT", help="One part of the plan, or */COUNT.")
    ] = None,
    changed_since: Annotated[
        str | None,
        typer.Option(metavar="REF", help="Only what a file changed since then can reach."),
    ] = None,
    env: Annotated[
        str,
        typer.Option(
            "--env",
            metavar="WHERE",
            help="shared: one environment for all repos. isolated: a fresh one for each. "
            "Or the folder of one that is there.",
        ),
    ] = "shared",
    jobs: Annotated[
        int | None, typer.Option(metavar="N", help="Repos at a time; else one for each core.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="WHERE", help="ray: a shard on each node of a Ray cluster."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Take over what passed in the last run.")
    ] = False,
    keep_failed: Annotated[
        bool,
        typer.Option("--keep-failed", help="Keep failing repos, each with a script to repeat it."),
    ] = False,
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the results as JUnit XML.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the results as one HTML page.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the results as JSON, to merge later.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the results, or the plan, as JSON.")
    ] = False,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Instead of the template's smoke.yml.")
    ] = None,
    timings: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="How long each took, instead of in the last run here."),
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where environments and timings are kept.")
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Let the template run its tasks and extensions.")
    ] = False,
) -> None:
    """Generate the repos that a template can make, and check each of them.

    Which repos: so many that every pair of the template's options is tried. Which checks: ours, and
    the commands in the template's smoke.yml, which are run as they stand. Exit code 1: something
    failed; 2: it could not be run.
    """
    from formfacts.smoke.order import Wish

    wish = Wish(
        template=template,
        cover=checked_cover(cover),
        only=tuple(only or ()),
        checks=tuple(check or ()),
        shard=shard,
        changed_since=changed_since,
        environment=env,
        jobs=jobs,
        resume=resume,
        keep_failed=keep_failed,
        cache=cache,
        trust=trust,
        timings=timings,
        config=config,
    )
    try:
        if plan:
            print_plan(wish, as_json=as_json)
            return
        code = run_wish(wish, on, Outputs(junit, html, report), as_json=as_json)
    except FormfactsError as error:
        error.exit_code = COULD_NOT_RUN
        raise
    if code:
        raise typer.Exit(code)


class Outputs:
    """The files to write the results to; raises UsageError for one that cannot be written."""

    def __init__(self, junit: Path | None, html: Path | None, report: Path | None) -> None:
        self._files = {"junit": junit, "html": html, "report": report}
        for path in self._files.values():
            if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
                raise UsageError(f"cannot write {path}: name a file in a folder that is there")

    def write(self, results: Report) -> None:
        """Write each file that was asked for."""
        from formfacts.smoke.report.as_json import dumps
        from formfacts.smoke.report.junit import as_junit
        from formfacts.smoke.report.page import as_page

        for name, text in (("junit", as_junit), ("html", as_page), ("report", dumps)):
            path = self._files[name]
            if path is None:
                continue
            try:
                path.write_text(text(results), encoding="utf-8")
            except OSError as error:
                raise FormfactsError(f"cannot write {path}: {error.strerror}") from None


def print_plan(wish: Wish, *, as_json: bool) -> None:
    """Print the plan, as text or as a matrix for GitHub Actions."""
    from formfacts.smoke.order import prepare
    from formfacts.smoke.plan import as_json as plan_as_json
    from formfacts.smoke.plan_text import as_text

    made = prepare(wish, for_plan=True).plan
    typer.echo(plan_as_json(made) if as_json else as_text(made))


def run_wish(wish: Wish, on: str | None, outputs: Outputs, *, as_json: bool) -> int:
    """Run it, write and print the results, and return the exit code."""
    from formfacts.smoke.order import run
    from formfacts.smoke.report.as_json import dumps
    from formfacts.smoke.report.table import as_table

    stopped: list[int] = []
    if on is None:
        results = run(wish, stopped.append)
    elif on == "ray":
        from formfacts.smoke.run.on_ray import run_on_ray

        results = run_on_ray(wish, stopped.append)
    else:
        raise UsageError(f"--on {brief(on)}: there is only ray; leave it out for this machine")
    typer.echo(dumps(results) if as_json else as_table(results))
    outputs.write(results)
    if stopped:
        return stopped[0]
    if results.interrupted:
        raise KeyboardInterrupt
    if not results.planned:
        typer.echo("nothing to run: no combination is called for", err=True)
    return 0 if results.green else SOMETHING_FAILED


def checked_cover(how: str) -> Cover:
    """Return the way of covering; raise UsageError for one that there is not."""
    from formfacts.smoke.cover import Cover

    known: tuple[Cover, ...] = get_args(Cover)
    for name in known:
        if name == how:
            return name
    raise UsageError(f"--cover {brief(how)} is not offered: choose from {', '.join(known)}")
