"""The shards of a plan for a cluster: which there are, what each is told, and their reports as one.

All are planned from the same timings, for each node plans anew.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from formfacts.errors import FormfactsError, UsageError
from formfacts.scaffold.git import git
from formfacts.scaffold.source import is_wheel, template_root
from formfacts.smoke.order import Prepared, Wish
from formfacts.smoke.plan import Plan, deal, parse_shard, read_timings
from formfacts.smoke.report.merge import merge
from formfacts.smoke.result import Report
from formfacts.smoke.run.installing import ISOLATED
from formfacts.smoke.run.journal import TIMINGS
from formfacts.smoke.run.on_ray_luggage import pack
from formfacts.smoke.run.on_ray_node import Job

# The ids of the combinations in each shard, by its number from 1.
Shards = Mapping[int, tuple[str, ...]]


def check_wish(wish: Wish) -> None:
    """Raise UsageError for what cannot be had on machines where nothing is kept."""
    for option, wanted in (("--resume", wish.resume), ("--keep-failed", wish.keep_failed)):
        if wanted:
            raise UsageError(
                f"--on ray: {option} works on one machine only, for nodes keep nothing of a run: "
                "leave it out, and run what failed here with --only OPTION=VALUE"
            )
    if wish.shard is not None and parse_shard(wish.shard).number is not None:
        raise UsageError(
            f"--on ray runs all shards: write --shard '*/{parse_shard(wish.shard).of}'"
        )


def divide(plan: Plan, wish: Wish, nodes: int) -> Shards:
    """Return the shards: as many as there are nodes, unless the wish says how many."""
    wanted = min(nodes, len(plan.combinations)) if wish.shard is None else plan.shard.of
    of = max(1, wanted)
    dealt = deal(plan.costs, of)
    ids = [combination.id for combination in plan.combinations]
    return {n: tuple(name for name in ids if dealt[name] == n) for n in range(1, of + 1)}


def jobs(prepared: Prepared, shards: Shards, cpus: int) -> tuple[bytes, dict[int, Job]]:
    """Return the template as it travels, and what each shard is told."""
    wish, root = prepared.wish, prepared.root
    since = None
    if wish.changed_since is not None:
        # A name would mean something else there: of the history, only what is needed goes along.
        since = git(
            root, "rev-parse", "--verify", f"{wish.changed_since}^{{commit}}"
        ).stdout.strip()
    luggage = pack(root, since)
    passed = {name: os.environ[name] for name in prepared.config.passed if name in os.environ}
    job = Job(
        name=root.name,
        own=not is_wheel() and root == template_root(),
        arguments=arguments(replace(wish, changed_since=since), cpus),
        timings=read_timings(wish.timings or prepared.state / TIMINGS),
        config={} if wish.config is None else config_at(wish.config.absolute(), root),
        env=passed,
        cache=None if wish.cache is None else str(wish.cache.absolute()),
        luggage=len(luggage),
    )
    of = len(shards)
    shard = {n: (*job.arguments, f"--shard={n}/{of}") for n in shards}
    return luggage, {n: replace(job, arguments=shard[n]) for n in shards}


def config_at(path: Path, root: Path) -> dict[str, str]:
    """Return a smoke.yml's text by its path on a node: below the template if it is so here."""
    inside = Path(os.path.relpath(path, root))
    place = Path("smoke.yml") if ".." in inside.parts else root.name / inside
    return {str(place): path.read_text(encoding="utf-8")}


def arguments(wish: Wish, cpus: int) -> tuple[str, ...]:
    """Return the options of `formfacts smoke` that say the same as a wish, but for files."""
    env = wish.environment
    if env not in {"shared", ISOLATED}:
        env = str(Path(env).absolute())
    return (
        f"--cover={wish.cover}",
        *(f"--only={text}" for text in wish.only),
        *(f"--check={name}" for name in wish.checks),
        *([f"--changed-since={wish.changed_since}"] if wish.changed_since else []),
        f"--env={env}",
        f"--jobs={cpus}",
        *(["--trust"] if wish.trust else []),
    )


def whole(plan: Plan, shards: Shards, reports: Mapping[int, Report]) -> Report:
    """Return the report of the plan from those of its shards; one that is missing was not tried."""
    any_of_them, of = next(iter(reports.values())), len(shards)
    merged = merge(
        [
            reports.get(n)
            or replace(any_of_them, shard=f"{n}/{of}", planned=ids, cells=(), interrupted=True)
            for n, ids in shards.items()
        ]
    )
    place = {combination.id: number for number, combination in enumerate(plan.combinations)}
    if set(merged.planned) != set(place):
        raise FormfactsError(
            "the nodes have planned other repos than this machine: install the same versions of "
            "formfacts and of what it needs everywhere"
        )
    cells = tuple(sorted(merged.cells, key=lambda cell: place[cell.id]))
    return replace(merged, planned=tuple(place), cells=cells)
