"""The records that do more than hold."""

from __future__ import annotations

from app.types import Usage


def test_costs_add_up() -> None:
    """A sum with an unknown part is unknown."""
    assert Usage(3, None, 0.75) == Usage(1, 2, 0.25) + Usage(2, None, 0.5)
