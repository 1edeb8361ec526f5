"""A quantity or a price from low to high, and how one is read from text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from formfacts.errors import UsageError, brief

# Digits before the point: beyond this nobody means it, and sums would lose their last digits.
LONGEST = 12
SCALES = {"": Decimal(1), "k": Decimal(1_000), "m": Decimal(1_000_000), "%": Decimal("0.01")}
NUMBER = r"\d[\d,_]*(?:\.\d+)?|\.\d+"
ONE = re.compile(rf"\$?({NUMBER})\s*([km%]?)", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:\.\.|-|–|\bto\b)\s*")  # noqa: RUF001 - people paste an en dash


@dataclass(frozen=True)
class Range:
    """From the least to the most that is expected; the two are equal where it is known."""

    low: Decimal
    high: Decimal

    def end(self, *, high: bool) -> Decimal:
        """Return one end."""
        return self.high if high else self.low


def of(low: float | str | Decimal, high: float | str | Decimal | None = None) -> Range:
    """Return a range of two numbers, or of one that is known."""
    least = _decimal(low)
    return Range(least, least if high is None else _decimal(high))


def _decimal(value: float | str | Decimal) -> Decimal:
    # A float is what a scale made of the user's words, so more than six digits of it are noise.
    return Decimal(f"{value:.6g}") if isinstance(value, float) else Decimal(value)


def parse_range(name: str, raw: object) -> Range:
    """Read `12`, `1.5k`, `10%`, `$0.25`, `200-400` or `200..400`.

    Raises:
        UsageError: it is no number, is negative, is too long, or its low end is the greater.
    """
    found = [ONE.fullmatch(part) for part in BETWEEN.split(str(raw).strip())]
    parts = [_scaled(match) for match in found if match]
    if len(parts) != len(found) or len(parts) not in {1, 2} or _too_long(parts):
        raise UsageError(f"{name}: {brief(raw)} cannot be read; write a number or low..high")
    if parts[0] > parts[-1]:
        raise UsageError(f"{name}: {brief(raw)} falls; write the low end first")
    return Range(parts[0], parts[-1])


def _scaled(match: re.Match[str]) -> Decimal:
    number = Decimal(re.sub("[,_]", "", match[1]))
    return number * SCALES[match[2].lower()]


def _too_long(parts: list[Decimal]) -> bool:
    return any(p >= Decimal(10) ** LONGEST or -int(p.as_tuple().exponent) > LONGEST for p in parts)
