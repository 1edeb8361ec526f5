"""Two logarithmic axes of an SVG plot, and labels that do not overlap."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

# Narrow, so that letters of 14 units are still 10 pixels high on a phone.
WIDTH, HEIGHT = 460, 310
LEFT, RIGHT, TOP, BOTTOM = 60, 360, 46, 270
LABEL = 17
MOST_LINES = 8
THOUSAND, MILLION = 1_000, 1_000_000
Key = TypeVar("Key")


@dataclass(frozen=True)
class Axes:
    """The volumes from left to right and the costs from bottom to top, as they are drawn."""

    left: Decimal
    right: Decimal
    bottom: Decimal
    top: Decimal

    def x(self, volume: Decimal) -> float:
        """Return where a volume is drawn, in units of the picture."""
        return LEFT + (RIGHT - LEFT) * _share(volume, self.left, self.right)

    def y(self, cost: Decimal) -> float:
        """Return where a cost is drawn; what lies below the axis is drawn on it."""
        return BOTTOM - (BOTTOM - TOP) * _share(max(cost, self.bottom), self.bottom, self.top)

    def point(self, volume: Decimal, cost: Decimal) -> str:
        """Return a point as SVG writes it."""
        return f"{self.x(volume):.1f},{self.y(cost):.1f}"

    def lines(self) -> Iterator[str]:
        """Yield the grid, the axes, and what is written beside them."""
        for volume in _powers(self.left, self.right):
            x = f"{self.x(volume):.1f}"
            yield f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{BOTTOM}"/>'
            yield f'<text x="{x}" y="{BOTTOM + 16}" text-anchor="middle">{_short(volume)}</text>'
        for cost in _powers(self.bottom, self.top):
            y = self.y(cost)
            yield f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">${_short(cost)}</text>'
        yield f'<path class="axis" fill="none" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>'
        middle = (LEFT + RIGHT) // 2
        words = "requests a day; the cost is dollars a month"
        yield f'<text x="{middle}" y="{BOTTOM + 34}" text-anchor="middle">{words}</text>'


def spread(wanted: dict[Key, float]) -> dict[Key, float]:
    """Move labels down and then up, so that none covers another and all stay in the picture."""
    placed: dict[Key, float] = {}
    free = float(TOP)
    for key, y in sorted(wanted.items(), key=lambda item: item[1]):
        placed[key] = max(y, free)
        free = placed[key] + LABEL
    ceiling = float(BOTTOM)
    for key in reversed(placed):
        placed[key] = min(placed[key], ceiling)
        ceiling = placed[key] - LABEL
    return placed


def _share(value: Decimal, low: Decimal, high: Decimal) -> float:
    return float((value / low).log10() / (high / low).log10())


def _powers(low: Decimal, high: Decimal) -> list[Decimal]:
    """Return the powers of ten of an axis, every second or third one where they would crowd."""
    first, last = low.adjusted(), high.adjusted()
    step = 1 + (last - first) // MOST_LINES
    return [Decimal(10) ** power for power in range(first, last + 1, step)]


def _short(value: Decimal) -> str:
    for size, sign in ((MILLION, "M"), (THOUSAND, "k")):
        if value >= size:
            return f"{value / size:f}{sign}"
    return f"{value:f}"
