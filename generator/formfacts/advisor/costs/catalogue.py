"""The tables of docs/costs.md: `python -m formfacts.advisor.costs.catalogue FILE [DAY]`.

DAY is the day whose prices are read, today unless given.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from formfacts.advisor.costs import listed
from formfacts.advisor.costs.break_even import break_evens
from formfacts.advisor.costs.examples import EXAMPLES, Example
from formfacts.advisor.costs.figure import ROUNDING, dollars, plain, shown
from formfacts.advisor.costs.prices import read_prices
from formfacts.advisor.costs.totals import KINDS, total
from formfacts.advisor.costs.usage import DEFAULT, NAMES, Usage, unit_of
from formfacts.advisor.costs.volumes import HORIZON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from formfacts.advisor.costs.estimate import Costs
    from formfacts.advisor.costs.ranges import Range

DAY = re.compile(r"prices of (\d{4}-\d{2}-\d{2})")


def fill(page: str, on: date) -> str:
    """Return the page with every marked part replaced by what the code and the prices give."""
    for name, part in PARTS.items():
        start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        fresh = f"{start}\n\n{part(on)}\n\n{end}".replace("\\", "\\\\")
        page = re.sub(f"{re.escape(start)}.*?{re.escape(end)}", fresh, page, flags=re.DOTALL)
    return page


def day_of(page: str) -> date:
    """Return the day whose prices a filled page shows."""
    found = DAY.search(page)
    return date.fromisoformat(found[1]) if found else datetime.now(UTC).date()


def prices_table(on: date) -> str:
    """Return every price as it is without a model named."""
    prices = read_prices(on=on)
    rows = [
        (f"`price.{p.name}`", p.unit, _between(p.value, dollars), p.origin)
        for p in prices.each.values()
    ]
    said = f"Read from {prices.source}. Chat models: {listed.SELECTION}."
    more = f"Embedding models: {listed.EMBEDDING_SELECTION}."
    return f"{said} {more}\n\n{_table(('price', 'unit', 'low to high', 'where from'), rows)}"


def usage_table(_: date) -> str:
    """Return every quantity with its default and the reason."""
    usage = Usage()
    rows = [
        (
            f"`usage.{name}`",
            unit_of(name),
            _between(getattr(usage, name), plain),
            usage.origin(name).removeprefix(f"{DEFAULT}: "),
        )
        for name in NAMES
    ]
    return _table(("quantity", "unit", "low to high", "why"), rows)


def example(found: Example, on: date) -> str:
    """Return the bill of one example, and where its approach breaks even with the others."""
    costs = found.costs(on)
    rows = [
        (line.name, line.kind.replace("_", "-"), end, formula)
        for line in costs.lines[found.approach]
        for end, formula in (("low", line.formula_low), ("high", line.formula_high))
    ]
    bill = _table(("line", "kind", "end", "formula"), rows)
    return f"{bill}\n\n{_sums(costs, found)}\n\n{_crossings(costs, found)}"


def _sums(costs: Costs, found: Example) -> str:
    sums = [total(costs, found.approach, kind) for kind in KINDS]
    rows = [
        (t.kind.replace("_", "-"), shown(t.low, "$"), shown(t.high, "$"), _without(t.without))
        for t in sums
    ]
    return _table(("total", "low", "high", "not in it, for want of a price"), rows)


def _crossings(costs: Costs, found: Example) -> str:
    rows = [
        (b.end, b.claim, b.formula, b.per_thousand)
        for b in break_evens(costs)
        if b.horizon and found.approach in {b.first, b.second}
    ]
    head = ("end", f"over {HORIZON} months", "formula", "each $1,000 not counted")
    return _table(head, rows)


def _without(lines: Iterable[object]) -> str:
    return ", ".join(str(getattr(line, "name", "")) for line in lines)


def _between(value: Range | None, write: Callable[..., str]) -> str:
    if value is None:
        return "not known"
    low, high = write(value.low), write(value.high)
    return low if low == high else f"{low} to {high}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _example_part(found: Example) -> Callable[[date], str]:
    return lambda on: example(found, on)


PARTS: dict[str, Callable[[date], str]] = {
    "prices": prices_table,
    "quantities": usage_table,
    "rounding": lambda _: ROUNDING,
    **{found.name: _example_part(found) for found in EXAMPLES},
}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    day = date.fromisoformat(sys.argv[2]) if sys.argv[2:] else datetime.now(UTC).date()
    target.write_text(fill(target.read_text(encoding="utf-8"), day), encoding="utf-8")
