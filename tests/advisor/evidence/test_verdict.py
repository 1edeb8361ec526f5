"""The verdict as a whole."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formfacts.advisor.approach import Approach
from formfacts.advisor.evidence.interval import Score
from formfacts.advisor.evidence.judge import State
from formfacts.advisor.evidence.report import Arm
from formfacts.advisor.evidence.verdict import advise_from, judge_evidence
from tests.advisor.evidence.repos import arm, evidence, report, write_repo

scores = st.integers(0, 200).flatmap(
    lambda of: st.builds(Score, st.integers(0, of), st.just(of)),
)
arms = st.builds(
    Arm, st.sampled_from(["m", "base + adapter", "offline (quotes only)"]), scores, scores
)


def test_both_are_fine() -> None:
    """Stay, and why."""
    found = judge_evidence(evidence("rag", arm(facts=(60, 60), form=(60, 60))))

    assert ["stay"] == [step.kind for step in found.steps]
    assert found.steps[0].say == (
        "facts 60 of 60, 100.0 % (94.0 to 100.0 %), target 90.0 %;"
        " form 60 of 60, 100.0 % (94.0 to 100.0 %), target 90.0 %: the target is reached"
    )


def test_targets_decide(tmp_path: Path) -> None:
    """The same scores are fine for one who asks for less."""
    repo = write_repo(tmp_path, "rag", report(facts=(80, 100), form=(95, 100)))

    assert State.FAILING is advise_from(repo).facts.state
    assert State.FINE is advise_from(repo, {"facts": 0.7, "form": 0.7}).facts.state


def test_the_command_can_be_run(tmp_path: Path) -> None:
    """It names the repo, quoted, and gives the figures as the reason."""
    repo = write_repo(
        tmp_path / "my app", "prompt", report("prompt", facts=(50, 100), form=(99, 100))
    )

    step = advise_from(repo).steps[0]

    assert [
        "formfacts",
        "promote",
        str(repo),
        "--to",
        "rag",
        "--because",
        "facts 50 of 100, 50.0 % (40.4 to 59.6 %), target 90.0 %",
    ] == shlex.split(step.command)


def test_how_many_more_cases() -> None:
    """As many as the axis takes that takes the most: 3.8415 · 0.09 / 0.0667² is 77.8."""
    found = judge_evidence(evidence("rag", arm(facts=(30, 30), form=(29, 30))))

    assert [("collect_cases", 48)] == [(step.kind, step.number) for step in found.steps]


def test_a_score_at_its_target() -> None:
    """No practical number of cases tells them apart."""
    found = judge_evidence(evidence("rag", arm(facts=(90, 100), form=(890, 1000))))

    assert ["stay", "stay"] == [step.kind for step in found.steps]
    assert "no number of cases would tell them apart" in found.steps[0].say
    assert "only 2,458 more cases would tell them apart" in found.steps[1].say


@pytest.mark.parametrize(("approach", "kind"), [("rag", "collect_cases"), ("finetune", "stay")])
def test_facts_that_no_case_scores(approach: str, kind: str) -> None:
    """Count where facts are looked up."""
    as_is = arm(form=(60, 60), model="base + adapter")

    assert kind == judge_evidence(evidence(approach, as_is)).steps[0].kind


def test_a_stand_in_is_measured_again_first() -> None:
    """What it says is not what your model says."""
    found = judge_evidence(evidence("prompt", arm(facts=(50, 100), model="offline (quotes only)")))

    assert ["measure", "promote"] == [step.kind for step in found.steps]


@given(
    st.sampled_from(list(Approach)),
    arms,
    st.dictionaries(st.sampled_from(["plain", "few_shot", "gold", "tuned"]), arms),
)
def test_whatever_the_figures(approach: Approach, as_is: Arm, others: dict[str, Arm]) -> None:
    """There is something to do, a half that is on stays on, and a change has its command."""
    found = judge_evidence(evidence(approach.value, as_is, **others))

    assert found.steps
    assert found.approach.retrieves >= approach.retrieves
    assert found.approach.trains >= approach.trains
    promoted = [step.to for step in found.steps if step.kind == "promote"]
    assert promoted == [found.approach] * (found.approach is not approach)
