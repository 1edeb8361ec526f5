"""Whether an axis is failing, fine, or cannot be told yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from formfacts.advisor.evidence.interval import Score, cases_needed, difference
from formfacts.advisor.situation import suggest
from formfacts.errors import UsageError, brief

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

AXES = ("facts", "form")
TARGETS: Mapping[str, float] = {"facts": 0.9, "form": 0.9}


class State(StrEnum):
    """Where an axis stands: the target is above its interval, below it, or inside."""

    FAILING = "failing"
    FINE = "fine"
    CANNOT_TELL = "cannot tell yet"


@dataclass(frozen=True)
class Judged:
    """A score held against a target.

    `more` is how many more cases would tell, if the share stays as it is; None where it is told,
    or where the share is the target itself, so that no number would.
    """

    axis: str
    score: Score
    target: float
    state: State
    more: int | None = None


def judge(axis: str, score: Score, target: float) -> Judged:
    """Hold a score against a target, a share between 0 and 1."""
    interval = score.interval
    if interval.high < target:
        return Judged(axis, score, target, State.FAILING)
    if interval.low > target:
        return Judged(axis, score, target, State.FINE)
    # Without cases: as many as would do if all of them were right.
    needed = cases_needed(score.share if score.of else 1.0, target)
    more = None if needed is None else max(1, needed - score.of)
    return Judged(axis, score, target, State.CANNOT_TELL, more)


class Repair(StrEnum):
    """What a change did to a failing score."""

    WHOLLY = "wholly"
    PARTLY = "partly"
    NOT = "not"
    CANNOT_TELL = "cannot tell yet"


def repair(before: Score, after: Judged) -> Repair:
    """Tell whether a change repaired what failed: by the gain, and by where the score stands then.

    Partly: the score rose and still fails. Not: it still fails and no gain can be seen.
    """
    gained = difference(after.score, before).low > 0
    if after.state is State.FAILING:
        return Repair.PARTLY if gained else Repair.NOT
    return Repair.WHOLLY if gained else Repair.CANNOT_TELL


def parse_targets(words: Iterable[str]) -> dict[str, float]:
    """Read `facts=0.9` or `facts=90%`; an axis that is not named keeps its 0.9.

    Raises:
        UsageError: there is no such axis, or the share does not lie between 0 and 1.
    """
    targets = dict(TARGETS)
    for word in words:
        axis, _, share = word.partition("=")
        if axis.strip() not in AXES:
            raise UsageError(f"--target {brief(word)} names no axis; {suggest(axis.strip(), AXES)}")
        targets[axis.strip()] = parse_share(word, share.strip())
    return targets


def parse_share(word: str, share: str) -> float:
    """Read a share, as a fraction or in percent."""
    try:
        value = float(share.removesuffix("%")) / (100 if share.endswith("%") else 1)
    except ValueError:
        value = 0.0
    if not 0 < value < 1:
        raise UsageError(
            f"--target {brief(word)} is no share between 0 and 1; write --target facts=0.9"
        )
    return value
