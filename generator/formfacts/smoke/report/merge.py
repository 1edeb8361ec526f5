"""The reports of all shards of a plan as one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from formfacts.errors import UsageError, brief
from formfacts.smoke.result import Report

SHARD = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")
NAMED = 5


def merge(reports: Sequence[Report]) -> Report:
    """Return the report of the whole from those of its shards, in any order.

    Raises UsageError if they are of different plans, if a shard is missing or there twice, or a
    combination is in more than one.
    """
    if not reports:
        raise UsageError("there are no reports to merge: name the files of all shards")
    same_plan(reports)
    shards = in_order(reports)
    planned = tuple(name for report in shards for name in report.planned)
    once(shards, planned)
    place = {name: number for number, name in enumerate(planned)}
    cells = [cell for report in shards for cell in report.cells]
    return replace(
        shards[0],
        shard="",
        planned=planned,
        cells=tuple(sorted(cells, key=lambda cell: (place.get(cell.id, len(place)), cell.id))),
        started=min(report.started for report in shards),
        seconds=max(report.seconds for report in shards),
        interrupted=any(report.interrupted for report in shards),
    )


def same_plan(reports: Sequence[Report]) -> None:
    """Raise UsageError unless all reports are of one plan, tried in the same way."""
    first = reports[0]
    for other in reports[1:]:
        for what, one, two in (
            ("templates", first.template, other.template),
            ("versions of the template", first.version, other.version),
            ("covers", first.cover, other.cover),
            ("environments", first.environment, other.environment),
            ("versions of formfacts", first.formfacts, other.formfacts),
        ):
            if one != two:
                raise UsageError(
                    f"the reports are of different {what}: {brief(one)} and {brief(two)}: "
                    "merge the shards of one run"
                )
        plans = [(dict(r.options), r.product, frozenset(r.pairs)) for r in (first, other)]
        if plans[0] != plans[1]:
            raise UsageError(
                f"shards {shown(first)} and {shown(other)} are of different plans: their options "
                "or pairs differ: merge the shards of one run"
            )


def in_order(reports: Sequence[Report]) -> list[Report]:
    """Return the reports by the number of their shard, each of which must be there once."""
    if len(reports) == 1 and not reports[0].shard:
        return list(reports)
    numbered: dict[int, Report] = {}
    for report in reports:
        found = SHARD.fullmatch(report.shard)
        if found is None or int(found[1]) > int(found[2]):
            raise UsageError(f"a report is of {shown(report)}, not of a shard: leave it out")
        if found[2] != reports[0].shard.rpartition("/")[2]:
            raise UsageError(
                f"shards {shown(reports[0])} and {shown(report)} are of different divisions: "
                "merge the shards of one run"
            )
        if int(found[1]) in numbered:
            raise UsageError(f"shard {report.shard} is there twice: leave one out")
        numbered[int(found[1])] = report
    of = int(reports[0].shard.rpartition("/")[2])
    missing = [f"{number}/{of}" for number in range(1, of + 1) if number not in numbered]
    if missing:
        are = "shard {} is" if len(missing) == 1 else "shards {} are"
        raise UsageError(f"{are.format(listed(missing))} missing: name the files of all shards")
    return [numbered[number] for number in sorted(numbered)]


def once(shards: Sequence[Report], planned: Sequence[str]) -> None:
    """Raise UsageError if a combination is planned or tried twice."""
    tried = [cell.id for report in shards for cell in report.cells]
    twice = [name for ids in (planned, tried) for name, n in Counter(ids).items() if n > 1]
    if not twice:
        return
    name = twice[0]
    holders = [
        shown(report)
        for report in shards
        if name in report.planned or any(cell.id == name for cell in report.cells)
    ]
    if len(holders) == 1:
        raise UsageError(f"{brief(name)} is twice in {holders[0]}: write that report anew")
    raise UsageError(
        f"{brief(name)} is in shards {listed(holders)}: plan all shards from the same timings"
    )


def shown(report: Report) -> str:
    """Name the shard of a report."""
    return brief(report.shard) if report.shard else "a whole run"


def listed(names: Sequence[str]) -> str:
    """Return names as a list, cut off where it is long."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
