"""One end of the range: every quantity and price at its low, or every one at its high."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from formfacts.advisor.costs.figure import (
    MILLION,
    Figure,
    dollars,
    number,
    plain,
    plus,
    scaled,
    times,
)
from formfacts.advisor.costs.usage import unit_of

if TYPE_CHECKING:
    from formfacts.advisor.costs.prices import Price, Prices
    from formfacts.advisor.costs.ranges import Range
    from formfacts.advisor.costs.usage import Usage

DAYS = 30
PERCENT = Decimal("0.01")


@dataclass(frozen=True)
class End:
    """The usage and the prices, read at one end."""

    usage: Usage
    prices: Prices
    high: bool

    def count(self, name: str, unit: str | None = None) -> Figure:
        """Return a quantity at this end."""
        value = self._range(name).end(high=self.high)
        return number(value, unit_of(name) if unit is None else unit, f"usage.{name}")

    def divisor(self, name: str, unit: str) -> Figure:
        """Return a quantity that divides, at the other end: the more of it, the lower the cost."""
        return number(self._range(name).end(high=not self.high), unit, f"usage.{name}")

    def divisor_share(self, name: str) -> Figure:
        """Return a share that divides, at the other end, in percent."""
        value = self._range(name).end(high=not self.high)
        return scaled(value * 100, PERCENT, f"{plain(value * 100)}%", f"usage.{name}")

    def per_token(self, name: str) -> Figure:
        """Return the price of one token; shown for a million: `$0.25/M`."""
        value = self._price(name)
        figure = scaled(value, 1 / MILLION, f"{dollars(value)}/M", f"price.{name}")
        return self._with_source(figure, name)

    def price(self, name: str, unit: str) -> Figure:
        """Return a price for anything else: `$2/GPU-hour`."""
        value = self._price(name)
        return Figure(value, f"{dollars(value)}/{unit}", frozenset({f"price.{name}"}))

    def knows(self, name: str) -> bool:
        """Whether the price is known."""
        return self.prices[name].value is not None

    def prefix_token(self, prefix: str) -> Figure:
        """Return the price of a token that is the same in every request.

        It is read anew in a share of the requests, and comes from the provider's cache in the rest,
        which nobody uses where that were dearer.
        """
        fresh, cached = self.per_token(f"{prefix}input"), self.per_token(f"{prefix}cached_input")
        share = self._range("uncached_share").end(high=self.high)
        uses = frozenset({"usage.uncached_share"}) | fresh.uses
        if share == 1:
            return Figure(fresh.value, fresh.text, uses)
        uses |= cached.uses
        if cached.value >= fresh.value:
            return Figure(fresh.value, fresh.text, uses)
        parts = [(share, fresh), (1 - share, cached)]
        shares = [scaled(s * 100, PERCENT, f"{plain(s * 100)}%", "") for s, _ in parts]
        mix = plus(*(times(s, price) for s, (_, price) in zip(shares, parts, strict=True)))
        return Figure(mix.value, mix.text, uses, mix.shape)

    def volume(self) -> Figure:
        """Return the requests of a month."""
        return times(self.count("requests_per_day"), number(DAYS, "days"))

    def _range(self, name: str) -> Range:
        found: Range = getattr(self.usage, name)
        return found

    def _price(self, name: str) -> Decimal:
        value = self.prices[name].value
        return Decimal(0) if value is None else value.end(high=self.high)

    def _with_source(self, figure: Figure, name: str) -> Figure:
        price: Price = self.prices[name]
        also = {f"price.{price.follows}"} if price.follows else set()
        return Figure(figure.value, figure.text, figure.uses | also, figure.shape)
