"""Scores in words: the same wherever they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formfacts.advisor.evidence.interval import Interval, Score
    from formfacts.advisor.evidence.judge import Judged


def percent(share: float) -> str:
    """Write a share in percent, to a tenth."""
    return f"{100 * share:.1f} %"


def between(interval: Interval) -> str:
    """Write an interval of shares."""
    return f"{100 * interval.low:.1f} to {100 * interval.high:.1f} %"


def points(interval: Interval) -> str:
    """Write an interval of differences, in percentage points."""
    return f"{100 * interval.low:+.1f} to {100 * interval.high:+.1f} points"


def figures(score: Score) -> str:
    """Write a score with its interval."""
    return f"{score.right} of {score.of}, {percent(score.share)} ({between(score.interval)})"


def against(judged: Judged) -> str:
    """Write a judged score with the target it was held against."""
    return f"{judged.axis} {figures(judged.score)}, target {percent(judged.target)}"
