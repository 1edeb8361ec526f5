"""From which volume on one approach is cheaper than another: where their two lines cross."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.end import DAYS
from formfacts.advisor.costs.figure import TERM_DIGITS, plain, rounded, shown, term
from formfacts.advisor.costs.volumes import HORIZON, REQUESTS, Curve, curve

if TYPE_CHECKING:
    from formfacts.advisor.costs.estimate import Costs

MONTHLY = 0
HORIZONS = (MONTHLY, HORIZON)
THOUSAND = Decimal(1_000)


@dataclass(frozen=True)
class BreakEven:
    """The requests a day at which two approaches cost the same.

    `volume` is `None` where one is never dearer; `above` is the cheaper one above the volume.
    `uncounted` names what has no price yet; `per_thousand` is the volume that within the horizon
    pays for each $1,000 that this comes to, for the approach that is cheaper by the request.
    """

    first: Approach
    second: Approach
    end: str
    horizon: int
    volume: Decimal | None
    above: Approach | None
    formula: str
    per_thousand: str
    uncounted: tuple[str, ...]

    @property
    def claim(self) -> str:
        """Say it in words, and what it leaves out."""
        without = f" ({', '.join(self.uncounted)} not counted)" if self.uncounted else ""
        return self._compared() + without

    def _compared(self) -> str:
        if self.above is None:
            return f"{self.first.value} and {self.second.value} cost the same at any volume"
        if self.volume is None:
            return f"{self.above.value} is never dearer than {self._other(self.above)}"
        where = f"above {plain(rounded(self.volume, 3))} {REQUESTS}"
        if self.volume < 1:
            where = "from the first request a day on"
        return f"{self.above.value} is cheaper than {self._other(self.above)} {where}"

    def _other(self, approach: Approach) -> str:
        return (self.second if approach is self.first else self.first).value


def break_evens(costs: Costs) -> tuple[BreakEven, ...]:
    """Return where each two approaches cost the same: by the month, and over a year."""
    return tuple(
        _break_even(
            curve(costs, a, end, horizon),
            curve(costs, b, end, horizon),
            _uncounted(costs, (a, b), horizon),
        )
        for a, b in combinations(Approach, 2)
        for horizon in HORIZONS
        for end in ("low", "high")
    )


def _uncounted(costs: Costs, pair: tuple[Approach, ...], horizon: int) -> tuple[str, ...]:
    """Return the units of what either approach still needs without a price."""
    lines = [line for approach in pair for line in costs.lines[approach] if not line.is_money]
    return tuple(sorted({x.unit for x in lines if horizon or x.kind == "monthly"}))


def _break_even(a: Curve, b: Curve, uncounted: tuple[str, ...]) -> BreakEven:
    volume: Decimal | None
    above: Approach | None
    more, saved = b.fixed - a.fixed, a.each - b.each
    fixed = f"{_term(b.fixed, more)} − {_term(a.fixed, more)}"  # noqa: RUF001
    each = f"{_term(a.each, saved)} − {_term(b.each, saved)}"  # noqa: RUF001
    if more * saved > 0:
        volume = more / (DAYS * saved)
        formula = f"({fixed}) ÷ ({DAYS} days × ({each})) = {shown(volume, REQUESTS)}"  # noqa: RUF001
        above = b.approach if saved > 0 else a.approach
    else:
        volume, above = None, _never_dearer(a, b)
        formula = f"fixed: {fixed} = {term(more)}; a request: {each} = {term(saved)}"
    extra = _per_thousand(a, b) if uncounted else ""
    return BreakEven(
        a.approach, b.approach, a.end, a.horizon, volume, above, formula, extra, uncounted
    )


def _per_thousand(a: Curve, b: Curve) -> str:
    saved = abs(a.each - b.each)
    if not (saved and a.horizon):
        return ""
    each = _term(max(a.each, b.each), saved), _term(min(a.each, b.each), saved)
    volume = THOUSAND / (a.horizon * DAYS * saved)
    below = f"({a.horizon} months × {DAYS} days × ({each[0]} − {each[1]}))"  # noqa: RUF001
    return f"{term(THOUSAND)} ÷ {below} = {shown(volume, REQUESTS)}"


def _never_dearer(a: Curve, b: Curve) -> Approach | None:
    gain = (b.fixed - a.fixed) - (a.each - b.each)
    if not gain:
        return None
    return a.approach if gain > 0 else b.approach


def _term(value: Decimal, difference: Decimal) -> str:
    """Write enough digits for the difference of two such terms to be right as well."""
    lost = value.adjusted() - difference.adjusted() if value and difference else 0
    return term(value, TERM_DIGITS + max(lost, 0))
