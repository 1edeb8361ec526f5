"""Intervals, against the published figures and against their own definition."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formfacts.advisor.evidence.interval import (
    NOTHING,
    Interval,
    Score,
    Z,
    cases_needed,
    difference,
    wilson,
)

scores = st.integers(1, 400).flatmap(
    lambda of: st.builds(Score, st.integers(0, of), st.just(of)),
)


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(right: int, of: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3."""
    found = wilson(right, of)

    assert (low, high) == (round(found.low, 4), round(found.high, 4))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        (Score(56, 70), Score(48, 80), 0.0524, 0.3339),
        (Score(9, 10), Score(3, 10), 0.1705, 0.8090),
        (Score(6, 7), Score(2, 7), 0.0582, 0.8062),
        (Score(5, 56), Score(0, 29), -0.0381, 0.1926),
        (Score(0, 10), Score(0, 20), -0.1611, 0.2775),
        (Score(0, 10), Score(0, 10), -0.2775, 0.2775),
        (Score(10, 10), Score(0, 20), 0.6791, 1.0000),
        (Score(10, 10), Score(0, 10), 0.6075, 1.0000),
    ],
)
def test_difference_as_published(first: Score, second: Score, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10."""
    found = difference(first, second)

    assert (low, high) == (round(found.low, 4), round(found.high, 4))


@given(scores)
def test_bounds_lie_z_standard_errors_off(score: Score) -> None:
    """The definition, in exact arithmetic: n (k/n - t)² = z² t (1 - t) at either bound t."""
    share = Fraction(score.right, score.of)
    for bound in (score.interval.low, score.interval.high):
        t = Fraction(bound)
        off = score.of * (share - t) ** 2 - Fraction(Z) ** 2 * t * (1 - t)

        assert abs(off) < 1e-9


@given(scores)
def test_interval_holds_the_share(score: Score) -> None:
    """And stays within 0 and 1, which it reaches where none or all are right."""
    found = score.interval

    assert 0 <= found.low <= score.share <= found.high <= 1
    assert (score.right == 0, score.right == score.of) == (found.low == 0, found.high == 1)


@given(scores, scores)
def test_difference_turned_round(first: Score, second: Score) -> None:
    """Second less first is the same with the sign changed."""
    one, other = difference(first, second), difference(second, first)

    assert pytest.approx((one.low, one.high)) == (-other.high, -other.low)


def test_nothing_says_nothing() -> None:
    """Without cases every share is possible."""
    assert (Interval(0, 1), 0) == (NOTHING.interval, NOTHING.share)
    assert Interval(-1, 1) == difference(NOTHING, Score(1, 2)) == difference(Score(1, 2), NOTHING)


@pytest.mark.parametrize(
    ("share", "target", "cases"),
    [
        (1.0, 0.9, 35),  # 3.8415 · 0.09 / 0.01 = 34.6
        (0.8, 0.9, 35),
        (0.95, 0.9, 139),  # 3.8415 · 0.09 / 0.0025 = 138.3
        (0.0, 0.5, 4),  # 3.8415 · 0.25 / 0.25 = 3.8
    ],
)
def test_cases_needed_by_hand(share: float, target: float, cases: int) -> None:
    """z² t (1 - t) / (p - t)², and the next whole number above."""
    assert cases == cases_needed(share, target)


def test_no_number_tells_a_score_from_itself() -> None:
    """The interval always holds the share."""
    assert cases_needed(0.9, 0.9) is None


@given(scores, st.sampled_from([0.5, 0.75, 0.9, 0.97]))
def test_so_many_cases_tell_and_not_one_fewer(score: Score, target: float) -> None:
    """At the same share, the interval of that many leaves the target out."""
    needed = cases_needed(score.share, target)
    if needed is None:
        return

    def tells(of: int) -> bool:
        found = wilson(score.share * of, of)  # type: ignore[arg-type]
        return not found.low - 1e-9 <= target <= found.high + 1e-9

    assert tells(needed + 1)
    assert needed < 2 or not tells(needed - 1)
