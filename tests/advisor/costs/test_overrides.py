"""The values of `--set`."""

from __future__ import annotations

import pytest

from formfacts.advisor.costs.overrides import Overrides, parse_sets
from formfacts.errors import UsageError


def test_prices_and_quantities_are_told_apart() -> None:
    """By what stands before the point; the later of two counts."""
    texts = ["price.week=3000..5000", "usage.epochs=1", "usage.epochs = 3"]

    assert Overrides({"week": "3000..5000"}, {"epochs": "3"}) == parse_sets(texts)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("price.weeks=1", "did you mean 'price.week'"),
        ("usage.epoch=1", "did you mean 'usage.epochs'"),
        ("cost.week=1", "did you mean 'price.week'"),
        ("price.week", "lacks a value"),
        ("price.week=much", "price.week: 'much' cannot be read"),
        ("usage.uncached_share=3", "usage.uncached_share: write more than 0"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_computed(text: str, error: str) -> None:
    """With the nearest name that there is."""
    with pytest.raises(UsageError, match=error):
        parse_sets([text])
