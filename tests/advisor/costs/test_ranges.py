"""Ranges as people write them."""

from __future__ import annotations

import pytest

from formfacts.advisor.costs.ranges import of, parse_range
from formfacts.errors import UsageError


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12", "12", "12"),
        ("1,200", "1200", "1200"),
        ("1.5k", "1500", "1500"),
        ("2m", "2000000", "2000000"),
        ("10%", "0.10", "0.10"),
        ("$0.25", "0.25", "0.25"),
        ("200-400", "200", "400"),
        ("200 .. 400", "200", "400"),
        ("1k to 2k", "1000", "2000"),
        ("$2..$4", "2", "4"),
    ],
)
def test_it_reads(text: str, low: str, high: str) -> None:
    """One number is both ends."""
    assert of(low, high) == parse_range("usage.x", text)


@pytest.mark.parametrize("text", ["", "-1", "many", "1..2..3", "nan", "1e3", "1..", "9" * 13, None])
def test_it_refuses(text: object) -> None:
    """The error names the quantity and says what to write."""
    with pytest.raises(UsageError, match=r"usage\.x: .* write a number or low\.\.high"):
        parse_range("usage.x", text)


def test_the_low_end_comes_first() -> None:
    """A falling range is a slip of the pen, and is not turned round in silence."""
    with pytest.raises(UsageError, match="write the low end first"):
        parse_range("usage.x", "4..2")
