"""What must hold for any situation: relevance, and that evidence counts for what it shows."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from formfacts.advisor.approach import Approach
from formfacts.advisor.next_question import facts_at_issue
from formfacts.advisor.recommendation import advise
from formfacts.advisor.rules import Need
from formfacts.advisor.situation import FACTS, Situation, make_situation
from formfacts.advisor.still_open import values_to_try
from formfacts.advisor.verdict import decide, weigh
from tests.advisor.test_recommendation import situations

YES = ("no", "unknown", "yes")
NO = tuple(reversed(YES))
PACE = ("never", "rarely", "monthly", "weekly", "daily", "live")


class Evidence(NamedTuple):
    """Values of a fact, each more of a sign for the need than the last, beside other facts."""

    need: Need
    fact: str
    values: tuple[str, ...]
    beside: dict[str, str]


# Left out is what counts both ways. A duty of deletion calls for an index and forbids training,
# after which a small corpus may ride along in the prompt; that money matters is a ground for
# training only where passages do not fill the prompt and prompting has been tried.
GAP = {"behaviour_gap": "skill"}
PLAIN = {"knowledge_gap": "no", "needs_citations": "no", "prompting_tried": "yes_sufficient"}
EVIDENCE = (
    Evidence(Need.FACTS, "knowledge_gap", YES, {}),
    Evidence(Need.FACTS, "needs_citations", YES, {}),
    Evidence(Need.FACTS, "private_data", YES, {}),
    Evidence(Need.FACTS, "knowledge_changes", PACE, {}),
    Evidence(Need.FACTS, "corpus_size", ("5000 tokens", "150k tokens", "3m tokens"), {}),
    Evidence(Need.FACTS, "hallucination_cost", ("low", "medium", "high"), {}),
    Evidence(Need.FACTS, "hosting", ("either", "api_only"), {}),
    Evidence(Need.FACTS, "fails_with_passage", NO, {}),
    Evidence(Need.FACTS, "question_kind", ("one_fact", "live_or_structured"), {}),
    Evidence(Need.FACTS, "access_rules", YES, {}),
    Evidence(Need.FORM, "behaviour_gap", ("none", "tone"), {}),
    Evidence(Need.FORM, "prompting_tried", ("no", "unknown", "yes_insufficient"), GAP),
    Evidence(Need.FORM, "labelled_examples", ("none", "60", "300"), GAP),
    Evidence(Need.FORM, "examples_show_behaviour", YES, GAP),
    Evidence(Need.FORM, "fails_with_passage", YES, GAP),
    Evidence(Need.FORM, "schema_would_do", NO, {"behaviour_gap": "format"}),
    Evidence(Need.FORM, "test_set", YES, {}),
    Evidence(Need.FORM, "baseline_measured", YES, {}),
    Evidence(Need.FORM, "rules_change", PACE[::-1], {}),
    Evidence(Need.FORM, "deletion_duty", NO, {}),
    Evidence(Need.FORM, "tuning_available", YES, {}),
    Evidence(Need.FORM, "lifetime", ("one_off", "lasting"), {}),
    Evidence(Need.FORM, "maintainer", ("nobody", "ml_team"), {}),
    Evidence(
        Need.COST, "cost_pressure", ("low", "medium", "high"), {**PLAIN, "requests_per_day": "5000"}
    ),
    Evidence(Need.COST, "requests_per_day", ("100", "5000", "50000"), PLAIN),
    Evidence(Need.COST, "tokens_per_request", ("short", "long"), {}),
    Evidence(Need.COST, "latency_budget_ms", ("2 seconds", "300 ms"), {}),
)


@settings(deadline=None, max_examples=60)
@pytest.mark.parametrize("evidence", EVIDENCE, ids=lambda e: f"{e.need}-{e.fact}")
@given(facts=situations, data=st.data())
def test_evidence_never_removes_its_need(
    evidence: Evidence, facts: dict[str, str], data: st.DataObject
) -> None:
    """One more sign of a need leaves the need where it was, if it was there.

    Whether a small corpus rides along in the prompt depends on whether the form is trained, so for
    the facts that has to stay as it is.
    """
    values = evidence.values
    later = data.draw(st.integers(1, len(values) - 1))
    sooner = data.draw(st.integers(0, later - 1))

    before, after = (
        weigh(make_situation({**facts, **evidence.beside, evidence.fact: values[n]}))
        for n in (sooner, later)
    )

    if evidence.need is Need.FACTS:
        assume(before[Need.FORM].wanted == after[Need.FORM].wanted)
    assert after[evidence.need].wanted or not before[evidence.need].wanted


@settings(deadline=None)
@given(seed=st.integers(0, 10**6))
def test_an_irrelevant_fact_never_flips_it(seed: int) -> None:
    """A fact that no rule reads which is still open changes nothing, whatever it is."""
    pick = Random(seed)  # noqa: S311  no secret
    full = {fact: pick.choice(values_to_try(fact)) for fact in FACTS}
    fact = pick.choice(FACTS)
    known = {name: value for name, value in full.items() if name != fact}
    if fact in facts_at_issue(known):
        return

    found = {
        decide(weigh(Situation(**known, **{fact: value})))  # type: ignore[arg-type]
        for value in values_to_try(fact)
    }

    assert 1 == len(found)


@settings(deadline=None)
@given(facts=situations, title=st.text(), description=st.text())
def test_what_is_for_people_changes_nothing(
    facts: dict[str, str], title: str, description: str
) -> None:
    """Neither the title nor the description has a say."""
    bare, told = make_situation(facts), make_situation(facts, title, description)

    assert advise(bare) == advise(told)._replace(situation=bare)


@pytest.mark.parametrize("approach", Approach)
def test_every_approach_can_be_reached(approach: Approach) -> None:
    """By the two gaps alone, all else unknown."""
    facts = {
        "knowledge_gap": "yes" if approach.retrieves else "no",
        "behaviour_gap": "tone" if approach.trains else "none",
    }

    assert approach is advise(make_situation(facts)).approach
