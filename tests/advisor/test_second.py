"""The runner-up: reached by the changes that it names, and by no fewer."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from formfacts.advisor.recommendation import advise
from formfacts.advisor.second import all_moves, missing, smallest, threes, tips
from formfacts.advisor.situation import (
    FACTS,
    Answer,
    Situation,
    as_word,
    make_situation,
    with_facts,
)
from formfacts.advisor.still_open import values_to_try
from formfacts.advisor.trial import Trial
from formfacts.advisor.verdict import decide, weigh
from tests.advisor.test_recommendation import situations

# Its rules move and nobody can train it: either alone forbids the training.
TWICE_FORBIDDEN = {
    "knowledge_gap": "no",
    "behaviour_gap": "tone",
    "rules_change": "weekly",
    "tuning_available": "no",
    "needs_citations": "no",
    "access_rules": "no",
    "deletion_duty": "no",
    "fails_with_passage": "yes",
}


def test_one_fact_that_is_not_known_comes_before_one_that_is() -> None:
    """What nobody has looked at yet is likelier to be otherwise."""
    advice = advise(make_situation({"knowledge_gap": "no", "behaviour_gap": "tone"}))

    assert ("prompt", "if prompting_tried turned out to be no") == (
        advice.runner_up.approach,
        advice.runner_up.because,
    )


def test_two_facts_where_one_is_not_enough() -> None:
    """Both vetoes have to go, and both are named with the nearest value."""
    situation = make_situation(TWICE_FORBIDDEN)
    trial = Trial(situation)

    found = dict(smallest(trial, trial.approach))

    assert 2 == len(found)
    assert trial.after(found) is not trial.approach


def test_sets_of_three_start_from_the_nearest_two() -> None:
    """The search for three tries what is missing least first."""
    trial = Trial(make_situation({**TWICE_FORBIDDEN, "examples_show_behaviour": "no"}))
    moves = list(all_moves(trial))

    found = [moves for moves in threes(trial, moves) if tips(trial, moves)]

    assert found
    assert missing(trial, ()) >= missing(trial, found[0][:2])


@settings(deadline=None)
@given(facts=situations)
def test_its_changes_lead_there(facts: dict[str, str]) -> None:
    """Run again with all of them, the advice is the runner-up."""
    situation = make_situation(facts)
    advice = advise(situation)
    second = advice.runner_up

    changed = with_facts(situation, {c.fact: c.value for c in second.changes})

    assert second.approach is not advice.approach
    if second.changes:
        assert second.approach is decide(weigh(changed))


@pytest.mark.parametrize("seed", range(25))
def test_no_fewer_would_do(seed: int) -> None:
    """Two changes are named only where no single one tips the advice, to whatever value."""
    pick = Random(seed)  # noqa: S311  no secret
    facts = {fact: pick.choice(values_to_try(fact)) for fact in FACTS}
    situation = Situation(**facts)  # type: ignore[arg-type]
    trial = Trial(situation)
    changes = advise(situation).runner_up.changes

    single = [
        (fact, value)
        for fact in FACTS
        for value in values_to_try(fact)
        if as_word(value) not in {Answer.UNKNOWN, "some"}
        and trial.after({fact: value}) is not trial.approach
    ]

    assert (1 == len(changes)) == bool(single)
