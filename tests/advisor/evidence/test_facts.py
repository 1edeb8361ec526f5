"""What evidence settles of a situation."""

from __future__ import annotations

from dataclasses import replace

from formfacts.advisor.evidence.facts import facts_from, with_evidence
from formfacts.advisor.evidence.project import Evidence
from formfacts.advisor.evidence.verdict import judge_evidence
from formfacts.advisor.situation import Gap, make_situation
from tests.advisor.evidence.repos import arm, evidence

MEASURED = {"test_set": "yes", "baseline_measured": "yes"}


def facts(found: Evidence) -> dict[str, str]:
    """Return the facts that follow, which a situation takes."""
    words = facts_from(judge_evidence(found))
    make_situation(words)
    return words


def test_a_prompt_that_does() -> None:
    """Nothing is missing and nothing is wrong."""
    assert MEASURED | {
        "knowledge_gap": "no",
        "behaviour_gap": "none",
        "prompting_tried": "yes_sufficient",
    } == facts(evidence("prompt", arm(facts=(60, 60), form=(60, 60))))


def test_a_prompt_that_lacks_facts() -> None:
    """The gap is one of knowledge, and the form is right."""
    assert MEASURED | {
        "knowledge_gap": "yes",
        "behaviour_gap": "none",
        "prompting_tried": "yes_insufficient",
    } == facts(evidence("prompt", arm(facts=(30, 60), form=(60, 60))))


def test_a_prompt_that_fails_with_the_passage() -> None:
    """No knowledge is missing."""
    found = facts(evidence("prompt", arm(facts=(30, 60)), gold=arm(facts=(32, 60))))

    assert ("no", "yes") == (found["knowledge_gap"], found["fails_with_passage"])


def test_what_retrieval_closes_says_nothing_of_the_gap() -> None:
    """Only the model alone would tell, where it was asked."""
    fine = arm(facts=(60, 60), form=(60, 60))

    assert MEASURED | {"behaviour_gap": "none"} == facts(evidence("rag", fine))
    assert "no" == facts(evidence("rag", fine, plain=fine))["knowledge_gap"]


def test_form_that_neither_examples_nor_passages_repair() -> None:
    """Is a gap of behaviour, of the kind that cases check."""
    broken = arm(facts=(60, 60), form=(20, 60))

    assert MEASURED | {
        "behaviour_gap": "format",
        "prompting_tried": "yes_insufficient",
        "fails_with_passage": "yes",
    } == facts(evidence("rag", broken, few_shot=broken, gold=broken))


def test_few_cases_are_no_test_set() -> None:
    """And settle nothing else."""
    assert {"baseline_measured": "yes"} == facts(evidence("rag", arm((5, 6), (5, 6))))


def test_a_stand_in_settles_nothing_of_a_model() -> None:
    """It shows that there are cases."""
    assert {"test_set": "yes"} == facts(evidence("prompt", arm((1, 60), (1, 60), "offline (q)")))


def test_rows_are_counted() -> None:
    """A tuned model is no baseline."""
    tuned = replace(evidence("hybrid", arm((60, 60), (60, 60), "base + adapter")), rows=502)

    assert {"test_set": "yes", "labelled_examples": "502"} == facts(tuned)


def test_evidence_overrules_opinion() -> None:
    """But not the kind of a gap, which cases do not tell."""
    opinion = make_situation({"behaviour_gap": "tone", "test_set": "no", "private_data": "yes"})
    broken = judge_evidence(evidence("rag", arm((60, 60), (20, 60))))
    fine = judge_evidence(evidence("rag", arm((60, 60), (60, 60))))

    combined = with_evidence(opinion, broken)

    assert {"behaviour_gap": "tone", "private_data": "yes", **MEASURED} == combined.facts()
    assert Gap.NONE is with_evidence(opinion, fine).behaviour_gap
