"""From the votes of the rules to advice. The same facts give the same advice, in any order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach, from_bits
from formfacts.advisor.path import Step, make_path
from formfacts.advisor.questions import QUESTIONS
from formfacts.advisor.rules import RULES, THRESHOLD, Need, Rule, score
from formfacts.advisor.situation import FACTS, Answer, Gap, Level, Situation, as_word, with_facts

if TYPE_CHECKING:
    from formfacts.advisor.sources import Source


@dataclass(frozen=True)
class Reason:
    """A rule that applies here, and whether it speaks for the approach that was chosen."""

    rule: str
    claim: str
    reason: str
    sources: tuple[Source, ...]
    supports: bool
    strength: int
    veto: bool


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


@dataclass(frozen=True)
class Advice:
    """Everything that is said about a situation."""

    approach: Approach
    confidence: Level
    confidence_because: str
    path: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    to_do: tuple[ToDo, ...]
    runner_up: RunnerUp
    would_change: tuple[Change, ...]
    situation: Situation


@dataclass(frozen=True)
class Verdict:
    """Where one need stands: its votes, and whether a veto switches it off."""

    votes: int
    vetoed: bool

    @property
    def wanted(self) -> bool:
        """Whether the need is real and nothing forbids it."""
        return self.votes >= THRESHOLD and not self.vetoed

    @property
    def margin(self) -> int:
        """How many votes would have to change for it to tip; a veto is one thing that may go."""
        if self.vetoed and self.votes >= THRESHOLD:
            return 1
        return self.votes - THRESHOLD + 1 if self.wanted else THRESHOLD - self.votes


def advise(situation: Situation) -> Advice:
    """Recommend an approach for a situation."""
    verdicts = weigh(situation)
    approach = _decide(verdicts)
    changes = _what_would_change(situation, approach)
    to_do = _to_do(situation, changes)
    confidence, because = _confidence(situation, to_do)
    return Advice(
        approach=approach,
        confidence=confidence,
        confidence_because=because,
        path=make_path(situation, approach),
        reasons=_reasons(situation, verdicts),
        to_do=to_do,
        runner_up=_runner_up(verdicts, approach, changes),
        would_change=changes,
        situation=situation,
    )


def weigh(situation: Situation) -> dict[Need, Verdict]:
    """Return where each need stands."""
    vetoed = {n for r in RULES if r.veto and r.applies(situation) for n in r.needs}
    return {n: Verdict(score(RULES, n, situation), n in vetoed) for n in Need}


def _decide(verdicts: dict[Need, Verdict]) -> Approach:
    """Combine the needs into the two bits; training has two grounds, form and cost."""
    trains = verdicts[Need.FORM].wanted or verdicts[Need.COST].wanted
    return from_bits(retrieves=verdicts[Need.FACTS].wanted, trains=trains)


def _reasons(situation: Situation, verdicts: dict[Need, Verdict]) -> tuple[Reason, ...]:
    """Return the rules that apply: those for the choice first, the strongest of each first."""
    found = [_reason(r, verdicts) for r in RULES if r.applies(situation)]
    return tuple(sorted(found, key=lambda r: (not r.supports, not r.veto, -abs(r.strength))))


def _reason(applied: Rule, verdicts: dict[Need, Verdict]) -> Reason:
    pushes_up = applied.strength > 0 and not applied.veto
    supports = any(verdicts[need].wanted == pushes_up for need in applied.needs)
    return Reason(
        rule=applied.id,
        claim=applied.claim,
        reason=applied.reason,
        sources=applied.sources,
        supports=supports,
        strength=applied.strength,
        veto=applied.veto,
    )


def _what_would_change(situation: Situation, approach: Approach) -> tuple[Change, ...]:
    """Try every other value of every fact, one at a time, and keep those that tip the advice."""
    changes = []
    for question in QUESTIONS:
        for value in question.try_values:
            if value == as_word(getattr(situation, question.fact)):
                continue
            other = with_facts(situation, {question.fact: value})
            tipped = _decide(weigh(other))
            if tipped is not approach:
                changes.append(Change(question.fact, value, tipped))
    return tuple(changes)


def _to_do(situation: Situation, changes: tuple[Change, ...]) -> tuple[ToDo, ...]:
    """Turn each unknown fact into something to find out, those that could tip the advice first."""
    found = []
    for question in QUESTIONS:
        if as_word(getattr(situation, question.fact)) == Answer.UNKNOWN:
            could = {c.approach for c in changes if c.fact == question.fact}
            ordered = tuple(a for a in Approach if a in could)
            found.append(ToDo(question.fact, question.find_out, ordered))
    return tuple(sorted(found, key=lambda t: not t.could_become))


def _confidence(situation: Situation, to_do: tuple[ToDo, ...]) -> tuple[Level, str]:
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


def _runner_up(
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
    return RunnerUp(second, _because(second, changes))


def _because(second: Approach, changes: tuple[Change, ...]) -> str:
    for change in changes:
        if change.approach is second:
            return f"if {change.fact} turned out to be {change.value}"
    return "if more than one of the facts turned out otherwise"
