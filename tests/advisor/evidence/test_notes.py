"""What weakens the evidence, and what it shows besides."""

from __future__ import annotations

from dataclasses import replace

from formfacts.advisor.evidence.report import Arm
from formfacts.advisor.evidence.verdict import judge_evidence
from tests.advisor.evidence.repos import arm, evidence

FINE = arm(facts=(60, 60), form=(60, 60))


def notes(approach: str, as_is: Arm, **arms: Arm) -> str:
    """Return the notes on a repo as one text."""
    return "; ".join(judge_evidence(evidence(approach, as_is, **arms)).notes)


def test_nothing_to_note() -> None:
    """A plain case."""
    assert not notes("rag", FINE)


def test_models_that_stand_in() -> None:
    """Are named."""
    assert "the offline stand-in answered" in notes("rag", replace(FINE, model="offline (q)"))
    assert "the tiny model" in notes("hybrid", replace(FINE, model="tiny + .cache/adapter"))


def test_cases_that_the_model_failed_on() -> None:
    """And what became of them."""
    assert "in 3 cases, which are left out" in notes("rag", replace(FINE, failed=3))
    uncertain = replace(FINE, failed=3, left_out=False)
    assert "in 3 cases, which are counted as wrong" in notes("rag", uncertain)


def test_experiments_with_another_model() -> None:
    """Cannot be compared."""
    assert "with another model: other" in notes("rag", FINE, gold=replace(FINE, model="other"))
    assert not notes("rag", FINE, tuned=replace(FINE, model="base + adapter"))


def test_retrieval_that_may_not_be_needed() -> None:
    """Where the model alone has the facts right."""
    assert "is retrieval needed?" in notes("rag", FINE, plain=FINE)


def test_facts_that_no_case_scores() -> None:
    """How to have them scored."""
    assert "`answerable: true`" in notes("finetune", arm(form=(60, 60)))
