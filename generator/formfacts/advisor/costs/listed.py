"""Prices out of the package genai-prices, from the data that came with it; no network is used.

This is the only module that imports the package. That costs about 0.2 s, hence the functions.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from math import ceil
from typing import TYPE_CHECKING

from formfacts.errors import UsageError, brief

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from genai_prices.types import ModelInfo, Provider

PACKAGE = "genai-prices"
# Model lists change too often for a rule by name. A price for cached input is what tells a current
# chat model from those of before 2024, and from models that draw, speak or complete text.
CONTEXT = 32_000
OTHER_MEDIA = ("audio", "image", "video")
SELECTION = (
    "those of the providers to whom the package assigns a bare model name (so that a model "
    "which others resell counts once), not deprecated, with prices for input, output and cached "
    f"input, none for {', '.join(OTHER_MEDIA)}, and a context of at least {CONTEXT:,} tokens"
)
EMBEDDING_SELECTION = (
    "those of the same providers, not deprecated, with a price for input, whose name, identifier "
    'or description contains "embed"'
)


@dataclass(frozen=True)
class Listing:
    """One model's prices: dollars for a million tokens; `None` where none is listed."""

    model: str
    input: Decimal | None
    output: Decimal | None
    cached_input: Decimal | None
    note: str = ""


def source(on: date) -> str:
    """Name the package, its version, and the day whose prices were read."""
    from importlib.metadata import version

    return f"{PACKAGE} {version(PACKAGE)}, prices of {on.isoformat()}"


def chat_listings(on: date) -> tuple[Listing, ...]:
    """Return the chat models of SELECTION, in the package's order."""
    return tuple(_listing(p, m, on) for p, m in _makers_models() if _chats(m, on))


def embedding_listings(on: date) -> tuple[Listing, ...]:
    """Return the embedding models of EMBEDDING_SELECTION, in the package's order."""
    listings = (_listing(p, m, on) for p, m in _makers_models() if _embeds(m))
    return tuple(listing for listing in listings if listing.input)


def quartile(listings: tuple[Listing, ...], price: str, quarter: int) -> tuple[Decimal, str]:
    """Return the price at the first or third quartile by nearest rank, and the model it is of."""
    ranked = sorted((getattr(listing, price), listing.model) for listing in listings)
    value, model = ranked[ceil(len(ranked) * quarter / 4) - 1]
    return value, model


def named(flag: str, text: str, on: date) -> Listing:
    """Return the prices of `provider:model`.

    Raises:
        UsageError: there is no such provider or model in the package.
    """
    provider_id, colon, name = (part.strip() for part in text.partition(":"))
    if not (colon and provider_id and name):
        raise UsageError(f"{flag}: {brief(text)} names no provider; write provider:model")
    providers = _providers()
    found = next((p for p in providers if p.id == provider_id.lower()), None)
    if found is None:
        near = _near(provider_id, [p.id for p in providers])
        raise UsageError(f"{flag}: {PACKAGE} knows no provider {brief(provider_id)}; {near}")
    model = found.find_model(name.lower(), all_providers=providers)
    if model is None:
        near = _near(name, [m.id for m in found.models])
        raise UsageError(f"{flag}: {found.id} lists no model {brief(name)}; {near}")
    return _listing(found, model, on)


def _near(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.4)
    return f"did you mean {' or '.join(near)}?" if near else "or give its prices with --set price."


def _providers() -> list[Provider]:
    from genai_prices.data_snapshot import get_snapshot

    return get_snapshot().providers


def _makers_models() -> Iterator[tuple[Provider, ModelInfo]]:
    for provider in _providers():
        if provider.model_match is not None:
            yield from ((provider, m) for m in provider.models if not m.deprecated)


def _chats(model: ModelInfo, on: date) -> bool:
    prices = _in_force(model, on)
    text = all(prices.get(key) for key in ("input_mtok", "output_mtok", "cache_read_mtok"))
    other = any(medium in key for key in prices for medium in OTHER_MEDIA)
    return text and not other and (model.context_window or 0) >= CONTEXT


def _embeds(model: ModelInfo) -> bool:
    return "embed" in f"{model.id} {model.name} {model.description}".lower()


def _listing(provider: Provider, model: ModelInfo, on: date) -> Listing:
    prices = _in_force(model, on)
    return Listing(
        f"{provider.id}:{model.id}",
        input=prices.get("input_mtok"),
        output=prices.get("output_mtok"),
        cached_input=prices.get("cache_read_mtok"),
        note=_tiers(model, on),
    )


def _in_force(model: ModelInfo, on: date) -> dict[str, Decimal]:
    """Return the prices at noon UTC: where tokens are cheaper at night, the day's price counts."""
    from genai_prices.types import TieredPrices

    found = vars(model.get_prices(datetime.combine(on, time(12), UTC)))
    bases = {k: v.base if isinstance(v, TieredPrices) else v for k, v in found.items()}
    return {key: value for key, value in bases.items() if value is not None}


def _tiers(model: ModelInfo, on: date) -> str:
    from genai_prices.types import TieredPrices

    prices = model.get_prices(datetime.combine(on, time(12), UTC)).input_mtok
    if not (isinstance(prices, TieredPrices) and prices.tiers):
        return ""
    return f"; another price for requests of more than {prices.tiers[0].start:,} tokens"
