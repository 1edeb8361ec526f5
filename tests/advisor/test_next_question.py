"""The interview asks what can still change the answer, and no more."""

from __future__ import annotations

from random import Random
from statistics import median

import pytest

from formfacts.advisor.next_question import next_question
from formfacts.advisor.reads import facts_read
from formfacts.advisor.rules import RULES, Rule
from formfacts.advisor.situation import FACTS
from formfacts.advisor.still_open import (
    Value,
    completions,
    is_open,
    situation_of,
    status,
    values_to_try,
)
from formfacts.advisor.verdict import decide, weigh

SITUATIONS = 400
PICK = Random(1)  # noqa: S311  no secret


def random_situation(pick: Random) -> dict[str, Value]:
    """Return a value for every fact, unknown among them."""
    return {fact: pick.choice(values_to_try(fact)) for fact in FACTS}


def asked(full: dict[str, Value]) -> dict[str, Value]:
    """Return the facts that an interview asks for, with their answers."""
    known: dict[str, Value] = {}
    while (question := next_question(known)) is not None:
        known[question.fact] = full[question.fact]
    return known


@pytest.mark.slow
def test_an_interview_ends_where_the_whole_situation_does() -> None:
    """And asks at most seven questions in the median; `benchmarks/interview.py` tries 10,000."""
    pick = Random(7)  # noqa: S311  no secret
    numbers = []
    for _ in range(SITUATIONS):
        full = random_situation(pick)
        known = asked(full)
        numbers.append(len(known))
        assert decide(weigh(situation_of(full))) is decide(weigh(situation_of(known)))

    assert median(numbers) <= 7


def test_nothing_is_asked_for_nothing() -> None:
    """As long as it asks, there are answers that would change the approach, for all it can tell."""
    assert is_open({})
    assert not is_open(random_situation(PICK))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_settled_rule_stays_as_it_is(rule: Rule) -> None:
    """What the facts known so far settle, no other fact changes."""
    pick = Random(3)  # noqa: S311  no secret
    for _ in range(15):
        full = random_situation(pick)
        known = {fact: full[fact] for fact in FACTS if pick.random() < 0.5}
        told = status(rule, known)
        found = {rule.applies(situation_of(facts)) for facts, _ in completions(known, 20)}
        assert told is None or found == {told}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_reads_no_other_facts(rule: Rule) -> None:
    """A fact that it does not read never changes it."""
    pick = Random(5)  # noqa: S311  no secret
    mine = facts_read(rule)
    for _ in range(30):
        one, other = random_situation(pick), random_situation(pick)
        mixed = {**other, **{fact: one[fact] for fact in mine}}
        assert rule.applies(situation_of(one)) == rule.applies(situation_of(mixed))
