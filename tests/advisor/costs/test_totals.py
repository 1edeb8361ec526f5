"""Totals: the money of a kind, and what is not in it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.totals import total, totals
from tests.advisor.costs.cases import costs, quantities, some_prices
from tests.advisor.costs.formulas import evaluate, right


@settings(max_examples=20, deadline=None)
@given(quantities, some_prices)
def test_the_formula_of_a_total_comes_to_it(usage: dict[str, str], prices: dict[str, str]) -> None:
    """To ten digits, which is what its terms are shown with."""
    for found in totals(costs(usage=usage, prices=prices)):
        for value, formula in ((found.low, found.formula_low), (found.high, found.formula_high)):
            assert abs(evaluate(formula) - Fraction(value)) <= Fraction(value) / 10**8
            assert right(formula)


def test_what_has_no_price_is_named_and_not_counted() -> None:
    """A total of money holds money alone."""
    found = total(costs(), Approach.FINETUNE, "one_off")

    assert (Decimal(0), ["training"]) == (found.high, [line.name for line in found.without])


def test_with_a_price_it_is_counted() -> None:
    """Then nothing is left out."""
    found = total(costs(prices={"gpu_hour": "2"}), Approach.FINETUNE, "one_off")

    assert found.high > found.low > 0
    assert () == found.without


def test_the_lines_add_up() -> None:
    """Nothing is lost between the lines and the totals."""
    found = costs(prices={"gpu_hour": "2", "week": "3000"})
    for approach in Approach:
        by_kind = sum(t.high for t in totals(found) if t.approach is approach)

        assert sum(line.high for line in found.lines[approach]) == by_kind
