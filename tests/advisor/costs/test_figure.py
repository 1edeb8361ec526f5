"""Figures: a value and its text are made together."""

# ruff: noqa: RUF001 - formulas have the signs of arithmetic

from __future__ import annotations

from decimal import Decimal

import pytest

from formfacts.advisor.costs.figure import (
    Figure,
    dollars,
    money,
    number,
    over,
    plain,
    plus,
    shown,
    term,
    times,
)

TWO, THREE = number(2, "runs", "usage.training_runs"), number(3)


def test_a_sum_inside_a_product_is_in_parentheses() -> None:
    """So that the formula can be typed as it stands."""
    found = times(TWO, plus(THREE, times(TWO, THREE)))

    assert (Decimal(18), "2 runs × (3 + 2 runs × 3)") == (found.value, found.text)


def test_a_divisor_is_in_parentheses_unless_it_is_one_number() -> None:
    """Division takes the next number alone."""
    assert "3 ÷ (2 runs × 3)" == over(THREE, times(TWO, THREE)).text
    assert "2 runs × 3 ÷ 3" == over(times(TWO, THREE), THREE).text


def test_a_figure_knows_what_it_uses() -> None:
    """All that its parts use."""
    also = Figure(Decimal(1), "$1", frozenset({"price.week"}))

    assert {"usage.training_runs", "price.week"} == times(TWO, plus(also, THREE)).uses


def test_one_has_no_plural() -> None:
    """1 run, 2 runs."""
    assert ("1 run", "1 time a month") == (number(1, "runs").text, number(1, "times a month").text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "$0.00"),
        ("5.555", "$5.56"),
        ("12345.678", "$12,345.68"),
        ("0.999", "$0.999"),
        ("0.0046251", "$0.00463"),
        ("0.5", "$0.50"),
    ],
)
def test_money_is_rounded_when_it_is_shown(value: str, text: str) -> None:
    """To the cent from a dollar on, else to three digits; halves up."""
    assert text == money(Decimal(value))


def test_other_results_have_three_digits() -> None:
    """And their unit."""
    assert "12,300 GPU-hours" == shown(Decimal(12345), "GPU-hours")


def test_numbers_are_written_out() -> None:
    """No exponent, however small."""
    assert ("12,000", "0.00000001", "0") == (
        plain(Decimal("1.2E4")),
        plain(Decimal("1E-8")),
        plain(Decimal("0.00")),
    )


def test_terms_of_a_sum_are_exact_to_ten_digits() -> None:
    """A minus stands before the dollar."""
    assert ("$0.3333333333", "−$1.50", "$3") == (
        term(Decimal(1) / 3),
        dollars(Decimal("-1.5")),
        dollars(Decimal(3)),
    )
