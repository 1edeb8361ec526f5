"""The costs as plain data, for `--json`: numbers as computed, formulas as shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.break_even import break_evens
from formfacts.advisor.costs.end import DAYS
from formfacts.advisor.costs.figure import ROUNDING
from formfacts.advisor.costs.totals import KINDS, total
from formfacts.advisor.costs.usage import NAMES, unit_of
from formfacts.advisor.costs.volumes import HORIZON, curve, plot_points

if TYPE_CHECKING:
    from formfacts.advisor.costs.break_even import BreakEven
    from formfacts.advisor.costs.estimate import Costs, Line
    from formfacts.advisor.costs.prices import Price
    from formfacts.advisor.costs.ranges import Range
    from formfacts.advisor.costs.totals import Total


def to_data(costs: Costs) -> dict[str, Any]:
    """Return the costs in the order in which people read them."""
    return {
        "currency": "USD",
        "days_a_month": DAYS,
        "months_of_the_horizon": HORIZON,
        "rounding": ROUNDING,
        "approaches": {a.value: _approach(costs, a) for a in Approach},
        "break_evens": [_break_even(b) for b in break_evens(costs)],
        "plot": {
            approach.value: [[float(number) for number in point] for point in points]
            for approach, points in plot_points(costs).items()
        },
        "price_source": costs.prices.source,
        "prices": {f"price.{name}": _price(p) for name, p in costs.prices.each.items()},
        "usage": {f"usage.{name}": _quantity(costs, name) for name in NAMES},
    }


def _approach(costs: Costs, approach: Approach) -> dict[str, Any]:
    return {
        "lines": [_line(line) for line in costs.lines[approach]],
        "totals": {kind: _total(total(costs, approach, kind)) for kind in KINDS},
        "curve": {end: curve(costs, approach, end).formula for end in ("low", "high")},
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "kind": line.kind,
        "unit": line.unit,
        **_ends(line),
        "uses": sorted(line.uses),
        "note": line.note,
    }


def _total(found: Total) -> dict[str, Any]:
    return {"unit": "$", **_ends(found), "without": [line.name for line in found.without]}


def _ends(item: Line | Total) -> dict[str, Any]:
    return {
        "low": float(item.low),
        "high": float(item.high),
        "formula_low": item.formula_low,
        "formula_high": item.formula_high,
    }


def _break_even(found: BreakEven) -> dict[str, Any]:
    return {
        "between": [found.first.value, found.second.value],
        "prices": found.end,
        "horizon_months": found.horizon,
        "requests_per_day": None if found.volume is None else float(found.volume),
        "cheaper_above": None if found.above is None else found.above.value,
        "claim": found.claim,
        "formula": found.formula,
        "not_counted": list(found.uncounted),
        "for_each_1000_dollars_not_counted": found.per_thousand,
    }


def _price(price: Price) -> dict[str, Any]:
    known = {"low": None, "high": None} if price.value is None else _range(price.value)
    return {**known, "unit": price.unit, "origin": price.origin}


def _quantity(costs: Costs, name: str) -> dict[str, Any]:
    value: Range = getattr(costs.usage, name)
    return {**_range(value), "unit": unit_of(name), "origin": costs.usage.origin(name)}


def _range(value: Range) -> dict[str, float]:
    return {"low": float(value.low), "high": float(value.high)}
