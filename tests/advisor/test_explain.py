"""What a rule claims, and why."""

from __future__ import annotations

import pytest

from formfacts.advisor.explain import BY_ID, as_data, explained
from formfacts.errors import UsageError


def test_claim_reason_worth_situation_and_sources() -> None:
    """Everything that is known of a rule, with links."""
    text = explained("k02", 100, colour=False)

    expected = [
        "K02  Answers must point at their source, and only text that was supplied",
        "Weights keep no record",
        "worth     +4 for looking facts up: nearly decides (2 votes make a need real)",
        "applies   needs_citations: yes",
        "not with  needs_citations: no",
        "https://arxiv.org/abs/2305.14627",
    ]
    assert [] == [part for part in expected if part not in text]


def test_a_veto_and_an_anti_pattern() -> None:
    """A veto says what it switches off; an anti-pattern that it has no vote."""
    assert "veto on training for the form: switches it off" in explained("B11", 100, colour=False)
    assert "A04  no test set: Without cases" in explained("A04", 100, colour=False)


@pytest.mark.parametrize("name", BY_ID)
@pytest.mark.parametrize("width", [40, 100])
def test_keeps_within_its_width(name: str, width: int) -> None:
    """Every rule can be explained in a narrow terminal; only an address is wider."""
    lines = [x for x in explained(name, width, colour=False).splitlines() if "https" not in x]

    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("name", BY_ID)
def test_as_data_has_the_same(name: str) -> None:
    """The data name the rule, its situation, and what ends it."""
    data = as_data(name)

    assert (name, True, True) == (data["rule"], bool(data["claim"]), bool(data["no_longer_with"]))


def test_a_rule_that_there_is_not() -> None:
    """The nearest is named."""
    with pytest.raises(UsageError, match=r"there is no rule 'K99'; did you mean 'K0?9'\?"):
        explained("K99", 100, colour=False)
