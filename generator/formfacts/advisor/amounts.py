"""Sizes, counts and times as people write them: `300`, `10k`, `30 pages`, `very high`, `tight`.

An `Amount` keeps the words that the user wrote and, where they can be counted, a number in the one
unit that the rules of that fact compare: tokens, examples, requests a day, milliseconds.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

UNKNOWN = "unknown"
NUMBER = re.compile(
    r"(?P<number>\d[\d,_]*(?:\.\d+)?)\s*(?:(?P<scale>k|thousand|m|million)(?![a-z]))?\s*(?P<unit>.*)"
)
SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}
NOTHING = re.compile(r"(no|not|none|zero|never)\b")


class Amount(NamedTuple):
    """What the user wrote, and its number where it has one (`None`: known, but not counted)."""

    text: str = UNKNOWN
    value: float | None = None

    @property
    def known(self) -> bool:
        """Whether anything was said at all."""
        return self.text != UNKNOWN

    def at_least(self, limit: float) -> bool:
        """Whether the amount was counted and reaches the limit."""
        return self.value is not None and self.value >= limit

    def below(self, limit: float) -> bool:
        """Whether the amount was counted and stays under the limit."""
        return self.value is not None and self.value < limit


UNKNOWN_AMOUNT = Amount()


class Scale(NamedTuple):
    """How one fact's amounts are read: its units, its words, and what to write instead."""

    units: dict[str, float]
    words: dict[str, float]
    example: str
    free_text: bool = False

    def parse(self, raw: object) -> Amount | None:
        """Read an amount; `None` where it cannot be understood."""
        text = _text(raw)
        # Control characters would reach the terminal as such.
        if text is None or text.startswith("-") or not text.isprintable():
            return None
        if text in {"", UNKNOWN}:
            return UNKNOWN_AMOUNT
        value = self._number(text)
        if value is None:
            value = self._word(text)
        if value is None and not (self.free_text and any(c.isalpha() for c in text)):
            return None
        return Amount(text, value)

    def _number(self, text: str) -> float | None:
        found = NUMBER.search(text)
        if found is None:
            return None
        number = float(found["number"].replace(",", "").replace("_", ""))
        unit = self._unit(found["unit"])
        return None if unit is None else number * SCALES.get(found["scale"] or "", 1) * unit

    def _unit(self, text: str) -> float | None:
        """Return what one unit is worth; with no unit written, the first one is meant."""
        words = set(re.findall(r"[a-z]+", text))
        if not words or self.free_text:
            return next(iter(self.units.values()))
        named = [worth for unit, worth in self.units.items() if {unit, unit + "s"} & words]
        return named[0] if named else None

    def _word(self, text: str) -> float | None:
        if self.free_text and NOTHING.match(text):
            return 0.0
        plain = re.sub(r"[_-]", " ", text)
        for word in sorted(self.words, key=len, reverse=True):
            if re.search(rf"\b{word}\b", plain):
                return self.words[word]
        return None


def _text(raw: object) -> str | None:
    """Return the raw value as trimmed lower-case text; `None` where it is no single value."""
    if raw is None:
        return UNKNOWN
    if isinstance(raw, bool):
        return "some" if raw else "none"
    if isinstance(raw, float):
        return f"{raw:g}" if math.isfinite(raw) and raw < 1e6 else _large(raw)  # noqa: PLR2004
    return " ".join(str(raw).split()).lower() if isinstance(raw, str | int) else None


def _large(raw: float) -> str | None:
    return f"{raw:.0f}" if math.isfinite(raw) else None
