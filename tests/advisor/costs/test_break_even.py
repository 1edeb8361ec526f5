"""Break-even volumes: where two bills are the same."""

# ruff: noqa: RUF001 - formulas have the signs of arithmetic

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.break_even import BreakEven, break_evens
from formfacts.advisor.costs.estimate import Costs
from formfacts.advisor.costs.volumes import curve
from tests.advisor.costs.cases import costs, quantities, some_prices
from tests.advisor.costs.formulas import evaluate, right


def gap(found: Costs, even: BreakEven, volume: Decimal) -> Decimal:
    """Return by how much the first approach is dearer than the second."""
    first, second = (
        curve(found, a, even.end, even.horizon).at(volume) for a in (even.first, even.second)
    )
    return first - second


@settings(max_examples=20, deadline=None)
@given(quantities, some_prices)
def test_the_bills_are_equal_there_and_turn(usage: dict[str, str], prices: dict[str, str]) -> None:
    """Below it the one is cheaper, above it the other, as the claim says."""
    found = costs(usage=usage, prices=prices)
    for even in break_evens(found):
        if even.volume is None:
            continue
        below, above = (gap(found, even, even.volume * n) for n in (Decimal("0.5"), Decimal(2)))

        assert abs(gap(found, even, even.volume)) < Decimal("1e-9") * max(abs(below), abs(above))
        assert below * above < 0
        assert (even.above is even.second) == (above > 0)


@settings(max_examples=20, deadline=None)
@given(quantities, some_prices)
def test_its_formula_comes_to_it(usage: dict[str, str], prices: dict[str, str]) -> None:
    """Also where it is the small difference of large amounts."""
    for even in break_evens(costs(usage=usage, prices=prices)):
        if even.volume is not None:
            exact = Fraction(even.volume)
            assert abs(evaluate(even.formula) - exact) <= exact / 10**6, even.formula
            assert right(even.formula)
        if even.per_thousand:
            assert right(even.per_thousand), even.per_thousand


@settings(max_examples=20, deadline=None)
@given(quantities, some_prices)
def test_without_one_the_same_is_cheaper_everywhere(
    usage: dict[str, str], prices: dict[str, str]
) -> None:
    """No volume is left out in silence."""
    found = costs(usage=usage, prices=prices)
    for even in break_evens(found):
        if even.volume is not None:
            continue
        gaps = [gap(found, even, volume) for volume in (Decimal(0), Decimal(7), Decimal(10**7))]
        if even.above is None:
            assert [0, 0, 0] == gaps
        else:
            assert all(g <= 0 if even.above is even.first else g >= 0 for g in gaps)


def test_every_pair_is_compared() -> None:
    """Six pairs, two ends, with and without what is paid once."""
    found = break_evens(costs())

    assert 24 == len({(x.first, x.second, x.end, x.horizon) for x in found})


def test_a_claim_says_what_it_leaves_out() -> None:
    """Work and GPU hours without a price are no reason to call training cheap."""
    found = next(
        x
        for x in break_evens(costs())
        if (x.first, x.second, x.horizon) == (Approach.PROMPT, Approach.FINETUNE, 12)
    )

    assert "finetune is never dearer than prompt (GPU-hours, weeks not counted)" == found.claim
    assert found.per_thousand.startswith("$1,000 ÷ (12 months × 30 days × (")


def test_the_closed_form() -> None:
    """$600 more once is $50 a month; 3,000 tokens less are $0.003 a request: 556 a day."""
    usage = {
        "instruction_tokens": "1000",
        "example_tokens": "2000",
        "tuned_instruction_tokens": "0",
        "uncached_share": "1",
        "weeks_prompt": "0",
        "weeks_finetune": "1",
    }
    found = costs(usage=usage, prices={"input": "1", "output": "1", "gpu_hour": "0", "week": "600"})
    even = next(x for x in break_evens(found) if x.second is Approach.FINETUNE and x.horizon)

    assert Decimal(50) / (30 * Decimal("0.003")) == even.volume
    assert "finetune is cheaper than prompt above 556 requests a day" == even.claim
