"""What the lines of one approach come to: in money, and what is missing from that."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.figure import shown, term

if TYPE_CHECKING:
    from formfacts.advisor.costs.estimate import Costs, Kind, Line

KINDS: tuple[Kind, ...] = ("one_off", "monthly", "labour")


@dataclass(frozen=True)
class Total:
    """The money of one kind, low to high, and the lines that are not in it for want of a price."""

    approach: Approach
    kind: Kind
    low: Decimal
    high: Decimal
    formula_low: str
    formula_high: str
    without: tuple[Line, ...]


def totals(costs: Costs) -> tuple[Total, ...]:
    """Return one total for each approach and kind."""
    return tuple(total(costs, approach, kind) for approach in Approach for kind in KINDS)


def total(costs: Costs, approach: Approach, kind: Kind) -> Total:
    """Return the sum of the lines of one kind that are money."""
    lines = [line for line in costs.lines[approach] if line.kind == kind]
    lows, highs = ([getattr(x, e) for x in lines if x.is_money] for e in ("low", "high"))
    without = tuple(line for line in lines if not line.is_money)
    low, high = sum(lows, Decimal(0)), sum(highs, Decimal(0))
    return Total(approach, kind, low, high, _sum(lows, low), _sum(highs, high), without)


def _sum(parts: list[Decimal], result: Decimal) -> str:
    terms = [term(part) for part in parts if part] or ["$0"]
    return f"{' + '.join(terms)} = {shown(result, '$')}"
