"""A score held against a target."""

from __future__ import annotations

import pytest

from formfacts.advisor.evidence.interval import NOTHING, Score
from formfacts.advisor.evidence.judge import Repair, State, judge, parse_targets, repair
from formfacts.errors import UsageError


@pytest.mark.parametrize(
    ("score", "state", "more"),
    [
        (Score(60, 60), State.FINE, None),
        (Score(40, 60), State.FAILING, None),
        (Score(30, 30), State.CANNOT_TELL, 5),  # 35 are needed
        (Score(16, 20), State.CANNOT_TELL, 15),  # 35 are needed
        (Score(27, 30), State.CANNOT_TELL, None),  # it is the target
        (NOTHING, State.CANNOT_TELL, 35),  # if all of them were right
    ],
)
def test_three_values(score: Score, state: State, more: int | None) -> None:
    """The target above the interval, below it, or inside; and then how many cases would tell."""
    found = judge("facts", score, 0.9)

    assert (state, more) == (found.state, found.more)


@pytest.mark.parametrize("right", range(101))
def test_as_many_more_tell(right: int) -> None:
    """With that many more at the same share, it is told."""
    found = judge("form", Score(right, 100), 0.85)
    if found.more is None:
        return
    of = 100 * -(-(100 + found.more) // 100)  # whole hundreds keep the share

    assert State.CANNOT_TELL is not judge("form", Score(right * of // 100, of), 0.85).state


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (Score(98, 100), Repair.WHOLLY),
        (Score(75, 100), Repair.PARTLY),
        (Score(55, 100), Repair.NOT),
        (Score(17, 20), Repair.WHOLLY),
        (Score(3, 4), Repair.CANNOT_TELL),
    ],
)
def test_what_a_change_repairs(after: Score, found: Repair) -> None:
    """50 of 100 before."""
    assert found is repair(Score(50, 100), judge("facts", after, 0.9))


def test_targets_are_shares_or_percent() -> None:
    """An axis that is not named keeps its 0.9."""
    assert {"facts": 0.8, "form": 0.9} == parse_targets(["facts=0.8"])
    assert {"facts": 0.95, "form": 0.7} == parse_targets(["form = 70%", "facts=95 %"])
    assert {"facts": 0.9, "form": 0.9} == parse_targets([])


@pytest.mark.parametrize("word", ["fact=0.9", "facts", "facts=", "facts=90", "facts=1", "form=nan"])
def test_wrong_targets(word: str) -> None:
    """Are named, with what to write."""
    with pytest.raises(UsageError, match=r"(?s)^--target '.*'.*(did you mean|write)"):
        parse_targets([word])
