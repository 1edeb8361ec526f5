"""What follows for the form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formfacts.advisor.evidence.interval import Score
from formfacts.advisor.evidence.project import Evidence
from formfacts.advisor.evidence.step import Step
from formfacts.advisor.evidence.training import Measure, Training
from formfacts.advisor.evidence.verdict import judge_evidence
from tests.advisor.evidence.repos import arm, evidence

RIGHT = (98, 100)
BROKEN = arm(facts=RIGHT, form=(50, 100))
TUNED = arm(facts=RIGHT, form=(50, 100), model="base + adapter")


def first(found: Evidence) -> Step:
    """Return the first thing to do."""
    return judge_evidence(found).steps[0]


@pytest.mark.parametrize(("approach", "to"), [("prompt", "finetune"), ("rag", "hybrid")])
def test_form_that_fails_untrained(approach: str, to: str) -> None:
    """Is trained, after the prompt has been worked on and rows are there."""
    step = first(evidence(approach, BROKEN))

    assert ("promote", to, 2) == (step.kind, step.to, len(step.first))


def test_form_that_worked_examples_do_not_repair() -> None:
    """The prompt has been tried: only the rows remain to be collected."""
    step = first(evidence("rag", BROKEN, few_shot=arm(form=(60, 100))))

    assert ("promote", ("200 checked rows show the wanted form",)) == (step.kind, step.first)
    assert "with worked examples in the prompt the form is right in 60 of 100" in step.say


def test_form_that_worked_examples_repair() -> None:
    """Needs no training."""
    found = evidence("rag", BROKEN, few_shot=arm(form=(97, 100)))

    assert ("fix_prompt", "rag") == (first(found).kind, judge_evidence(found).approach)


def test_form_that_the_right_passage_repairs() -> None:
    """Needs no training either: it was guessing for want of facts."""
    both = arm(facts=(50, 100), form=(50, 100))
    found = judge_evidence(evidence("prompt", both, gold=arm(facts=(98, 100), form=(98, 100))))

    assert "rag" == found.approach
    assert ["stay", "promote"] == [step.kind for step in found.steps]


def test_both_fail_and_neither_is_repaired() -> None:
    """With the right passage told apart, both halves are called for at once."""
    both = arm(facts=(50, 100), form=(50, 100))
    few_shot, gold = arm(form=(55, 100)), arm(facts=(98, 100), form=(50, 100))

    step = first(evidence("prompt", both, few_shot=few_shot, gold=gold))

    assert ("promote", "hybrid") == (step.kind, step.to)


def test_both_fail_and_nothing_tells_why() -> None:
    """Facts first: form cannot be judged on wrong answers."""
    found = judge_evidence(evidence("prompt", arm(facts=(50, 100), form=(50, 100))))

    assert ["rag"] == [step.to for step in found.steps]
    assert "the form fails too; judge it again once the facts are right" in found.notes


def test_too_few_worked_examples_to_tell() -> None:
    """More cases first."""
    found = evidence("rag", arm(facts=RIGHT, form=(6, 12)), few_shot=arm(form=(8, 10)))

    assert ("collect_cases", 25) == (first(found).kind, first(found).number)


@pytest.mark.parametrize(("rows", "more"), [(None, 200), (60, 140), (200, 200), (640, 640)])
def test_a_trained_form_that_fails(rows: int | None, more: int) -> None:
    """Takes more rows: what is commonly enough, then as many again."""
    step = first(replace(evidence("hybrid", TUNED), rows=rows))

    assert ("collect_rows", more) == (step.kind, step.number)


def test_a_training_that_changed_nothing() -> None:
    """More of the same rows would change nothing either."""
    nothing = Training("base", (Measure("form met", Score(30, 60), Score(31, 60)),))

    assert "check_rows" == first(replace(evidence("hybrid", TUNED), training=nothing)).kind


def test_an_adapter_that_was_not_asked() -> None:
    """With a provider, its model answers the cases."""
    step = first(evidence("finetune", BROKEN))

    assert ("measure", "APP_OFFLINE=1 make evaluate") == (step.kind, step.command)
