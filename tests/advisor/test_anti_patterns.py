"""Each anti-pattern: one situation that tempts to it, and the change after which none does."""

from __future__ import annotations

import pytest

from formfacts.advisor.anti_patterns import ANTI_PATTERNS, AntiPattern, anti_patterns_in
from formfacts.advisor.recommendation import advise
from formfacts.advisor.rule_examples import ANTI_PATTERN_EXAMPLES
from formfacts.advisor.situation import make_situation

BY_ID = {found.id: found for found in ANTI_PATTERNS}


@pytest.mark.parametrize("name", ANTI_PATTERN_EXAMPLES)
def test_is_found_and_then_not(name: str) -> None:
    """The situation tempts to it, and no longer once one fact is changed."""
    example = ANTI_PATTERN_EXAMPLES[name]

    found = [
        BY_ID[name] in anti_patterns_in(make_situation(facts))
        for facts in (example.facts, {**example.facts, **example.change})
    ]

    assert ([True, False], 1) == (found, len(example.change))


def test_every_one_has_its_situation() -> None:
    """The examples name all of them, in reading order."""
    assert list(BY_ID) == list(ANTI_PATTERN_EXAMPLES)


@pytest.mark.parametrize("found", ANTI_PATTERNS, ids=lambda found: found.id)
def test_says_what_and_why_and_whence(found: AntiPattern) -> None:
    """It has a name, a claim of one sentence, a reason and a source."""
    stated = (found.claim.endswith("."), len(found.reason) > 40, bool(found.sources))

    assert (True, True, True) == stated
    assert not found.name.endswith(".")


def test_nothing_known_tempts_to_nothing() -> None:
    """Without facts nobody is warned."""
    assert () == advise(make_situation({})).anti_patterns


def test_the_advice_names_them() -> None:
    """The advice carries name, claim and sources."""
    advice = advise(make_situation({"knowledge_gap": "yes", "test_set": "no"}))

    assert ["no test set"] == [trap.name for trap in advice.anti_patterns]
