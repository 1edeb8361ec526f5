"""Sums that are computed and written down in one go, so that the formula shown is the one used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from math import prod
from typing import Literal

CENT = Decimal("0.01")
LONG = Context(prec=100)  # room for the product of absurd quantities, to the cent
MILLION = Decimal(1_000_000)
SHOWN_DIGITS = 3
TERM_DIGITS = 10
CENT_DIGITS = 6  # after the first: a thousandth of a cent is five behind the point
ROUNDING = (
    "Figures are exact until they are shown: money from one dollar up to the cent, everything else "
    "to three significant digits; an intermediate result inside a formula to ten or more."
)


@dataclass(frozen=True)
class Figure:
    """A value, how it came about in words, and the prices and quantities that it rests on."""

    value: Decimal
    text: str
    uses: frozenset[str] = frozenset()
    shape: Literal["one", "product", "sum"] = "one"

    def inner(self, *alone: str) -> str:
        """Return the text as a part of a larger one, in parentheses if its shape is not among."""
        return self.text if self.shape in {"one", *alone} else f"({self.text})"


def number(value: Decimal | int, unit: str = "", uses: str = "") -> Figure:
    """Return a plain number with its unit, of which one has no plural: `300 tokens`, `1 run`."""
    if value == 1:
        unit = re.sub(r"^(\w+)s\b", r"\1", unit)
    text = f"{plain(Decimal(value))} {unit}".rstrip()
    return Figure(Decimal(value), text, frozenset({uses} - {""}))


def scaled(value: Decimal, scale: Decimal, text: str, uses: str) -> Figure:
    """Return a number whose text says its scale in a word or a sign: `8 billion`, `10%`, `/M`."""
    return Figure(value * scale, text, frozenset({uses}))


def times(*figures: Figure) -> Figure:
    """Return the product."""
    text = " × ".join(f.inner("product") for f in figures)  # noqa: RUF001 - read by people
    value = prod((f.value for f in figures), start=Decimal(1))
    return Figure(value, text, _uses(figures), "product")


def plus(*figures: Figure) -> Figure:
    """Return the sum."""
    if len(figures) == 1:
        return figures[0]
    text = " + ".join(f.inner("product", "sum") for f in figures)
    return Figure(sum((f.value for f in figures), Decimal(0)), text, _uses(figures), "sum")


def over(above: Figure, below: Figure) -> Figure:
    """Return the quotient; the divisor is not 0."""
    text = f"{above.inner('product')} ÷ {below.inner()}"
    return Figure(above.value / below.value, text, _uses((above, below)), "product")


def _uses(figures: tuple[Figure, ...]) -> frozenset[str]:
    return frozenset().union(*(f.uses for f in figures))


def plain(value: Decimal) -> str:
    """Write a number out in full, with commas: `12,000`, `0.25`."""
    return f"{value.normalize():,f}" if value else "0"


def rounded(value: Decimal, digits: int) -> Decimal:
    """Round to significant digits."""
    return Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(value)


def term(value: Decimal, digits: int = TERM_DIGITS) -> str:
    """Write an intermediate amount of money to ten digits, and to a thousandth of a cent."""
    return dollars(rounded(value, max(digits, value.adjusted() + CENT_DIGITS)))


def dollars(value: Decimal) -> str:
    """Write an amount in full, with two decimals or more unless it is whole: `$3`, `$0.30`."""
    text = plain(abs(value))
    if re.search(r"\.\d$", text):
        text += "0"
    return f"{'−' if value < 0 else ''}${text}"  # noqa: RUF001 - a minus for people


def money(value: Decimal) -> str:
    """Write an amount of money as it is shown: `$5.55`, `$0.00463`."""
    if value and value < 1:
        return dollars(rounded(value, SHOWN_DIGITS))
    return f"${value.quantize(CENT, ROUND_HALF_UP, LONG):,f}"


def shown(value: Decimal, unit: str) -> str:
    """Write a result with its unit; `$` is money."""
    return money(value) if unit == "$" else f"{plain(rounded(value, SHOWN_DIGITS))} {unit}"
