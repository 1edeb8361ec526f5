"""The reader of formulas that the other tests rest on."""

# ruff: noqa: RUF001 - formulas have the signs of arithmetic

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.advisor.costs.formulas import evaluate, right


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("12,000 requests × 1,850 tokens × $0.25/M = $5.55", Fraction("5.55")),
        ("2 × (10% × $0.30/M + 90% × $0.03/M) × 1,000 tokens = $0.000114", Fraction("0.000114")),
        ("8 billion ÷ (2 trillion a second × 20%) × $2/GPU-hour = $0.04", Fraction("0.04")),
        ("$3 − $1.50 − $0.50 = $1.00", Fraction(1)),
    ],
)
def test_it_calculates(formula: str, value: Fraction) -> None:
    """Products come before sums, and units count for nothing."""
    assert value == evaluate(formula)
    assert right(formula)


def test_it_notices_a_wrong_result() -> None:
    """A cent too much is wrong."""
    assert not right("12,000 requests × 1,850 tokens × $0.25/M = $5.56")
