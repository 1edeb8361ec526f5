"""The quantities: defaults with reasons, and what the user sets."""

from __future__ import annotations

from decimal import Decimal

import pytest

from formfacts.advisor.costs.ranges import of
from formfacts.advisor.costs.usage import NAMES, Usage, unit_of, with_overrides
from formfacts.errors import UsageError


@pytest.mark.parametrize("name", NAMES)
def test_every_quantity_has_a_range_a_unit_and_a_reason(name: str) -> None:
    """Nothing is assumed without saying why."""
    usage = Usage()
    value = getattr(usage, name)

    assert Decimal(0) <= value.low <= value.high
    assert unit_of(name)
    assert len(usage.origin(name)) > len("default: ")


def test_what_is_set_replaces_the_default() -> None:
    """And says that it was given."""
    usage = with_overrides(Usage(), {"answer_tokens": "10..20"})

    assert (of(10, 20), "as given") == (usage.answer_tokens, usage.origin("answer_tokens"))


def test_an_unknown_quantity_names_the_nearest() -> None:
    """The error is the user's to mend."""
    with pytest.raises(UsageError, match=r"no usage\.answer_token; did you mean 'answer_tokens'"):
        with_overrides(Usage(), {"answer_token": "1"})


@pytest.mark.parametrize(
    ("name", "value"), [("uncached_share", "1.5"), ("chunk_tokens", "0"), ("gpu_utilisation", "0")]
)
def test_a_share_is_at_most_one_and_a_divisor_more_than_none(name: str, value: str) -> None:
    """Else there would be negative hits, or a division by 0."""
    with pytest.raises(UsageError, match=f"usage.{name}: write more than 0 and at most"):
        with_overrides(Usage(), {name: value})
