"""Which question comes next: the one after which the least is open, until nothing is."""

from __future__ import annotations

from formfacts.advisor.questions import QUESTIONS, Question
from formfacts.advisor.reads import facts_read
from formfacts.advisor.rules import Need
from formfacts.advisor.situation import FACTS
from formfacts.advisor.still_open import (
    Known,
    bounded,
    either,
    is_open,
    rules_on,
    status,
    values_to_try,
)

# Whatever they can change, everybody expects these two first: they are the two bits.
OPENING = ("knowledge_gap", "behaviour_gap")
# What an open need counts, and an open veto, beside a vote of strength 1.
OPEN_NEED, OPEN_VETO = 3, 4
ASKED = {question.fact: question for question in QUESTIONS}


def next_question(known: Known) -> Question | None:
    """Return the question to ask next, None where no answer to any could change the approach.

    A fact that somebody does not know is among the known, as unknown: it is not asked again.
    """
    if not is_open(known):
        return None
    for fact in OPENING:
        if fact not in known:
            return ASKED[fact]
    candidates = [fact for fact in FACTS if fact not in known and fact in facts_at_issue(known)]
    return ASKED[min(candidates, key=lambda fact: expected_openness(known, fact))]


def facts_at_issue(known: Known) -> set[str]:
    """Return the facts that a rule reads which is still open."""
    return {
        fact
        for need in Need
        for rule in rules_on(need)
        if status(rule, known) is None
        for fact in facts_read(rule)
    }


def expected_openness(known: Known, fact: str) -> float:
    """Return how much would be open after an answer, over the answers that there are."""
    values = values_to_try(fact)
    return sum(openness({**known, fact: value}) for value in values) / len(values)


def openness(known: Known) -> int:
    """Return how much is open: what could still be voted on needs that are not settled."""
    needs = {need: bounded(need, known) for need in Need}
    unsettled = [need for need in Need if needs[need] is None]
    if either(needs[Need.FORM], needs[Need.COST]) is not None:
        unsettled = [need for need in unsettled if need is Need.FACTS]
    return sum(open_votes(need, known) for need in unsettled)


def open_votes(need: Need, known: Known) -> int:
    """Return what the open rules on a need could do."""
    left = [rule for rule in rules_on(need) if status(rule, known) is None]
    return OPEN_NEED + sum(OPEN_VETO if rule.veto else abs(rule.strength) for rule in left)
