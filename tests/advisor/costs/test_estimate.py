"""The bill: properties that hold for any usage and any prices."""

# ruff: noqa: RUF001 - formulas have the signs of arithmetic

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.estimate import Costs, Line
from formfacts.advisor.costs.prices import NAMES as PRICES
from tests.advisor.costs.cases import all_quantities, costs, quantities, some_prices
from tests.advisor.costs.formulas import evaluate, right

EVERY_PRICE = {name: f"{n + 1}..{n + 9}" for n, name in enumerate(PRICES)} | {"cached_input": "0.1"}
# What divides lowers the cost, and the limit decides whether the corpus rides along.
GROWING = (
    "requests_per_day",
    "instruction_tokens",
    "example_tokens",
    "question_tokens",
    "answer_tokens",
    "passage_tokens",
    "corpus_tokens",
    "corpus_changes_per_month",
    "vector_dimensions",
    "tuned_instruction_tokens",
    "training_rows",
    "row_tokens",
    "epochs",
    "training_runs",
    "retrainings_per_month",
    "model_billion_parameters",
    "weeks_prompt",
    "weeks_rag",
    "weeks_finetune",
)


def lines(found: Costs) -> Iterator[tuple[Approach, Line]]:
    """Yield every line with its approach."""
    yield from ((approach, line) for approach in Approach for line in found.lines[approach])


@settings(max_examples=30, deadline=None)
@given(quantities, some_prices)
def test_low_is_at_most_high(usage: dict[str, str], prices: dict[str, str]) -> None:
    """On every line, whatever is set."""
    found = lines(costs(usage=usage, prices=prices))

    assert [] == [line for _, line in found if not Decimal(0) <= line.low <= line.high]


@settings(max_examples=30, deadline=None)
@given(quantities, some_prices)
def test_every_formula_comes_to_its_figure(usage: dict[str, str], prices: dict[str, str]) -> None:
    """Worked out from its text, to the last digit; and what is shown is that, rounded."""
    for _, line in lines(costs(usage=usage, prices=prices)):
        for value, formula in ((line.low, line.formula_low), (line.high, line.formula_high)):
            exact = evaluate(formula)
            assert abs(exact - Fraction(value)) <= exact / 10**20, formula
            assert right(formula), formula


@settings(max_examples=30, deadline=None)
@given(all_quantities, st.sampled_from(GROWING))
def test_costs_grow_with_volume_and_tokens(usage: dict[str, str], name: str) -> None:
    """Doubling a quantity makes no line cheaper, and those that use it dearer."""
    usage = {**usage, "prompt_limit_tokens": "9m"}
    low, high = usage[name].split("..")
    doubled = {**usage, name: f"{2 * int(low)}..{2 * int(high)}"}
    before = lines(costs(usage=usage, prices=EVERY_PRICE))
    after = lines(costs(usage=doubled, prices=EVERY_PRICE))
    for (_, one), (_, two) in zip(before, after, strict=True):
        grew = two.low > one.low and two.high > one.high

        assert grew == (f"usage.{name}" in one.uses), one
        assert grew or (one.low, one.high) == (two.low, two.high)


@settings(max_examples=8, deadline=None)
@given(all_quantities)
@pytest.mark.parametrize("name", PRICES)
def test_a_price_changes_exactly_the_lines_that_use_it(name: str, usage: dict[str, str]) -> None:
    """No other line moves, in its figure or in its formula."""
    usage = {**usage, "uncached_share": "10%..50%"}
    before = lines(costs(usage=usage, prices=EVERY_PRICE))
    after = lines(costs(usage=usage, prices={**EVERY_PRICE, name: "0.05..0.07"}))
    for (_, one), (_, two) in zip(before, after, strict=True):
        assert (one != two) == (f"price.{name}" in one.uses), one


def test_a_line_says_which_quantities_it_uses() -> None:
    """As `--set` names them, those that follow another price included."""
    found = {(a, x.name): x.uses for a, x in lines(costs(usage={"uncached_share": "1"}))}

    assert {
        "usage.requests_per_day",
        "usage.uncached_share",
        "usage.tuned_instruction_tokens",
        "price.tuned_input",
        "price.input",
    } == found[Approach.FINETUNE, "instructions"]


def test_the_corpus_rides_along_where_it_fits() -> None:
    """And the name of the line says so, or why not."""
    facts = {"corpus_size": "40k tokens"}, {"corpus_size": "400k tokens"}
    first = [costs(fact).lines[Approach.PROMPT][0] for fact in facts]

    assert ["instructions, examples and corpus", "instructions and examples"] == [
        line.name for line in first
    ]
    assert ["", "no corpus: it may pass 100,000 tokens"] == [line.note for line in first]
    assert "+ 40,000 of corpus)" in first[0].formula_low


def test_nobody_uses_a_cache_that_is_dearer() -> None:
    """The full price is then paid."""
    prices = {"input": "1", "cached_input": "2"}
    line = costs(prices=prices).lines[Approach.RAG][0]

    assert line.formula_low.endswith(
        "(300 tokens of instructions + 300 of examples) × $1/M = $1.80"
    )


def test_gpu_hours_and_weeks_are_money_once_they_have_a_price() -> None:
    """Until then the line says which price makes it money."""
    without = costs().lines[Approach.FINETUNE]
    priced = costs(prices={"gpu_hour": "2", "week": "3000"}).lines[Approach.FINETUNE]
    names = "training", "training anew", "work up to a first version"

    assert [
        ("GPU-hours", "--set price.gpu_hour=DOLLARS makes it money"),
        ("GPU-hours", "--set price.gpu_hour=DOLLARS makes it money"),
        ("weeks", "--set price.week=DOLLARS makes it money"),
    ] == [(line.unit, line.note) for line in without if line.name in names]
    assert ["$", "$", "$"] == [line.unit for line in priced if line.name in names]
    assert "2 weeks × $3,000/week = $6,000.00" == priced[-1].formula_low


def test_the_store_is_free_until_it_has_a_price() -> None:
    """800,000 tokens in 1,600 passages of 384 numbers, and 3.2 MB of text: 5.66 MB."""
    usage = {"corpus_tokens": "800000", "chunk_tokens": "500", "vector_dimensions": "384"}
    free, priced = costs(usage=usage), costs(usage=usage, prices={"storage_gb_month": "1000"})
    store = [x.low for found in (free, priced) for a, x in lines(found) if x.name == "vector store"]

    assert [Decimal(0), Decimal(0), Decimal("5.6576"), Decimal("5.6576")] == store


def test_each_approach_has_its_lines() -> None:
    """Retrieval adds four, training three; work comes last."""
    counts = {a.value: len(found) for a, found in costs().lines.items()}

    assert {"prompt": 4, "rag": 8, "finetune": 7, "hybrid": 11} == counts
    assert {"labour"} == {found[-1].kind for found in costs().lines.values()}
