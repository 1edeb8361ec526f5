"""Usage and prices for the tests: drawn at random, or from a few words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from formfacts.advisor.costs.estimate import Costs, estimate
from formfacts.advisor.costs.prices import NAMES as PRICES
from formfacts.advisor.costs.prices import read_prices
from formfacts.advisor.costs.situation_usage import usage_for
from formfacts.advisor.costs.usage import NAMES
from formfacts.advisor.situation import Situation, make_situation

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = date(2026, 11, 1)
SHARES = {"uncached_share", "gpu_utilisation"}


def costs(
    facts: Mapping[str, object] | None = None,
    usage: Mapping[str, object] | None = None,
    prices: Mapping[str, object] | None = None,
) -> Costs:
    """Return the costs of a situation with some quantities and prices set."""
    situation = make_situation(facts) if facts else Situation()
    return estimate(usage_for(situation, usage or {}), read_prices(overrides=prices or {}, on=DAY))


def ends(least: int, most: int, divisor: int) -> st.SearchStrategy[str]:
    """Draw `low..high` out of whole numbers divided by a power of ten."""
    numbers = st.integers(least, most).map(lambda n: f"{Decimal(n) / divisor:f}")
    return st.tuples(numbers, numbers).map(lambda two: "..".join(sorted(two, key=float)))


def quantity(name: str) -> st.SearchStrategy[str]:
    """Draw a quantity that it can have, more than 0."""
    return ends(1, 100, 100) if name in SHARES else ends(1, 99_999, 1)


quantities = st.fixed_dictionaries({}, optional={name: quantity(name) for name in NAMES})
all_quantities = st.fixed_dictionaries({name: quantity(name) for name in NAMES})
some_prices = st.fixed_dictionaries({}, optional={name: ends(1, 10**6, 10**3) for name in PRICES})
