"""How sure a score is: intervals for a share and for a difference of two, and how many cases tell.

All of it is for independent cases and 95 % confidence, and can be redone on a pocket calculator.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# The 97.5th percentile of the standard normal distribution: 2.5 % lie beyond it on either side.
Z = 1.959963984540054


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both of them shares (0 to 1) or differences of shares (-1 to 1)."""

    low: float
    high: float


@dataclass(frozen=True)
class Score:
    """How many of how many cases are right; of none, it says nothing."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """The share that is right, 0 where there are no cases."""
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> Interval:
        """The Wilson interval, from 0 to 1 where there are no cases."""
        return wilson(self.right, self.of)


NOTHING = Score(0, 0)


def wilson(right: int, of: int) -> Interval:
    """Return the score interval of a share, k right of n: (c - h, c + h), cut to 0 and 1.

    c = (k + z²/2) / (n + z²) and h = z / (n + z²) · √(k (n - k) / n + z²/4), with z = 1.96.
    Its bounds are the shares t for which |k/n - t| is z standard errors √(t (1 - t) / n).
    Source: Wilson 1927, Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22, 209-212; method 3 of Newcombe 1998,
    Statistics in Medicine 17, 857-872.
    """
    if of == 0:
        return Interval(0.0, 1.0)
    whole = of + Z * Z
    centre = (right + Z * Z / 2) / whole
    half = Z / whole * math.sqrt(right * (of - right) / of + Z * Z / 4)
    low = 0.0 if right == 0 else max(0.0, centre - half)
    high = 1.0 if right == of else min(1.0, centre + half)
    return Interval(low, high)


def difference(first: Score, second: Score) -> Interval:
    """Return the hybrid score interval of the difference of two shares, first less second.

    With the shares p and q and their Wilson intervals (l, u) and (m, v), it reaches from
    p - q - √((p - l)² + (v - q)²) to p - q + √((u - p)² + (q - m)²).
    Where both were measured on the same cases, which usually agree, it is wider than need be.
    Source: Newcombe 1998, Interval estimation for the difference between independent proportions,
    method 10, Statistics in Medicine 17, 873-890.
    """
    if not first.of or not second.of:
        return Interval(-1.0, 1.0)
    p, q = first.share, second.share
    one, two = first.interval, second.interval
    return Interval(
        p - q - math.hypot(p - one.low, two.high - q),
        p - q + math.hypot(one.high - p, q - two.low),
    )


def cases_needed(share: float, target: float) -> int | None:
    """Return the fewest cases whose interval leaves the target out if the share stays as it is.

    The interval leaves t out once (p - t)² exceeds z² t (1 - t) / n, so n is the next whole number
    above z² t (1 - t) / (p - t)². None where the share is the target: no number would tell.
    """
    gap = share - target
    return None if gap == 0 else math.floor(Z * Z * target * (1 - target) / (gap * gap)) + 1
