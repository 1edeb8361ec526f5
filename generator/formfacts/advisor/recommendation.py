"""Advice on a situation. The same facts give the same advice, in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formfacts.advisor.additions import Addition, additions
from formfacts.advisor.anti_patterns import anti_patterns_in
from formfacts.advisor.approach import Approach
from formfacts.advisor.flips import Change
from formfacts.advisor.path import Step, make_path
from formfacts.advisor.rules import RULES, Need, Rule
from formfacts.advisor.second import RunnerUp, runner_up
from formfacts.advisor.situation import Level, Situation
from formfacts.advisor.trial import Trial
from formfacts.advisor.verdict import weigh
from formfacts.advisor.what_if import ToDo, confidence, find_out, what_would_change

if TYPE_CHECKING:
    from formfacts.advisor.anti_patterns import AntiPattern
    from formfacts.advisor.sources import Source

DECIDES = 3


class Reason(NamedTuple):
    """A rule that applies here, and whether it speaks for the approach that was chosen."""

    rule: str
    claim: str
    reason: str
    sources: tuple[Source, ...]
    supports: bool
    strength: int
    veto: bool


class Trap(NamedTuple):
    """An anti-pattern that is found here: its name, what goes wrong, and what to do instead."""

    id: str
    name: str
    claim: str
    reason: str
    sources: tuple[Source, ...]


class Advice(NamedTuple):
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
    anti_patterns: tuple[Trap, ...] = ()
    additions: tuple[Addition, ...] = ()


def advise(situation: Situation) -> Advice:
    """Recommend an approach for a situation."""
    trial = Trial(situation)
    changes = what_would_change(trial)
    to_do = find_out(situation, changes)
    level, because = confidence(situation, to_do)
    return Advice(
        approach=trial.approach,
        confidence=level,
        confidence_because=because,
        path=make_path(situation, trial.approach),
        reasons=_reasons(situation, trial.approach),
        to_do=to_do,
        runner_up=runner_up(trial, weigh(situation), changes),
        would_change=changes,
        situation=situation,
        anti_patterns=tuple(_trap(found) for found in anti_patterns_in(situation)),
        additions=additions(situation, trial.approach),
    )


def _trap(found: AntiPattern) -> Trap:
    return Trap(found.id, found.name, found.claim, found.reason, found.sources)


def _reasons(situation: Situation, approach: Approach) -> tuple[Reason, ...]:
    """Return the rules that apply: those for the choice first, the strongest of each first."""
    found = [_reason(r, approach) for r in RULES if r.applies(situation)]
    return tuple(sorted(found, key=_rank))


def _rank(reason: Reason) -> tuple[bool, int]:
    """Return where a reason stands; a veto is as strong as what nearly decides."""
    return (not reason.supports, -(DECIDES if reason.veto else abs(reason.strength)))


def _reason(applied: Rule, approach: Approach) -> Reason:
    """Tell whether a rule speaks for the choice: it pushes a bit to where it came to stand.

    Form and cost push the same bit. That nothing is wrong with the form is no reason for a training
    that was chosen for its cost.
    """
    pushes_up = applied.strength > 0 and not applied.veto
    bit = approach.retrieves if Need.FACTS in applied.needs else approach.trains
    supports = bit == pushes_up
    return Reason(
        rule=applied.id,
        claim=applied.claim,
        reason=applied.reason,
        sources=applied.sources,
        supports=supports,
        strength=applied.strength,
        veto=applied.veto,
    )
