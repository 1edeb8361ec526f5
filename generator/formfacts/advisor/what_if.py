"""What else it could be: every fact is tried with its other values, one at a time."""

from __future__ import annotations

from dataclasses import dataclass

from formfacts.advisor.approach import Approach, from_bits
from formfacts.advisor.questions import QUESTIONS
from formfacts.advisor.rules import Need
from formfacts.advisor.situation import FACTS, Answer, Gap, Level, Situation, as_word, with_facts
from formfacts.advisor.verdict import Verdict, decide, weigh


@dataclass(frozen=True)
class Change:
    """One fact that, were it different, would change the approach."""

    fact: str
    value: str
    approach: Approach


@dataclass(frozen=True)
class ToDo:
    """A fact that is not known: how to find out, and what it could turn the advice into."""

    fact: str
    do: str
    could_become: tuple[Approach, ...]


@dataclass(frozen=True)
class RunnerUp:
    """The approach that comes second, and what would have to be so for it to come first."""

    approach: Approach
    because: str


def what_would_change(situation: Situation, approach: Approach) -> tuple[Change, ...]:
    """Try every other value of every fact, one at a time, and keep those that tip the advice."""
    changes = []
    for question in QUESTIONS:
        for value in question.try_values:
            if value == as_word(getattr(situation, question.fact)):
                continue
            other = with_facts(situation, {question.fact: value})
            tipped = decide(weigh(other))
            if tipped is not approach:
                changes.append(Change(question.fact, value, tipped))
    return tuple(changes)


def find_out(situation: Situation, changes: tuple[Change, ...]) -> tuple[ToDo, ...]:
    """Turn each unknown fact into something to find out, those that could tip the advice first."""
    found = []
    for question in QUESTIONS:
        if as_word(getattr(situation, question.fact)) == Answer.UNKNOWN:
            could = {c.approach for c in changes if c.fact == question.fact}
            ordered = tuple(a for a in Approach if a in could)
            found.append(ToDo(question.fact, question.find_out, ordered))
    return tuple(sorted(found, key=lambda t: not t.could_become))


def confidence(situation: Situation, to_do: tuple[ToDo, ...]) -> tuple[Level, str]:
    """Say how firm the advice is: by what is not known, never by a made-up percentage."""
    open_facts = [t.fact for t in to_do if t.could_become]
    if situation.knowledge_gap is Answer.UNKNOWN and situation.behaviour_gap is Gap.UNKNOWN:
        return (
            Level.LOW,
            "neither gap is known yet: this is a place to start",
        )
    if not open_facts:
        return Level.HIGH, "no fact that is still unknown could change it alone"
    known = len(FACTS) - len(to_do)
    names = ", ".join(open_facts)
    level = Level.MEDIUM if known > len(open_facts) else Level.LOW
    return level, f"{len(open_facts)} of the unknown facts could still change it: {names}"


def runner_up(
    verdicts: dict[Need, Verdict], approach: Approach, changes: tuple[Change, ...]
) -> RunnerUp:
    """Tip the bit that stands on fewer votes, facts first, and name one fact that would do it."""
    facts = verdicts[Need.FACTS].margin
    grounds = [verdicts[Need.FORM]]
    if verdicts[Need.COST].votes:
        grounds.append(verdicts[Need.COST])
    # While the training bit is on, every ground for it would have to go; while off, one suffices.
    margins = [g.margin for g in grounds if g.wanted == approach.trains]
    training = max(margins) if approach.trains else min(margins)
    if facts <= training:
        second = from_bits(retrieves=not approach.retrieves, trains=approach.trains)
    else:
        second = from_bits(retrieves=approach.retrieves, trains=not approach.trains)
    # What one fact leads to is nearer than what takes several.
    reached = [change.approach for change in changes]
    if reached and second not in reached:
        second = reached[0]
    return RunnerUp(second, _because(second, changes))


def _because(second: Approach, changes: tuple[Change, ...]) -> str:
    for change in changes:
        if change.approach is second:
            return f"if {change.fact} turned out to be {change.value}"
    return "if more than one of the facts turned out otherwise"
