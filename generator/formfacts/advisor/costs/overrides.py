"""What `--set price.NAME=VALUE` and `--set usage.NAME=VALUE` say, taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formfacts.advisor.costs import usage
from formfacts.advisor.costs.prices import NAMES, parse_price
from formfacts.advisor.situation import suggest
from formfacts.errors import UsageError, brief

if TYPE_CHECKING:
    from collections.abc import Iterable

ALL = tuple([f"price.{name}" for name in NAMES] + [f"usage.{name}" for name in usage.NAMES])


@dataclass(frozen=True)
class Overrides:
    """The user's own prices and quantities, by name."""

    prices: dict[str, str]
    usage: dict[str, str]


def parse_sets(texts: Iterable[str]) -> Overrides:
    """Read the values of `--set`; of two for one name the later counts.

    Raises:
        UsageError: one is not NAME=VALUE, there is no such name, or it cannot have that value.
    """
    found = Overrides({}, {})
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals:
            raise UsageError(f"--set {brief(text)} lacks a value; write {ALL[0]}=VALUE")
        if name not in ALL:
            raise UsageError(f"--set {brief(name)}: there is no such name; {suggest(name, ALL)}")
        kind, _, short = name.partition(".")
        if kind == "price":
            parse_price(short, value)
            found.prices[short] = value
        else:
            usage.with_overrides(usage.Usage(), {short: value})
            found.usage[short] = value
    return found
