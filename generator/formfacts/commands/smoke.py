"""`formfacts smoke`: its options and what it prints. The work is in `formfacts.smoke`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from formfacts.errors import UsageError, brief

if TYPE_CHECKING:
    from formfacts.smoke.cover import Cover


def smoke_command(
    template: Annotated[
        Path | None,
        typer.Argument(metavar="[TEMPLATE]", help="A template's folder; else formfacts' own."),
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Print which combinations there are to run.")
    ] = False,
    cover: Annotated[
        str, typer.Option(metavar="HOW", help="all, pairwise, each or examples.")
    ] = "pairwise",
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="OPTION=VALUE", help="Keep to these values; may be repeated."),
    ] = None,
    shard: Annotated[
        str | None, typer.Option(metavar="N/COUNT", help="One part of the plan, or */COUNT.")
    ] = None,
    changed_since: Annotated[
        str | None,
        typer.Option(metavar="REF", help="Only what a file changed since then can reach."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the plan as a GitHub Actions matrix.")
    ] = False,
) -> None:
    """Plan the repos to generate so that each pair of a template's options is tried.

    The plan is all that there is for now: running it comes with a later release.
    """
    if not plan:
        raise UsageError("smoke cannot run its plan yet: pass --plan to see it")
    from formfacts.scaffold.source import template_root
    from formfacts.smoke.changed import changed_paths, reached
    from formfacts.smoke.cover import cover as make_covering
    from formfacts.smoke.matrix import read_matrix
    from formfacts.smoke.only import restrict
    from formfacts.smoke.plan import ALL_SHARDS, make_plan, parse_shard
    from formfacts.smoke.plan import as_json as plan_as_json
    from formfacts.smoke.plan_text import as_text

    part = ALL_SHARDS if shard is None else parse_shard(shard)
    root = template_root() if template is None else template.expanduser().resolve()
    matrix = read_matrix(root)
    covering = make_covering(restrict(matrix, only or ()), checked_cover(cover))
    chosen = None
    if changed_since is not None:
        paths = changed_paths(root, changed_since)
        chosen = reached(matrix.questionnaire, covering.combinations, paths).combinations
    made = make_plan(covering, reached=chosen, shard=part)
    typer.echo(plan_as_json(made) if as_json else as_text(made))


def checked_cover(how: str) -> Cover:
    """Return the way of covering; raise UsageError for one that there is not."""
    from formfacts.smoke.cover import Cover

    known: tuple[Cover, ...] = get_args(Cover)
    for name in known:
        if name == how:
            return name
    raise UsageError(f"--cover {brief(how)} is not offered: choose from {', '.join(known)}")
