"""The advice: over the cases of the source articles, and what must hold for any situation."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from formfacts.advisor.approach import Approach
from formfacts.advisor.questions import QUESTIONS
from formfacts.advisor.recommendation import Advice, advise
from formfacts.advisor.rules import RULES
from formfacts.advisor.situation import make_situation, with_facts

CASES_FILE = Path(__file__).parents[2].parent / "shared" / "decision_cases.yaml"
CASES: list[dict[str, Any]] = (
    yaml.safe_load(CASES_FILE.read_text("utf-8")) if CASES_FILE.exists() else []
)
NO_CASES = pytest.mark.skipif(
    not CASES, reason=f"{CASES_FILE} is not there: it travels beside the checkout, not in it"
)

situations = st.fixed_dictionaries(
    {}, optional={q.fact: st.sampled_from([*q.try_values, "unknown"]) for q in QUESTIONS}
)


def advice_on(**facts: str) -> Advice:
    """Return the advice on some facts."""
    return advise(make_situation(facts))


@NO_CASES
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case_is_acceptable(case: dict[str, Any]) -> None:
    """The advice is one that a fair reader of the case's article could give."""
    approach = advise(make_situation(case["facts"])).approach

    assert approach in {case["expected"], *case["acceptable"]}


@NO_CASES
def test_cases_as_expected() -> None:
    """At least 41 of the 42 cases end where their article ends."""
    met = [c["id"] for c in CASES if advise(make_situation(c["facts"])).approach == c["expected"]]

    assert len(met) >= 41


def test_nothing_known_starts_with_rag() -> None:
    """With nothing known the advice is to start with retrieval, and it says how unsure it is."""
    advice = advice_on()

    assert ("rag", "low", "prompt") == (
        advice.approach,
        advice.confidence,
        advice.runner_up.approach,
    )


@pytest.mark.parametrize(
    ("facts", "approach"),
    [
        ({"knowledge_gap": "yes", "corpus_size": "30 pages"}, "prompt"),
        ({"knowledge_gap": "yes", "private_data": "yes", "corpus_size": "fits_prompt"}, "prompt"),
        ({"knowledge_gap": "yes", "corpus_size": "tiny", "knowledge_changes": "live"}, "rag"),
        ({"knowledge_gap": "yes", "corpus_size": "tiny", "requests_per_day": "very high"}, "rag"),
        ({"knowledge_gap": "yes", "prompting_tried": "yes_sufficient"}, "prompt"),
        (
            {
                "knowledge_gap": "yes",
                "prompting_tried": "yes_sufficient",
                "needs_citations": "yes",
                "corpus_size": "thousands",
            },
            "rag",
        ),
        ({"knowledge_gap": "no", "behaviour_gap": "format"}, "prompt"),
        ({"knowledge_gap": "no", "behaviour_gap": "skill"}, "prompt"),
        ({"behaviour_gap": "format", "prompting_tried": "no"}, "prompt"),
        ({"behaviour_gap": "tone", "prompting_tried": "yes_sufficient"}, "prompt"),
        (
            {
                "behaviour_gap": "skill",
                "prompting_tried": "yes_insufficient",
                "labelled_examples": "none",
            },
            "prompt",
        ),
        (
            {
                "knowledge_gap": "no",
                "behaviour_gap": "none",
                "cost_pressure": "high",
                "requests_per_day": "low",
            },
            "prompt",
        ),
        ({"knowledge_gap": "yes", "behaviour_gap": "none", "cost_pressure": "high"}, "rag"),
        ({"knowledge_gap": "no", "behaviour_gap": "none", "needs_citations": "yes"}, "rag"),
        ({"knowledge_gap": "yes", "behaviour_gap": "tone", "prompting_tried": "no"}, "rag"),
        ({"knowledge_gap": "yes", "behaviour_gap": "tone", "corpus_size": "tiny"}, "hybrid"),
    ],
)
def test_reasons_rather_than_slogans(facts: dict[str, str], approach: str) -> None:
    """Small corpora, untested complaints and missing examples do not call for machinery."""
    assert approach == advice_on(**facts).approach


def test_training_for_cost_is_not_for_the_form() -> None:
    """That the behaviour is fine speaks against a training that was chosen for its cost."""
    advice = advice_on(
        knowledge_gap="no",
        behaviour_gap="none",
        prompting_tried="yes_sufficient",
        cost_pressure="high",
    )

    assert ("finetune", {"K08", "C01"}, {"B07"}) == (
        advice.approach,
        {reason.rule for reason in advice.reasons if reason.supports},
        {reason.rule for reason in advice.reasons if not reason.supports},
    )


def test_facts_are_missing_so_nothing_works_yet() -> None:
    """No reason calls a task done that lacks its facts."""
    advice = advice_on(knowledge_gap="yes", behaviour_gap="none", cost_pressure="high")

    assert [] == [reason.rule for reason in advice.reasons if reason.rule.startswith("C")]


def test_live_data_are_queried() -> None:
    """An index of what changes by the minute would be wrong by the time it is read."""
    step = advice_on(knowledge_gap="yes", knowledge_changes="live").path[0]

    assert "query the live data when the question is asked, " == step.when[:48]


def test_the_second_choice_is_one_fact_away_where_there_is_one() -> None:
    """What takes several facts to be wrong is not the nearest."""
    advice = advice_on(
        knowledge_gap="yes",
        behaviour_gap="skill",
        prompting_tried="yes_insufficient",
        corpus_size="60 pages",
    )

    assert ("hybrid", "finetune", "if knowledge_gap turned out to be no") == (
        advice.approach,
        advice.runner_up.approach,
        advice.runner_up.because,
    )


def test_prompting_untried_comes_first_in_the_path() -> None:
    """Whatever the end is, a team that has not tried prompting starts there."""
    advice = advice_on(knowledge_gap="yes", behaviour_gap="tone", prompting_tried="no")

    assert [("prompt", "start"), ("rag", "then"), ("hybrid", "if")] == [
        (step.approach, step.stage) for step in advice.path
    ]


def test_a_veto_leaves_training_as_runner_up() -> None:
    """A gap without examples is not trained for now; the way to it stays open."""
    facts = {"knowledge_gap": "no", "behaviour_gap": "tone", "labelled_examples": "none"}

    advice = advice_on(**facts)

    assert ("prompt", "finetune") == (advice.approach, advice.runner_up.approach)


def test_unknown_facts_that_could_tip_it_are_to_be_found_out() -> None:
    """The to-do list starts with what could change the advice, and says into what."""
    advice = advice_on(knowledge_gap="no", behaviour_gap="tone")

    first = advice.to_do[0]

    assert ("prompting_tried", (Approach.PROMPT,)) == (first.fact, first.could_become)


@settings(deadline=None)
@given(facts=situations, seed=st.randoms())
def test_order_does_not_matter(facts: dict[str, str], seed: Random) -> None:
    """The same facts in any order give the same advice."""
    shuffled = list(facts.items())
    seed.shuffle(shuffled)

    assert advise(make_situation(facts)) == advise(make_situation(dict(shuffled)))


@settings(deadline=None)
@given(facts=situations)
def test_what_would_change_it_does(facts: dict[str, str]) -> None:
    """Each change that the advice names gives the approach that it names."""
    situation = make_situation(facts)

    for change in advise(situation).would_change:
        changed = with_facts(situation, {change.fact: change.value})
        assert change.approach is advise(changed).approach


@settings(deadline=None)
@given(facts=situations)
def test_the_path_leads_to_the_approach(facts: dict[str, str]) -> None:
    """The path starts once, its last step that is not conditional is the approach."""
    advice = advise(make_situation(facts))

    required = [step for step in advice.path if step.stage != "if"]

    assert ("start", advice.approach) == (required[0].stage, required[-1].approach)
    assert advice.approach is not advice.runner_up.approach


@settings(deadline=None)
@given(facts=situations, fact=st.sampled_from(["knowledge_gap", "needs_citations", "private_data"]))
def test_evidence_for_facts_never_stops_retrieval(facts: dict[str, str], fact: str) -> None:
    """One more sign that facts are missing does not take retrieval away."""
    before = advise(make_situation(facts)).approach
    after = advise(make_situation(facts | {fact: "yes"})).approach

    assert after.retrieves or not before.retrieves


@settings(deadline=None)
@given(facts=situations, before=st.sampled_from(["no", "unknown"]))
def test_failed_prompting_never_stops_training(facts: dict[str, str], before: str) -> None:
    """Learning that prompting failed does not take training away.

    From `yes_sufficient` it may: what works could have been trained for its cost alone.
    """
    wrong = facts | {"behaviour_gap": "skill"}

    first = advise(make_situation(wrong | {"prompting_tried": before})).approach
    then = advise(make_situation(wrong | {"prompting_tried": "yes_insufficient"})).approach

    assert then.trains or not first.trains


@settings(deadline=None)
@given(facts=situations)
def test_no_facts_are_trained_in(facts: dict[str, str]) -> None:
    """Missing facts without a fault of behaviour never lead to training."""
    approach = advise(
        make_situation(facts | {"knowledge_gap": "yes", "behaviour_gap": "none"})
    ).approach

    assert not approach.trains


def test_every_reason_names_its_rule_and_sources() -> None:
    """Reasons are the rules that apply: claims, sources, and for or against."""
    advice = advice_on(knowledge_gap="yes", behaviour_gap="none")

    known = {rule.id: (rule.claim, rule.sources) for rule in RULES}

    assert [("K01", True), ("B07", True)] == [(r.rule, r.supports) for r in advice.reasons]
    assert all(known[r.rule] == (r.claim, r.sources) for r in advice.reasons)
