"""The runner-up: the approach that takes the fewest other facts, and which ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from formfacts.advisor.approach import Approach, from_bits
from formfacts.advisor.flips import Change, flips
from formfacts.advisor.rules import Need
from formfacts.advisor.situation import FACTS, Answer, as_word, parse_fact
from formfacts.advisor.trial import Trial, Value
from formfacts.advisor.verdict import Verdict

Move = tuple[str, Value]
Moves = tuple[Move, ...]
# Sets of two from which those of three are made: the ones that come nearest. By the rules as they
# are two were always enough; the search does not rely on that.
BEAM = 60


class RunnerUp(NamedTuple):
    """The approach that comes second, and the smallest set of changes that puts it first."""

    approach: Approach
    because: str
    changes: tuple[Change, ...] = ()


def runner_up(trial: Trial, verdicts: dict[Need, Verdict], changes: tuple[Change, ...]) -> RunnerUp:
    """Return the approach that takes the fewest changes: one, or else two or three by search."""
    likely = by_margin(verdicts, trial.approach)
    if changes:
        # Where it stands on one fact, one that nobody knows yet is likelier to be otherwise.
        unsure = [c for c in changes if as_word(trial.value(c.fact)) == Answer.UNKNOWN]
        reach = [c for c in (*unsure, *changes) if c.approach is likely]
        first = (reach or unsure or list(changes))[0]
        return RunnerUp(first.approach, because((first,)), (first,))
    found = together(trial, smallest(trial, likely))
    if not found:
        return RunnerUp(likely, "if more than three of the facts turned out otherwise")
    return RunnerUp(found[-1].approach, because(found), found)


def by_margin(verdicts: dict[Need, Verdict], approach: Approach) -> Approach:
    """Return what comes of tipping the bit that stands on fewer votes, facts first."""
    facts = verdicts[Need.FACTS].margin
    grounds = [verdicts[Need.FORM]]
    if verdicts[Need.COST].votes:
        grounds.append(verdicts[Need.COST])
    # While the training bit is on, every ground for it would have to go; while off, one suffices.
    margins = [g.margin for g in grounds if g.wanted == approach.trains]
    training = max(margins) if approach.trains else min(margins)
    if facts <= training:
        return from_bits(retrieves=not approach.retrieves, trains=approach.trains)
    return from_bits(retrieves=approach.retrieves, trains=not approach.trains)


def because(changes: tuple[Change, ...]) -> str:
    """Say what would have to be so."""
    *most, last = [f"{c.fact} turned out to be {c.words or c.value}" for c in changes]
    return f"if {', '.join(most)} and {last}" if most else f"if {last}"


def smallest(trial: Trial, likely: Approach) -> Moves:
    """Return the fewest changes that tip the advice, where one is not enough; none for over three.

    Of equally many: those to the likely approach, then those to facts that are not known, then in
    the order of the facts. All sets of two are tried, those that do something by themselves first,
    and of three those that contain a promising two.
    """
    moves = list(all_moves(trial))
    base = trial.score({})
    active = [move for move in moves if trial.score({move[0]: move[1]}) != base]
    for sets in (combinations(active, 2), combinations(moves, 2), threes(trial, active)):
        found = [s for s in sets if tips(trial, s)]
        if found:
            return min(found, key=lambda s: (trial.after(dict(s)) is not likely, known(trial, s)))
    return ()


def all_moves(trial: Trial) -> Iterator[Move]:
    """Yield every fact with every other value that some rule tells apart."""
    from formfacts.advisor.still_open import values_to_try  # only here, and seldom

    for fact in FACTS:
        for value in values_to_try(fact):
            if as_word(value) not in {Answer.UNKNOWN, "some"} and value != trial.value(fact):
                yield fact, value


def threes(trial: Trial, active: list[Move]) -> Iterator[Moves]:
    """Yield sets of three: each of the pairs that come nearest, with one more."""
    pairs = [pair for pair in combinations(active, 2) if pair[0][0] != pair[1][0]]
    for pair in sorted(pairs, key=lambda pair: missing(trial, pair))[:BEAM]:
        yield from ((*pair, move) for move in active)


def missing(trial: Trial, moves: Moves) -> int:
    """Return how many votes and vetoes are still in the way of the nearest bit."""
    votes, vetoes = trial.score(dict(moves))
    now = {need: Verdict(votes[need], bool(vetoes[need])) for need in Need}
    open_vetoes = {need: max(vetoes[need] - 1, 0) for need in Need}
    return min(now[need].margin + open_vetoes[need] for need in Need)


def tips(trial: Trial, moves: Moves) -> bool:
    """Whether different facts are changed, and that gives another approach."""
    changes = dict(moves)
    return len(changes) == len(moves) and trial.after(changes) is not trial.approach


def known(trial: Trial, moves: Moves) -> int:
    """Return how many of the facts are known: those would have to be wrong."""
    return sum(as_word(trial.value(fact)) != Answer.UNKNOWN for fact, _ in moves)


def together(trial: Trial, moves: Moves) -> tuple[Change, ...]:
    """Put each change in words, with the nearest value that does it beside the others."""
    end = trial.after(dict(moves))
    settled = dict(moves)
    found = []
    for fact, value in moves:
        others = {name: other for name, other in settled.items() if name != fact}
        near = [c for c in flips(trial, fact, others) if c.approach is end]
        exact = [c for c in near if c.value == as_word(value)]
        change = (exact or near)[0]
        settled[fact] = parse_fact(fact, change.value)
        found.append(change)
    return tuple(found)
