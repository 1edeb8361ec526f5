"""Whether facts that are not known yet could still change the answer: proved, not guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache
from random import Random
from typing import Any

from formfacts.advisor.amounts import UNKNOWN_AMOUNT, Amount
from formfacts.advisor.approach import Approach
from formfacts.advisor.reads import facts_read
from formfacts.advisor.rules import RULES, THRESHOLD, Need, Rule
from formfacts.advisor.rules.cost import LONG_REQUEST, TIGHT_LATENCY_MS
from formfacts.advisor.rules.facts import (
    FEW_REQUESTS,
    FITS_A_CACHED_PROMPT,
    FITS_A_PROMPT,
    MANY_REQUESTS,
)
from formfacts.advisor.rules.form import ENOUGH_EXAMPLES, TOO_FEW_EXAMPLES
from formfacts.advisor.rules.rule import wanted
from formfacts.advisor.situation import FACTS, Situation
from formfacts.advisor.verdict import decide, weigh

Value = StrEnum | Amount
Known = Mapping[str, Value]
# Completions that are tried before a proof is attempted: one that differs saves the proof.
TRIES = 40
# Steps that a proof may take; where it would take more, the question is asked.
MOST_STEPS = 200

# The amounts at which a rule changes its mind, and one far beyond.
EDGES: Mapping[str, tuple[float, ...]] = {
    "corpus_size": (FITS_A_PROMPT, FITS_A_CACHED_PROMPT, 1e9),
    "labelled_examples": (TOO_FEW_EXAMPLES, ENOUGH_EXAMPLES),
    "requests_per_day": (FEW_REQUESTS, MANY_REQUESTS, 1e8),
    "latency_budget_ms": (TIGHT_LATENCY_MS + 1,),
    "tokens_per_request": (LONG_REQUEST,),
}


class UnaskedError(Exception):
    """A rule reads a fact that is not known yet."""

    def __init__(self, fact: str) -> None:
        super().__init__(fact)
        self.fact = fact


class Partly:
    """A situation of which some facts are known; reading another raises UnaskedError."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def judge(self, rules: Iterable[Rule], need: Need, total: int) -> bool:
        """Return whether a need is real if what is known settles that."""
        settled = bounded_by(rules, need, self._known, total)
        if settled is not None:
            return settled
        for rule in rules:
            if need in rule.needs and status(rule, self._known) is None:
                for fact in facts_read(rule):
                    if fact not in self._known:
                        raise UnaskedError(fact)
        raise AssertionError(need)

    def __getattr__(self, fact: str) -> Value:
        """Return a known fact."""
        try:
            return self._known[fact]
        except KeyError:
            raise UnaskedError(fact) from None


def situation_of(known: Known) -> Situation:
    """Return the situation with these facts; every other is unknown."""
    fields: dict[str, Any] = dict(known)
    return Situation(**fields)


@cache
def values_to_try(fact: str) -> tuple[Value, ...]:
    """Return values of a fact, unknown among them, that lead every rule to all it can say."""
    blank = getattr(Situation(), fact)
    if not isinstance(blank, Amount):
        kind: type[StrEnum] = type(blank)
        return tuple(kind)
    sizes = sorted({0.0, *(size for edge in EDGES[fact] for size in (edge - 1, edge))})
    counted = tuple(Amount(f"{size:g}", size) for size in sizes)
    return (UNKNOWN_AMOUNT, Amount("some", None), *counted)


def is_open(known: Known) -> bool:
    """Whether another approach could come out once the other facts are known."""
    needs = {need: bounded(need, known) for need in Need}
    training = either(needs[Need.FORM], needs[Need.COST])
    if needs[Need.FACTS] is not None and training is not None:
        return False
    if has_witness(known):
        return True
    # The bounds take each rule by itself; only the rules together can tell more.
    facts = [(Need.FACTS,)] if needs[Need.FACTS] is None else []
    bits = [*facts, *([(Need.FORM, Need.COST)] if training is None else [])]
    return any(len(outcomes(known, bit_of(grounds, known))) > 1 for grounds in bits)


def bit_of(grounds: tuple[Need, ...], known: Known) -> Callable[[Any], bool]:
    """Return a function of Partly that works out a bit, by the rules that are open alone."""
    parts = []
    for need in grounds:
        told = {rule.id: status(rule, known) for rule in rules_on(need)}
        if any(rule.veto and told[rule.id] for rule in rules_on(need)):
            continue
        base = sum(rule.strength for rule in rules_on(need) if told[rule.id])
        parts.append((need, base, [r for r in rules_on(need) if told[r.id] is None]))
    return lambda s: any(wanted(left, need, s, base) for need, base, left in parts)


def either(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001  two alike
    """Return whether one of two holds; None where that is open."""
    if one or other:
        return True
    return None if one is None or other is None else False


def bounded(need: Need, known: Known) -> bool | None:
    """Return whether a need is real whatever else there is to know; None if that is open."""
    return bounded_by(rules_on(need), need, known)


def bounded_by(rules: Iterable[Rule], need: Need, known: Known, total: int = 0) -> bool | None:
    """Return the same for some of the rules, if the others have come to `total`."""
    mine = [rule for rule in rules if need in rule.needs]
    forbidden = [status(rule, known) for rule in mine if rule.veto]
    if True in forbidden:
        return False
    told = [(rule.strength, status(rule, known)) for rule in mine if not rule.veto]
    least = total + sum(s for s, holds in told if holds or (holds is None and s < 0))
    most = total + sum(s for s, holds in told if holds or (holds is None and s > 0))
    if most < THRESHOLD:
        return False
    return True if least >= THRESHOLD and None not in forbidden else None


def status(rule: Rule, known: Known) -> bool | None:
    """Return whether a rule applies whatever else there is to know; None if that is open."""
    mine = facts_read(rule)
    key = (rule.id, *((fact, known[fact]) for fact in mine if fact in known))
    if key not in STATUSES:
        found = outcomes({f: known[f] for f in mine if f in known}, rule.applies)
        STATUSES[key] = None if len(found) > 1 else found.pop()
    return STATUSES[key]


STATUSES: dict[tuple[object, ...], bool | None] = {}


def has_witness(known: Known) -> bool:
    """Whether two of a few completions, picked at random but the same each time, differ."""
    found = {approach for _, approach in completions(known, TRIES)}
    return len(found) > 1


def completions(known: Known, count: int) -> list[tuple[dict[str, Value], Approach]]:
    """Return situations with these facts and any others, each with its approach."""
    pick = Random(count)  # noqa: S311  no secret: the same each time
    left = [fact for fact in FACTS if fact not in known]
    found = []
    for _ in range(count):
        facts = {**known, **{fact: pick.choice(values_to_try(fact)) for fact in left}}
        found.append((facts, decide(weigh(situation_of(facts)))))
    return found


def outcomes(known: Known, bit: Any) -> set[bool]:  # noqa: ANN401  a function of Partly
    """Return what a bit can come to, over every completion of the known facts.

    The bit is worked out until it reads a fact that is not known; then each value is tried. It
    reads no more than it needs, and so few are tried.
    """
    steps = 0

    def explore(facts: dict[str, Value]) -> set[bool]:
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS:
            return {True, False}
        try:
            return {bit(Partly(facts))}
        except UnaskedError as missing:
            found: set[bool] = set()
            for value in values_to_try(missing.fact):
                found |= explore({**facts, missing.fact: value})
                if len(found) > 1:
                    break
            return found

    return explore(dict(known))


@cache
def rules_on(need: Need) -> tuple[Rule, ...]:
    """Return the rules that speak of a need."""
    return tuple(rule for rule in RULES if need in rule.needs)
