"""Cost against volume: each approach as a line, and the points to plot it with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.end import DAYS
from formfacts.advisor.costs.figure import term
from formfacts.advisor.costs.totals import total

if TYPE_CHECKING:
    from formfacts.advisor.costs.estimate import Costs, Kind

HORIZON = 12
ONCE: tuple[Kind, ...] = ("one_off", "labour")
# About evenly spaced on a logarithmic axis, and all of them round.
STEPS = tuple(Decimal(step) for step in ("1", "1.5", "2", "3", "5", "7"))
DECADES = 6
REQUESTS = "requests a day"


@dataclass(frozen=True)
class Curve:
    """What an approach costs in a month: fixed, plus so much for each request.

    With a horizon in months the one-off cost is spread over it; 0 leaves it out.
    """

    approach: Approach
    end: str
    horizon: int
    one_off: Decimal
    monthly: Decimal
    each: Decimal

    @property
    def fixed(self) -> Decimal:
        """Return the cost of a month with no request."""
        return self.monthly + (self.one_off / self.horizon if self.horizon else 0)

    @property
    def formula(self) -> str:
        """Write the curve out, to be filled in with a volume."""
        spread = f"{term(self.one_off)} ÷ {self.horizon} months + " if self.horizon else ""
        return f"{spread}{term(self.monthly)} + {REQUESTS} × {DAYS} days × {term(self.each)}"  # noqa: RUF001

    def at(self, volume: Decimal) -> Decimal:
        """Return the cost of a month at so many requests a day."""
        return self.fixed + volume * DAYS * self.each


def curve(costs: Costs, approach: Approach, end: str, horizon: int = HORIZON) -> Curve:
    """Return the curve of one approach at one end (`low` or `high`)."""
    monthly = [x for x in costs.lines[approach] if x.kind == "monthly" and x.is_money]
    by_request = [getattr(line, f"each_{end}") for line in monthly]
    fixed = [getattr(x, end) for x in monthly if not x.each_low and not x.each_high]
    once = [getattr(total(costs, approach, kind), end) for kind in ONCE] if horizon else []
    zero = Decimal(0)
    return Curve(approach, end, horizon, sum(once, zero), sum(fixed, zero), sum(by_request, zero))


def plot_points(costs: Costs) -> dict[Approach, tuple[tuple[Decimal, Decimal, Decimal], ...]]:
    """Return for each approach the points (requests a day, low, high).

    Costs are in dollars a month, with the one-off part spread over a year.
    """
    found = {}
    for approach in Approach:
        low, high = (curve(costs, approach, end) for end in ("low", "high"))
        found[approach] = tuple((v, low.at(v), high.at(v)) for v in volumes())
    return found


def volumes() -> tuple[Decimal, ...]:
    """Return the volumes of the plot: 1 to a million requests a day."""
    steps = [step * 10**decade for decade in range(DECADES) for step in STEPS]
    return (*steps, Decimal(10**DECADES))
