"""Changes for a moment come to what the whole situation comes to."""

from __future__ import annotations

from random import Random

import pytest

from formfacts.advisor.situation import FACTS, Situation
from formfacts.advisor.still_open import values_to_try
from formfacts.advisor.trial import Trial, Value
from formfacts.advisor.verdict import decide, weigh


def random_facts(pick: Random) -> dict[str, Value]:
    """Return a value for every fact."""
    return {fact: pick.choice(values_to_try(fact)) for fact in FACTS}


@pytest.mark.parametrize("seed", range(60))
def test_as_the_whole_situation(seed: int) -> None:
    """Up to three changes give what the rules give on the changed situation; nothing stays."""
    pick = Random(seed)  # noqa: S311  no secret
    facts, other = random_facts(pick), random_facts(pick)
    trial = Trial(Situation(**facts))  # type: ignore[arg-type]

    for _ in range(10):
        changes = {fact: other[fact] for fact in pick.sample(FACTS, 3)}
        whole = decide(weigh(Situation(**{**facts, **changes})))  # type: ignore[arg-type]
        assert whole is trial.after(changes)
    assert trial.approach is trial.after({}) is decide(weigh(Situation(**facts)))  # type: ignore[arg-type]
