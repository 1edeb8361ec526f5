"""What follows for the facts."""

from __future__ import annotations

import pytest

from formfacts.advisor.evidence.project import Evidence
from formfacts.advisor.evidence.report import Arm
from formfacts.advisor.evidence.step import Step
from formfacts.advisor.evidence.verdict import judge_evidence
from tests.advisor.evidence.repos import arm, evidence, sided

WRONG = arm(facts=(50, 100))


def first(found: Evidence) -> Step:
    """Return the first thing to do."""
    return judge_evidence(found).steps[0]


def test_facts_that_fail_without_retrieval() -> None:
    """Are looked up."""
    step = first(evidence("prompt", WRONG))

    assert ("promote", "rag") == (step.kind, step.to)


def test_facts_that_fail_with_retrieval() -> None:
    """Retrieval is mended; it is there already."""
    assert "fix_retrieval" == first(evidence("rag", WRONG)).kind


@pytest.mark.parametrize(("approach", "kind"), [("prompt", "promote"), ("rag", "fix_retrieval")])
@pytest.mark.parametrize("right", [75, 98])
def test_facts_that_the_right_passage_repairs(approach: str, kind: str, right: int) -> None:
    """Wholly or partly: they are a knowledge gap, or what retrieval lost."""
    found = evidence(approach, WRONG, gold=arm(facts=(right, 100)))

    assert kind == first(found).kind
    assert f"with the right passage supplied the facts are right in {right} of 100" in str(
        first(found)
    )


@pytest.mark.parametrize("approach", ["prompt", "rag", "hybrid"])
def test_facts_that_the_right_passage_does_not_repair(approach: str) -> None:
    """No knowledge is missing."""
    found = evidence(approach, WRONG, gold=arm(facts=(55, 100)))

    assert "fix_reading" == first(found).kind
    assert approach == judge_evidence(found).approach


def test_too_few_cases_with_the_right_passage() -> None:
    """Whether it repairs them cannot be told."""
    step = first(evidence("prompt", arm(facts=(6, 12)), gold=arm(facts=(8, 10))))

    assert ("collect_cases", 25) == (step.kind, step.number)


@pytest.mark.parametrize(
    ("as_is", "kind"),
    [
        (sided(facts=(60, 100), cited=(40, 70), refused=(28, 30)), "fix_retrieval"),
        (sided(facts=(60, 100), cited=(68, 70), refused=(28, 30)), "fix_reading"),
        (sided(facts=(75, 100), cited=(68, 70), refused=(8, 30)), "fix_prompt"),
    ],
)
def test_wrong_answers_by_their_kind(as_is: Arm, kind: str) -> None:
    """No right file cited; cited and misread; made up where there is nothing to find."""
    assert kind == first(evidence("rag", as_is)).kind


def test_how_to_mend_the_reading() -> None:
    """A tuned model reads no instructions: its rows teach it."""
    cited = sided(facts=(60, 100), cited=(68, 70), refused=(28, 30))
    tuned = Arm("base + adapter", cited.facts, cited.form, cited.cited, cited.refused)

    assert "let the prompt say" in first(evidence("hybrid", cited)).say
    assert "train on rows" in first(evidence("hybrid", tuned)).say


def test_the_gate_is_named_where_there_is_one() -> None:
    """A repo without retrieval has only its prompt."""
    as_is = sided(facts=(75, 100), cited=(68, 70), refused=(8, 30))

    assert "retrieval.min_support" in first(evidence("rag", as_is)).say
    assert "retrieval.min_support" not in first(evidence("prompt", as_is)).say
