"""A situation whose facts are changed for a moment, to see what would come of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

from formfacts.advisor.amounts import Amount
from formfacts.advisor.approach import Approach, from_bits
from formfacts.advisor.reads import facts_read
from formfacts.advisor.rules import RULES, THRESHOLD, Need
from formfacts.advisor.situation import FACTS, Situation

Value = StrEnum | Amount
Score = tuple[dict[Need, int], dict[Need, int]]


class Trial:
    """Works the approach out again after a change, by the rules that read what was changed.

    What-ifs try some hundred changes, each of which few rules read.
    """

    def __init__(self, situation: Situation) -> None:
        facts = {fact: getattr(situation, fact) for fact in FACTS}
        self._facts = cast("Any", SimpleNamespace(**facts))
        self._applies = [rule.applies(self._facts) for rule in RULES]
        self._score = (dict.fromkeys(Need, 0), dict.fromkeys(Need, 0))
        for number, applies in enumerate(self._applies):
            if applies:
                count(self._score, number, 1)
        self.approach = approach_of(self._score)

    def value(self, fact: str) -> Value:
        """Return a fact as it is in the situation."""
        found: Value = getattr(self._facts, fact)
        return found

    def after(self, changes: Mapping[str, Value]) -> Approach:
        """Return the approach if these facts were so."""
        return approach_of(self.score(changes))

    def score(self, changes: Mapping[str, Value]) -> Score:
        """Return the votes and the vetoes on each need if these facts were so."""
        before = {fact: getattr(self._facts, fact) for fact in changes}
        vars(self._facts).update(changes)
        votes, vetoes = self._score
        score = (dict(votes), dict(vetoes))
        for number in sorted({n for fact in changes for n in readers()[fact]}):
            applies = RULES[number].applies(self._facts)
            if applies is not self._applies[number]:
                count(score, number, 1 if applies else -1)
        vars(self._facts).update(before)
        return score


def count(score: Score, number: int, times: int) -> None:
    """Add a rule to the score, or take it away."""
    rule = RULES[number]
    votes, vetoes = score
    for need in rule.needs:
        votes[need] += times * rule.strength
        vetoes[need] += times * rule.veto


def approach_of(score: Score) -> Approach:
    """Combine the needs into the two bits, as verdict.py does."""
    votes, vetoes = score
    wanted = {need: votes[need] >= THRESHOLD and not vetoes[need] for need in Need}
    return from_bits(retrieves=wanted[Need.FACTS], trains=wanted[Need.FORM] or wanted[Need.COST])


@cache
def readers() -> Mapping[str, tuple[int, ...]]:
    """Return for each fact the numbers of the rules that read it."""
    read = [facts_read(rule) for rule in RULES]
    return {fact: tuple(n for n, facts in enumerate(read) if fact in facts) for fact in FACTS}
