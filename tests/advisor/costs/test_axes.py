"""The axes of the plot."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from formfacts.advisor.costs.axes import BOTTOM, LABEL, LEFT, RIGHT, TOP, Axes, spread

AXES = Axes(Decimal(1), Decimal(100), Decimal(10), Decimal(1000))


def test_powers_of_ten_are_evenly_spaced() -> None:
    """Ten is half way from one to a hundred."""
    assert (LEFT, (LEFT + RIGHT) / 2, RIGHT) == tuple(AXES.x(Decimal(v)) for v in (1, 10, 100))
    assert (BOTTOM, TOP) == (AXES.y(Decimal(10)), AXES.y(Decimal(1000)))


def test_what_costs_nothing_lies_on_the_axis() -> None:
    """There is no logarithm of 0."""
    assert BOTTOM == AXES.y(Decimal(0))


def test_labels_keep_their_distance_and_stay_inside() -> None:
    """In the order in which the lines end."""
    placed = spread({"a": TOP, "b": TOP + 1, "c": BOTTOM, "d": BOTTOM + 5})
    heights = list(placed.values())

    assert ["a", "b", "c", "d"] == list(placed)
    assert all(b - a >= LABEL for a, b in pairwise(heights))
    assert TOP <= heights[0]
    assert heights[-1] <= BOTTOM
