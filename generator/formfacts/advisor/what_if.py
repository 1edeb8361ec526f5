"""What else it could be: every fact is tried with its other values, one at a time."""

from __future__ import annotations

from typing import NamedTuple

from formfacts.advisor.approach import Approach
from formfacts.advisor.flips import Change, flips
from formfacts.advisor.questions import QUESTIONS
from formfacts.advisor.situation import FACTS, Answer, Gap, Level, Situation, as_word
from formfacts.advisor.trial import Trial


class ToDo(NamedTuple):
    """A fact that is not known: how to find out, and what it could turn the advice into."""

    fact: str
    do: str
    could_become: tuple[Approach, ...]


def what_would_change(trial: Trial) -> tuple[Change, ...]:
    """Return, for each fact by itself, the nearest values that tip the advice."""
    return tuple(change for q in QUESTIONS for change in flips(trial, q.fact))


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
