"""What a token, a GPU hour and a week cost, each with where the price comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from formfacts.advisor.costs import listed
from formfacts.advisor.costs.ranges import Range, of, parse_range
from formfacts.advisor.situation import suggest
from formfacts.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NO_OVERRIDES: Mapping[str, object] = MappingProxyType({})
PER_MILLION = "$/M tokens"
# No package that we know of keeps these: they are 0 or not known until they are set.
OTHERS = {
    "gpu_hour": ("$/GPU-hour", None, "not known; no package keeps rates for GPUs"),
    "week": ("$/week", None, "not known; what a week of work costs you"),
    "storage_gb_month": ("$/GB a month", of(0), "the index is a file beside the program"),
    "serving_month": ("$/month", of(0), "the tuned model is taken to be billed by the token"),
}
CHAT = ("input", "cached_input", "output")
TUNED = {f"tuned_{name}": name for name in CHAT}
NAMES = (*CHAT, *TUNED, "embedding", *OTHERS)
GIVEN = "as given"


@dataclass(frozen=True)
class Price:
    """One price from low to high; `value` is `None` while it is not known.

    `follows` names the price that it is taken to equal, so that setting that one moves both.
    """

    name: str
    unit: str
    value: Range | None
    origin: str
    follows: str = ""


@dataclass(frozen=True)
class Prices:
    """All prices in US dollars, and the package, version and day that they were read from."""

    each: Mapping[str, Price]
    source: str

    def __getitem__(self, name: str) -> Price:
        """Return one price by its name."""
        return self.each[name]


def read_prices(
    model: str | None = None,
    tuned_model: str | None = None,
    embedding_model: str | None = None,
    overrides: Mapping[str, object] = NO_OVERRIDES,
    *,
    on: date | None = None,
) -> Prices:
    """Read the prices of the models named as `provider:model`, or the quartiles of them all.

    `overrides` maps the name of a price to a number or a range; `on` is the day, or today.

    Raises:
        UsageError: a model or a price does not exist, or a price cannot have that value.
    """
    day = on or datetime.now(UTC).date()
    found = {p.name: p for p in _chat("model", model, CHAT, day)}
    given = {name: parse_price(name, raw) for name, raw in overrides.items()}
    found |= {name: _override(found[name], given) for name in CHAT}
    if tuned_model:
        found |= {p.name: p for p in _chat("tuned_model", tuned_model, tuple(TUNED), day)}
    else:
        found |= {name: _follow(name, found[base]) for name, base in TUNED.items()}
    found["embedding"] = _embedding(embedding_model, day)
    found |= {n: Price(n, unit, value, why) for n, (unit, value, why) in OTHERS.items()}
    each = {name: _override(found[name], given) for name in NAMES}
    return Prices(each, listed.source(day))


def parse_price(name: str, raw: object) -> Range:
    """Read a price.

    Raises:
        UsageError: there is no such price, or it cannot have that value.
    """
    if name not in NAMES:
        raise UsageError(f"there is no price.{name}; {suggest(name, NAMES)}")
    return parse_range(f"price.{name}", raw)


def _override(price: Price, given: Mapping[str, Range]) -> Price:
    if price.name not in given:
        return price
    return replace(price, value=given[price.name], origin=GIVEN, follows="")


def _follow(name: str, price: Price) -> Price:
    origin = f"as price.{price.name}: no tuned model is named"
    return Price(name, price.unit, price.value, origin, follows=price.name)


def _chat(flag: str, model: str | None, names: tuple[str, ...], on: date) -> Iterator[Price]:
    if model is None:
        everyone = listed.chat_listings(on)
        yield from (_quartiles(name, everyone, name, "chat models") for name in names)
        return
    found = listed.named(flag, model, on)
    if found.input is None or found.output is None:
        raise UsageError(f"{flag}: {found.model} is not billed by the token; name a chat model")
    cached = found.input if found.cached_input is None else found.cached_input
    uncached = "" if found.cached_input is not None else ", which lists none: the price of input"
    for name, value in zip(names, (found.input, cached, found.output), strict=True):
        told = uncached if name.endswith("cached_input") else ""
        yield Price(name, PER_MILLION, of(value), f"{found.model}{told}{found.note}")


def _embedding(model: str | None, on: date) -> Price:
    if model is None:
        return _quartiles("embedding", listed.embedding_listings(on), "input", "embedding models")
    found = listed.named("embedding_model", model, on)
    if found.input is None:
        raise UsageError(f"embedding_model: {found.model} is not billed by the token; name another")
    return Price("embedding", PER_MILLION, of(found.input), found.model)


def _quartiles(name: str, listings: tuple[listed.Listing, ...], key: str, kind: str) -> Price:
    low, cheap = listed.quartile(listings, key, 1)
    high, dear = listed.quartile(listings, key, 3)
    origin = f"quartiles of {len(listings)} {kind} (at them: {cheap}, {dear})"
    return Price(name, PER_MILLION, Range(low, high), origin)
