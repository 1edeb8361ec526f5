"""What one fact would have to be for another approach: the nearest such values, as thresholds.

A fact with an order (an amount, a level, how often something changes) is laid out as stretches of
values that lead to one approach; of these the nearest on either side is named. For a fact without
one, each value that leads elsewhere is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from formfacts.advisor.amounts import UNKNOWN, Amount
from formfacts.advisor.approach import Approach
from formfacts.advisor.situation import Changes, Level, values_of

if TYPE_CHECKING:
    from formfacts.advisor.trial import Trial, Value

NO_OTHERS: Mapping[str, Value] = MappingProxyType({})
# Whole numbers from which the thresholds are closed in on: each rule's own lies between two.
GRID = (0, *(step * 10**power for power in range(9) for step in (1, 2, 5)), 10**9)
UNITS = {
    "corpus_size": "tokens",
    "labelled_examples": "examples",
    "requests_per_day": "requests a day",
    "latency_budget_ms": "ms",
    "tokens_per_request": "tokens",
}
# How the ends of an order are called: from a value on upwards, and downwards.
ENDS = {Changes: ("or more often", "or less often"), Level: ("or more", "or less")}


class Change(NamedTuple):
    """One fact that, were it different, would change the approach.

    `value` is the nearest value that does, as a situation file holds it; `words` names all of them
    that lie together with it: `from 10,000 requests a day on`.
    """

    fact: str
    value: str
    approach: Approach
    words: str = ""


class Stretch(NamedTuple):
    """Neighbouring values that lead to one approach: from the first to before the end."""

    start: int
    end: int | None
    approach: Approach


def flips(trial: Trial, fact: str, others: Mapping[str, Value] = NO_OTHERS) -> list[Change]:
    """Return what one fact would have to be for another approach, if the others are as told."""
    value = trial.value(fact)
    if isinstance(value, Amount):
        found = stretches(trial, fact, others)
        near = nearest(found, value.value, trial.approach)
        return [amount_change(fact, stretch, value.value) for stretch in near]
    kind = type(value)
    words = [word for word in values_of(fact) if word != UNKNOWN]
    ways = [trial.after({**others, fact: kind(word)}) for word in words]
    if kind not in ENDS:
        pairs = zip(words, ways, strict=True)
        return [Change(fact, w, a, w) for w, a in pairs if a is not trial.approach]
    runs = list(joined(list(enumerate(ways))))
    place = None if value.value == UNKNOWN else words.index(value.value)
    up, down = ENDS[kind]
    return [
        Change(fact, words[at(run, place)], run.approach, run_words(run, words, up, down))
        for run in nearest(runs, place, trial.approach)
    ]


def stretches(trial: Trial, fact: str, others: Mapping[str, Value]) -> list[Stretch]:
    """Return the stretches of an amount, each start closed in on to the whole number."""

    def way(size: int) -> Approach:
        return trial.after({**others, fact: Amount(str(size), float(size))})

    ways = [(size, way(size)) for size in GRID]
    exact = [ways[0]]
    for (before, old), (after, new) in pairwise(ways):
        if old is not new:
            low, high = before, after
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if way(middle) is old else (low, middle)
            exact.append((high, way(high)))
    return list(joined(exact))


def joined(ways: list[tuple[int, Approach]]) -> Iterator[Stretch]:
    """Yield the stretches out of the values at which the approach is known."""
    starts = [ways[0], *(b for a, b in pairwise(ways) if a[1] is not b[1])]
    ends = [*(start for start, _ in starts[1:]), None]
    for (start, approach), stop in zip(starts, ends, strict=True):
        yield Stretch(start, stop, approach)


def nearest(found: list[Stretch], place: float | None, now: Approach) -> list[Stretch]:
    """Return the nearest stretch below and above a place that leads elsewhere; all for no place."""
    other = [stretch for stretch in found if stretch.approach is not now]
    if place is None:
        return other
    below = [s for s in other if s.end is not None and s.end <= place]
    above = [s for s in other if s.start > place]
    around = [s for s in other if s not in below and s not in above]
    return [*below[-1:], *around, *above[:1]]


def at(stretch: Stretch, place: float | None) -> int:
    """Return the value of a stretch that is nearest to a place, the one at its end for no place."""
    if stretch.end is None:
        return stretch.start
    before = stretch.start == 0 if place is None else stretch.end <= place
    return stretch.end - 1 if before else stretch.start


def amount_change(fact: str, stretch: Stretch, place: float | None) -> Change:
    """Return the change to a stretch of an amount."""
    unit, size = UNITS[fact], at(stretch, place)
    if stretch.end is None and stretch.start == 0:
        words = "any amount"
    elif stretch.end is None:
        words = f"from {stretch.start:,} {unit} on"
    elif stretch.start == 0:
        words = f"below {stretch.end:,} {unit}" if stretch.end > 1 else "none"
    else:
        words = f"from {stretch.start:,} to {stretch.end - 1:,} {unit}"
    return Change(fact, f"{size} {unit}", stretch.approach, words)


def run_words(run: Stretch, words: list[str], up: str, down: str) -> str:
    """Name the values of an order that lie together."""
    last = len(words) - 1 if run.end is None else run.end - 1
    if last == run.start:
        return words[last]
    if last == len(words) - 1 and run.start > 0:
        return f"{words[run.start]} {up}"
    if run.start == 0 and last < len(words) - 1:
        return f"{words[last]} {down}"
    return f"{words[run.start]} to {words[last]}"
