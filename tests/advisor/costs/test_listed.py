"""What is read out of genai-prices."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from genai_prices.data_snapshot import DataSnapshot, set_custom_snapshot
from genai_prices.types import (
    ClauseEquals,
    ConditionalPrice,
    ModelInfo,
    ModelPrice,
    Provider,
    StartDateConstraint,
    Tier,
    TieredPrices,
)

import formfacts.advisor.costs as package
from formfacts.advisor.costs.listed import (
    Listing,
    chat_listings,
    embedding_listings,
    named,
    quartile,
)
from formfacts.errors import UsageError
from tests.advisor.costs.cases import DAY


def model(
    name: str, *, context: int | None = 128_000, old: bool = False, **prices: str
) -> ModelInfo:
    """Return a model with prices by their short names."""
    found = ModelPrice(**{f"{key}_mtok": Decimal(value) for key, value in prices.items()})
    match = ClauseEquals(equals=name)
    return ModelInfo(name, match, context_window=context, deprecated=old, prices=found)


@pytest.fixture
def few_models() -> Iterator[list[ModelInfo]]:
    """Provide a list for the models of a maker, which is all that the package then knows."""
    models: list[ModelInfo] = []
    maker = Provider("maker", "Maker", "", model_match=ClauseEquals(equals="m"), models=models)
    reseller = Provider("reseller", "Reseller", "", models=models)
    set_custom_snapshot(DataSnapshot([maker, reseller], from_auto_update=False))
    yield models
    set_custom_snapshot(None)


def test_chat_models_are_chosen_by_their_data(few_models: list[ModelInfo]) -> None:
    """Current text chat models of makers; others differ in one thing each."""
    text: dict[str, Any] = {"input": "1", "output": "2", "cache_read": "0.1"}
    few_models += [
        model("chats", **text),
        model("old", old=True, **text),
        model("no-cache", input="1", output="2"),
        model("draws", **text, output_image="30"),
        model("speaks", **text, input_audio="3"),
        model("short", context=8_000, **text),
        model("unknown-context", context=None, **text),
        model("free", input="0", output="0", cache_read="0"),
    ]

    assert ["maker:chats"] == [listing.model for listing in chat_listings(DAY)]


def test_embedding_models_are_chosen_by_their_name(few_models: list[ModelInfo]) -> None:
    """And by having a price."""
    few_models += [model("embed-1", input="0.1"), model("embed-0"), model("chats", input="1")]

    assert ["maker:embed-1"] == [listing.model for listing in embedding_listings(DAY)]


def test_a_price_counts_from_its_first_day(few_models: list[ModelInfo]) -> None:
    """The day that is asked about decides."""
    few_models.append(model("m"))
    few_models[0].prices = [
        ConditionalPrice(prices=ModelPrice(input_mtok=Decimal(4))),
        ConditionalPrice(
            StartDateConstraint(date(2026, 10, 1)), prices=ModelPrice(input_mtok=Decimal(3))
        ),
    ]
    days = date(2026, 9, 30), date(2026, 10, 1)

    assert [Decimal(4), Decimal(3)] == [named("model", "maker:m", day).input for day in days]


def test_the_price_of_a_short_request_is_taken(few_models: list[ModelInfo]) -> None:
    """And it is said from where on another applies."""
    few_models.append(model("m"))
    tiers = TieredPrices(Decimal(1), [Tier(200_000, Decimal(2))])
    few_models[0].prices = ModelPrice(input_mtok=tiers)
    found = named("model", "maker:m", DAY)

    assert (Decimal(1), "; another price for requests of more than 200,000 tokens") == (
        found.input,
        found.note,
    )


def test_a_quartile_is_a_price_that_some_model_has() -> None:
    """Nearest rank: of five, the second and the fourth."""
    listings = tuple(Listing(f"p:{n}", Decimal(n), None, None) for n in (5, 1, 4, 2, 3))

    assert [(Decimal(2), "p:2"), (Decimal(4), "p:4")] == [
        quartile(listings, "input", quarter) for quarter in (1, 3)
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("gpt", "names no provider; write provider:model"),
        ("opena:gpt", "knows no provider 'opena'; did you mean openai"),
        ("openai:no-such", "openai lists no model 'no-such'; "),
        ("openai:", "names no provider"),
    ],
)
def test_a_model_that_is_not_there_is_the_users_to_mend(text: str, error: str) -> None:
    """The flag, the value, and what is near."""
    with pytest.raises(UsageError, match=f"tuned_model: .*{error}"):
        named("tuned_model", text, DAY)


def test_the_package_has_enough_models_to_take_quartiles_of() -> None:
    """If this fails, the package's data changed shape: look at SELECTION."""
    chats, embedders = chat_listings(DAY), embedding_listings(DAY)

    assert len(chats) > 50
    assert len({listing.model.partition(":")[0] for listing in chats}) > 5
    assert len(embedders) > 10


def test_no_network_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The data that were installed are all."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert chat_listings(DAY)


def test_importing_costs_does_not_import_the_prices() -> None:
    """They take longer than all the rest of the advice."""
    names = [path.stem for path in Path(package.__path__[0]).glob("[a-z]*.py")]
    imports = "; ".join(f"import formfacts.advisor.costs.{name}" for name in names)
    check = "import sys; sys.exit(bool({'genai_prices', 'pydantic'} & set(sys.modules)))"
    command = [sys.executable, "-c", f"{imports}; {check}"]
    here = {**os.environ, "PYTHONPATH": str(Path(package.__path__[0]).parents[2])}

    assert 0 == subprocess.run(command, env=here, check=False).returncode
