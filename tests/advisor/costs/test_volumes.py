"""Cost against volume."""

# ruff: noqa: RUF001 - formulas have the signs of arithmetic

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.estimate import estimate
from formfacts.advisor.costs.ranges import of
from formfacts.advisor.costs.usage import with_overrides
from formfacts.advisor.costs.volumes import curve, plot_points, volumes
from tests.advisor.costs.cases import costs, quantities, some_prices


def test_the_volumes_rise_from_one_to_a_million() -> None:
    """Six to each power of ten."""
    found = volumes()

    assert (Decimal(1), Decimal(10**6), 37) == (found[0], found[-1], len(found))
    assert sorted(found) == list(found)


@settings(max_examples=20, deadline=None)
@given(quantities, some_prices)
def test_a_curve_is_the_bill_at_that_volume(usage: dict[str, str], prices: dict[str, str]) -> None:
    """Computed anew with the volume as the requests of a day."""
    found = costs(usage=usage, prices=prices)
    at_50 = with_overrides(found.usage, {"requests_per_day": "50"})
    again = estimate(at_50, found.prices)
    for approach in Approach:
        bill = sum(x.low for x in again.lines[approach] if x.kind == "monthly" and x.is_money)

        assert abs(bill - curve(found, approach, "low", 0).at(Decimal(50))) < Decimal("1e-15")


def test_the_points_spread_what_is_paid_once_over_a_year() -> None:
    """With work where it has a price."""
    found = costs(usage={"weeks_prompt": "1"}, prices={"week": "1200", "input": "0", "output": "0"})

    assert (Decimal(1), Decimal(100), Decimal(100)) == plot_points(found)[Approach.PROMPT][0]


@pytest.mark.parametrize("approach", Approach)
def test_points_rise_with_volume(approach: Approach) -> None:
    """More requests cost more."""
    lows = [low for _, low, _ in plot_points(costs())[approach]]

    assert sorted(lows) == lows


def test_a_curve_is_written_out() -> None:
    """To be filled in with a volume."""
    usage = {"answer_tokens": "0", "question_tokens": "100", "tuned_instruction_tokens": "0"}
    prices = {"input": "1", "gpu_hour": "0", "week": "0", "serving_month": "9"}
    found = curve(costs(usage=usage, prices=prices), Approach.FINETUNE, "low")

    assert "$0 ÷ 12 months + $9 + requests a day × 30 days × $0.0001" == found.formula
    assert of(9).low + Decimal("0.003") == found.at(Decimal(1))
