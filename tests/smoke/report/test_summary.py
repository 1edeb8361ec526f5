"""What a report says in a line: the verdict, the counts, the pairs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from formfacts.smoke.report.summary import (
    check_names,
    counts,
    coverage,
    not_tried,
    pair_states,
    red_checks,
    verdict,
)
from tests.smoke.report.reports import CHECKS, all_green, make_report


def test_counts() -> None:
    """Of repos, each by the worst of its checks."""
    report = make_report()

    assert {"passed": 12, "failed": 1, "timeout": 1, "skipped": 0} == counts(report)
    assert ("hybrid-openai-openai", "hybrid-openai-none") == not_tried(report)
    assert ["tests", "lint", "demo"] == [check.check for _, check in red_checks(report)]
    assert list(CHECKS) == check_names(report)


def test_verdicts() -> None:
    """Green is said only where all was tried, and being stopped is said first."""
    report, green = make_report(), all_green()

    assert "2 of 16 repos failed, 2 not run" == verdict(report)
    assert "all 16 repos green" == verdict(green)
    assert "interrupted" == verdict(replace(green, interrupted=True))
    assert "16 of 16 repos not run" == verdict(replace(green, cells=()))
    assert "0 repos, nothing failed" == verdict(replace(green, cells=(), planned=()))


def test_pairs() -> None:
    """A pair is green, red or not tried with the repo that covers it."""
    report = make_report()
    states = dict(
        zip([(p.first, p.second) for p in report.pairs], pair_states(report), strict=True)
    )

    assert {"green": 16, "red": 3, "uncovered": 1} == Counter(states.values())
    assert "red" == states["provider=openai", "embedder=minilm"]
    assert ["uncovered"] + ["untried"] * 19 == sorted(pair_states(replace(report, cells=())))


def test_coverage() -> None:
    """Counts what was tried here; a shard says where the rest is."""
    report = make_report()
    some = replace(report, cells=report.cells[:2], shard="1/2")
    rest = "2 of 20 valid pairs (the rest in other shards), 2 repos of 16 in the full product"

    assert "19 of 20 valid pairs, 14 repos of 16 in the full product" == coverage(report)
    assert rest == coverage(some)
