"""What one fact would have to be: each named value tips the advice, and none is nearer."""

from __future__ import annotations

from hypothesis import given, settings

from formfacts.advisor.amounts import Amount
from formfacts.advisor.approach import Approach
from formfacts.advisor.flips import flips
from formfacts.advisor.scales import SCALES
from formfacts.advisor.situation import FACTS, Situation, make_situation, values_of, with_facts
from formfacts.advisor.trial import Trial
from formfacts.advisor.verdict import decide, weigh
from tests.advisor.test_recommendation import situations


def approach(situation: Situation) -> Approach:
    """Return the approach, the long way."""
    return decide(weigh(situation))


def ways(fact: str, **facts: str) -> list[tuple[str, str, str]]:
    """Return value, words and approach of each flip of a fact."""
    found = flips(Trial(make_situation(facts)), fact)
    return [(c.value, c.words, c.approach.value) for c in found]


def test_a_volume_is_named_as_a_threshold() -> None:
    """The nearest volume that tips it, and that all beyond do."""
    facts = {"knowledge_gap": "yes", "corpus_size": "50 pages", "requests_per_day": "300"}

    assert [("10000 requests a day", "from 10,000 requests a day on", "rag")] == ways(
        "requests_per_day", **facts
    )


def test_a_threshold_that_comes_of_two_amounts() -> None:
    """80,000 tokens, uncached, are dear from 1,250 requests a day on."""
    facts = {"knowledge_gap": "yes", "corpus_size": "80000 tokens", "prefix_caching": "no"}

    assert [("1250 requests a day", "from 1,250 requests a day on", "rag")] == ways(
        "requests_per_day", requests_per_day="300", **facts
    )


def test_a_level_and_a_pace_are_thresholds_too() -> None:
    """What has an order is named by the nearest value and the direction."""
    guide = {"knowledge_gap": "yes", "corpus_size": "50 pages"}
    brand = {"knowledge_gap": "no", "behaviour_gap": "tone"}

    assert [("daily", "daily or more often", "rag")] == ways(
        "knowledge_changes", knowledge_changes="rarely", **guide
    )
    assert [("rarely", "rarely or less often", "finetune")] == ways(
        "rules_change", rules_change="weekly", **brand
    )


def test_words_without_an_order_are_each_named() -> None:
    """Every kind of gap that tips it stands for itself."""
    found = ways("behaviour_gap", knowledge_gap="yes", behaviour_gap="tone")

    assert [
        ("none", "none", "rag"),
        ("format", "format", "rag"),
        ("skill", "skill", "rag"),
        ("domain_reasoning", "domain_reasoning", "rag"),
    ] == found


def test_an_unknown_amount_has_every_stretch() -> None:
    """Of what is not known, both sides are named."""
    found = ways("labelled_examples", knowledge_gap="no", behaviour_gap="tone")

    assert [("49 examples", "below 50 examples", "prompt")] == found


@settings(deadline=None)
@given(facts=situations)
def test_each_flip_flips(facts: dict[str, str]) -> None:
    """Run again with the value, the advice is what was said."""
    situation = make_situation(facts)
    trial = Trial(situation)

    for fact in FACTS:
        for change in flips(trial, fact):
            changed = approach(with_facts(situation, {fact: change.value}))
            assert change.approach is changed is not trial.approach


@settings(deadline=None)
@given(facts=situations)
def test_no_nearer_amount_flips(facts: dict[str, str]) -> None:
    """One less, or one more, towards what is so now leaves the advice as it is."""
    situation = make_situation(facts)
    trial = Trial(situation)

    for fact in SCALES:
        now = trial.value(fact)
        assert isinstance(now, Amount)
        if now.value is None:
            continue
        for change in flips(trial, fact):
            size = float(change.value.split()[0])
            nearer = size - 1 if size > now.value else size + 1
            assert trial.after({fact: Amount("", nearer)}) is not change.approach


@settings(deadline=None)
@given(facts=situations)
def test_what_is_not_named_does_not_flip(facts: dict[str, str]) -> None:
    """A word for which nothing is said leaves the advice as it is."""
    situation = make_situation(facts)
    trial = Trial(situation)

    for fact in FACTS:
        found = flips(trial, fact)
        if fact not in SCALES and not found:
            words = [word for word in values_of(fact) if word != "unknown"]
            after = {approach(with_facts(situation, {fact: word})) for word in words}
            assert {trial.approach} == after
