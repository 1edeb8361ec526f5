"""What a report says in a line or two, the same in every form of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from formfacts.smoke.report.text import on_one_line
from formfacts.smoke.result import RED, CellResult, CheckResult, Report, Status

STATUSES: tuple[Status, ...] = ("passed", "failed", "timeout", "skipped")
WORDS: dict[str, str] = {
    "passed": "passed",
    "failed": "failed",
    "timeout": "timed out",
    "skipped": "skipped",
    "untried": "not run",
}
# Of a valid pair: what came of the combination that covers it, or why nothing did.
PairState = Literal["green", "red", "untried", "uncovered"]


def counts(report: Report) -> dict[Status, int]:
    """Return how many cells there are of each status."""
    found = Counter(cell.status for cell in report.cells)
    return {status: found[status] for status in STATUSES}


def not_tried(report: Report) -> tuple[str, ...]:
    """Return the ids that were planned and never tried."""
    tried = {cell.id for cell in report.cells}
    return tuple(name for name in report.planned if name not in tried)


def red_checks(report: Report) -> Iterator[tuple[CellResult, CheckResult]]:
    """Yield each check that failed or ran out of time, with its cell."""
    for cell in report.cells:
        for check in cell.checks:
            if check.status in RED:
                yield cell, check


def check_names(report: Report) -> list[str]:
    """Return the names of all checks, in the order in which they first occur."""
    return list(dict.fromkeys(check.check for cell in report.cells for check in cell.checks))


def pair_states(report: Report) -> list[PairState]:
    """Return what came of each pair of the report, in its order.

    A pair whose combination had nothing but skipped checks counts as not tried.
    """
    statuses = {cell.id: cell.status for cell in report.cells}

    def state(by: str) -> PairState:
        if not by:
            return "uncovered"
        status = statuses.get(by, "skipped")
        if status in RED:
            return "red"
        return "green" if status == "passed" else "untried"

    return [state(pair.by) for pair in report.pairs]


def verdict(report: Report) -> str:
    """Say in a few words how the run ended."""
    red = sum(cell.status in RED for cell in report.cells)
    missing = len(not_tried(report))
    of = f" of {repos(len(report.planned))}"
    parts = [
        "interrupted" if report.interrupted else "",
        f"{red}{of} failed" if red else "",
        f"{missing}{'' if red else of} not run" if missing else "",
    ]
    if any(parts):
        return ", ".join(part for part in parts if part)
    number = len(report.cells)
    return f"all {repos(number)} green" if number > 1 else f"{repos(number)}, nothing failed"


def coverage(report: Report) -> str:
    """Say which share of the valid pairs was tried, with how many repos of the full product.

    A pair counts once the combination that is named for it was tried.
    """
    tried = {cell.id for cell in report.cells}
    covered = sum(pair.by in tried for pair in report.pairs)
    rest = " (the rest in other shards)" if report.shard and covered < len(report.pairs) else ""
    return (
        f"{covered:,} of {len(report.pairs):,} valid pairs{rest}, "
        f"{repos(len(report.cells))} of {report.product:,} in the full product"
    )


def version(report: Report) -> str:
    """Name the template and which state of it was tried."""
    return on_one_line(f"{report.template} {report.version}")


def repos(number: int) -> str:
    """Return a number of repos."""
    return f"{number:,} repo" if number == 1 else f"{number:,} repos"
