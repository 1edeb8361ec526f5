"""The verdict as data."""

from __future__ import annotations

import json
from dataclasses import replace

from formfacts.advisor.evidence.as_data import to_data
from formfacts.advisor.evidence.interval import Score, wilson
from formfacts.advisor.evidence.training import Measure, Training
from formfacts.advisor.evidence.verdict import judge_evidence
from tests.advisor.evidence.repos import arm, evidence

FOUND = replace(
    evidence("prompt", arm((30, 60), (29, 30)), gold=arm((59, 60), (30, 30))),
    training=Training("tiny", (Measure("form met", Score(0, 60), Score(58, 60)),)),
    rows=640,
)


def test_intervals_and_counts() -> None:
    """Of each axis, with what would tell."""
    axes = to_data(judge_evidence(FOUND))["axes"]
    low, high = wilson(30, 60).low, wilson(30, 60).high

    assert {
        "state": "failing",
        "target": 0.9,
        "right": 30,
        "of": 60,
        "share": 0.5,
        "interval": [low, high],
        "more_cases": None,
    } == axes["facts"]
    assert ("cannot_tell", 48) == (axes["form"]["state"], axes["form"]["more_cases"])


def test_steps_and_what_follows() -> None:
    """With their commands and numbers."""
    data = to_data(judge_evidence(FOUND))

    assert ("prompt", "rag") == (data["approach"], data["follows"])
    assert [("promote", None, "rag"), ("collect_cases", 48, None)] == [
        (step["kind"], step["number"], step["to"]) for step in data["steps"]
    ]


def test_it_is_json() -> None:
    """As it stands, with arms and training; of no cases there is no share."""
    data = json.loads(json.dumps(to_data(judge_evidence(FOUND))))

    assert (59, None) == (
        data["arms"]["gold"]["facts"]["right"],
        data["as_is"]["right_file_cited"]["share"],
    )
    assert ["form met"] == [measure["name"] for measure in data["training"]]
    assert to_data(judge_evidence(replace(FOUND, training=None)))["training"] is None
