"""Prices: of named models, of all of them, and the user's own."""

from __future__ import annotations

from decimal import Decimal

import pytest
from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import ModelPrice

from formfacts.advisor.costs.listed import PACKAGE, chat_listings, embedding_listings
from formfacts.advisor.costs.prices import CHAT, NAMES, TUNED, read_prices
from formfacts.advisor.costs.ranges import of
from formfacts.errors import UsageError
from tests.advisor.costs.cases import DAY

# Whatever the package lists: a test, too, should outlive every model.
SOME_MODEL = chat_listings(DAY)[0]
OTHER_MODEL = chat_listings(DAY)[-1]
EMBEDDER = embedding_listings(DAY)[0]
UNCACHED = next(
    f"{provider.id}:{model.id}"
    for provider in get_snapshot().providers
    for model in provider.models
    if isinstance(model.prices, ModelPrice)
    and (model.prices.input_mtok and model.prices.output_mtok)
    and model.prices.cache_read_mtok is None
)


def test_every_price_says_where_it_comes_from() -> None:
    """And all of them, the package, its version and the day."""
    prices = read_prices(on=DAY)

    assert list(NAMES) == list(prices.each)
    assert all(price.origin for price in prices.each.values())
    assert prices.source.startswith(f"{PACKAGE} ")
    assert prices.source.endswith(", prices of 2026-11-01")


def test_a_named_model_has_one_price() -> None:
    """Low and high are the same, and its name is told."""
    prices = read_prices(SOME_MODEL.model, on=DAY)

    assert [SOME_MODEL.input, SOME_MODEL.cached_input, SOME_MODEL.output] == [
        price.low for name in CHAT if (price := prices[name].value) and price.low == price.high
    ]
    assert prices["input"].origin.startswith(SOME_MODEL.model)


def test_a_model_without_a_price_for_cached_input_pays_in_full() -> None:
    """Which is said."""
    prices = read_prices(UNCACHED, on=DAY)

    assert prices["input"].value == prices["cached_input"].value
    assert "which lists none" in prices["cached_input"].origin


def test_a_tuned_model_costs_what_the_model_costs_until_it_is_named() -> None:
    """The tuned prices follow."""
    follows = read_prices(SOME_MODEL.model, on=DAY)
    named = read_prices(SOME_MODEL.model, OTHER_MODEL.model, on=DAY)

    assert [follows[base].value for base in CHAT] == [follows[name].value for name in TUNED]
    assert OTHER_MODEL.model in named["tuned_input"].origin
    assert not named["tuned_input"].follows


def test_setting_the_price_of_the_model_moves_the_tuned_one() -> None:
    """Unless that is set as well."""
    one = read_prices(overrides={"input": "7"}, on=DAY)
    both = read_prices(overrides={"input": "7", "tuned_input": "1..2"}, on=DAY)

    assert (of(7), "input") == (one["tuned_input"].value, one["tuned_input"].follows)
    assert (of(1, 2), "as given") == (both["tuned_input"].value, both["tuned_input"].origin)


def test_an_embedding_model_can_be_named() -> None:
    """Its price for input is the one."""
    found = read_prices(embedding_model=EMBEDDER.model, on=DAY)["embedding"].value

    assert found is not None
    assert (EMBEDDER.input, EMBEDDER.input) == (found.low, found.high)


def test_an_embedding_model_is_no_chat_model() -> None:
    """It has no price for output."""
    only_input = next(x for x in embedding_listings(DAY) if x.output is None)
    with pytest.raises(UsageError, match=r"is not billed by the token; name a chat model"):
        read_prices(only_input.model, on=DAY)


def test_what_no_package_keeps_is_not_known_or_nothing() -> None:
    """No price is made up."""
    prices = read_prices(on=DAY)
    values = [prices[n].value for n in ("gpu_hour", "week", "storage_gb_month", "serving_month")]

    assert [None, None, of(0), of(0)] == values


def test_an_unknown_price_names_the_nearest() -> None:
    """The error is the user's to mend."""
    with pytest.raises(UsageError, match=r"there is no price\.gpu_hours; did you mean 'gpu_hour'"):
        read_prices(overrides={"gpu_hours": "2"}, on=DAY)


def test_quartiles_are_in_order() -> None:
    """Low is at most high, and the cache is cheaper."""
    prices = read_prices(on=DAY)
    for name in (*CHAT, "embedding"):
        value = prices[name].value
        assert value is not None
        assert Decimal(0) < value.low <= value.high
    assert (prices["cached_input"].value or of(9)).high < (prices["input"].value or of(0)).high
