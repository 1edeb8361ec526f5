"""The costs as lines of text for the terminal, in the manner of `advisor/page.py`."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.break_even import break_evens
from formfacts.advisor.costs.end import DAYS
from formfacts.advisor.costs.figure import ROUNDING, dollars, plain, rounded, shown
from formfacts.advisor.costs.totals import total
from formfacts.advisor.costs.usage import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from formfacts.advisor.costs.break_even import BreakEven
    from formfacts.advisor.costs.estimate import Costs, Kind, Line
    from formfacts.advisor.costs.prices import Price
    from formfacts.advisor.costs.ranges import Range

NARROWEST = 40
KINDS: dict[Kind, str] = {"one_off": "once", "monthly": "a month", "labour": "work"}
NAME = 10
QUANTITY = 31


def as_lines(costs: Costs, width: int, *, formulas: bool = True) -> list[str]:
    """Return the page, wrapped to the width in columns; `formulas` adds where figures come from."""
    return list(_page(costs, max(width, NARROWEST), formulas=formulas))


def _page(costs: Costs, width: int, *, formulas: bool) -> Iterator[str]:
    yield from _hang("", f"Costs in US dollars, low to high, {DAYS} days a month", width)
    for approach in Approach:
        sums = "; ".join(_sum(costs, approach, kind) for kind in KINDS)
        yield from _hang(f"  {approach.value:<{NAME}}", sums, width)
    if not formulas:
        return
    for approach in Approach:
        yield from ("", approach.value.capitalize())
        for line in costs.lines[approach]:
            yield from _line(line, width)
    yield from ("", "Break-even")
    for found in (b for b in break_evens(costs) if b.horizon or b.volume is not None):
        yield from _break_even(found, width)
    yield from ("", f"Prices ({costs.prices.source})")
    for price in costs.prices.each.values():
        yield from _hang(f"  {f'price.{price.name}':<{QUANTITY}}", _price(price), width)
    yield from ("", "Quantities")
    for name in NAMES:
        text = f"{_range(getattr(costs.usage, name))} ({costs.usage.origin(name)})"
        yield from _hang(f"  {f'usage.{name}':<{QUANTITY}}", text, width)
    yield ""
    yield from _hang("", ROUNDING, width)


def _sum(costs: Costs, approach: Approach, kind: Kind) -> str:
    """Say a total, and with a plus what has no price yet."""
    found = total(costs, approach, kind)
    lines = [x for x in costs.lines[approach] if x.kind == kind]
    money = [_between(found.low, found.high, "$")] if any(x.is_money for x in lines) else []
    rest = [_between(x.low, x.high, x.unit) for x in found.without]
    return f"{KINDS[kind]} {' + '.join([*money, *rest]) or 'nothing'}"


def _line(line: Line, width: int) -> Iterator[str]:
    figure = _between(line.low, line.high, line.unit)
    note = f" ({line.note})" if line.note else ""
    yield from _hang("  ", f"{line.name}, {KINDS[line.kind]}: {figure}{note}", width)
    yield from _hang("    low   ", line.formula_low, width)
    yield from _hang("    high  ", line.formula_high, width)


def _break_even(found: BreakEven, width: int) -> Iterator[str]:
    when = f"over {found.horizon} months" if found.horizon else "by the month"
    yield from _hang("  ", f"{found.end}, {when}: {found.claim}", width)
    yield from _hang("    ", found.formula, width)
    if found.per_thousand:
        yield from _hang("    ", f"each $1,000 not counted: {found.per_thousand}", width)


def _price(price: Price) -> str:
    if price.value is None:
        return price.origin
    low, high = dollars(price.value.low), dollars(price.value.high)
    figure = low if low == high else f"{low} to {high}"
    return f"{figure} {price.unit.removeprefix('$')} ({price.origin})"


def _between(low: Decimal, high: Decimal, unit: str) -> str:
    ends = shown(low, unit), shown(high, unit)
    if ends[0] == ends[1]:
        return ends[0]
    first = ends[0] if unit == "$" else plain(rounded(low, 3))
    return f"{first} to {ends[1]}"


def _range(value: Range) -> str:
    low, high = plain(value.low), plain(value.high)
    return low if low == high else f"{low} to {high}"


def _hang(lead: str, text: str, width: int) -> Iterator[str]:
    """Yield text after a lead, its further lines set in by as much."""
    wrapped = textwrap.wrap(text, max(width - len(lead), 20), break_on_hyphens=False) or [""]
    yield lead + wrapped[0]
    yield from (" " * len(lead) + line for line in wrapped[1:])
