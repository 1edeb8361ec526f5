"""What `make evaluate` left, as scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from formfacts.advisor.evidence.interval import NOTHING, Score
from formfacts.advisor.evidence.report import ARMS, AS_IS, Arm, read_report
from formfacts.advisor.evidence.untrusted import Node
from formfacts.errors import InputFileError
from tests.advisor.evidence.repos import MODEL, counts, report
from tests.conftest import ROOT

SCHEMA = json.loads((ROOT / "docs" / "evaluation.schema.json").read_text(encoding="utf-8"))


def read(data: dict[str, Any]) -> dict[str, Arm]:
    """Read a report that meets the published schema."""
    Draft202012Validator(SCHEMA).validate(data)
    return read_report(Node(data, Path("r.json"), "`make evaluate`")).arms


def case(number: int, **values: object) -> dict[str, object]:
    """Return the record of a case that went well."""
    return {
        "id": f"c{number}",
        "facts": True,
        "form": True,
        "cited": True,
        "cites": True,
        "reached": True,
        **values,
    }


def test_schema_is_one() -> None:
    """And names the arms that are read."""
    Draft202012Validator.check_schema(SCHEMA)

    assert set(ARMS) - {AS_IS} == set(SCHEMA["properties"]["arms"]["properties"])


def test_todays_report() -> None:
    """Two axes, and of the facts the two sides."""
    data = report(facts=(40, 60), form=(50, 65), cited=(35, 40), refused=(15, 20))

    assert {AS_IS: Arm(MODEL, Score(40, 60), Score(50, 65), Score(35, 40), Score(15, 20))} == read(
        data
    )


def test_arms_of_a_diagnosis() -> None:
    """Are read where they are there; unknown ones and unknown properties are passed over."""
    data = report(form=(1, 2)) | {
        "arms": {
            "gold": {"model": "m", "counts": counts(facts=(9, 9), form=(9, 9)), "cost": 3},
            "chain_of_thought": {"counts": counts(form=(1, 9))},
        }
    }

    assert {AS_IS, "gold"} == set(read(data))
    assert Arm("m", Score(9, 9), Score(9, 9)) == read(data)["gold"]


def test_arms_alone_are_a_report() -> None:
    """A diagnosis need not repeat the evaluation."""
    assert ["plain"] == list(read({"arms": {"plain": {"counts": counts(form=(1, 2))}}}))


def test_cases_that_the_model_failed_on_are_left_out() -> None:
    """They say nothing about the approach."""
    lost = [case(1, facts=False, form=False, cited=None, reached=False)]
    data = report(facts=(7, 9), form=(8, 10), cited=(7, 8), refused=(1, 1))
    data |= {"unreached": 2, "results": [*lost, case(2, facts=None, form=False, reached=False)]}

    assert Arm(MODEL, Score(7, 8), Score(8, 8), failed=2) == read(data)[AS_IS]


def test_cases_that_cannot_be_told_count_as_wrong() -> None:
    """A report of an older template does not say which they were."""
    found = read(report(facts=(7, 9), form=(8, 10)) | {"unreached": 2})[AS_IS]

    assert (Score(7, 9), 2, False) == (found.facts, found.failed, found.left_out)


def test_cases_without_a_file_to_cite() -> None:
    """There any answer counts as citing, which says nothing."""
    data = report(facts=(1, 2), form=(2, 2), cited=(2, 2))

    assert Score(2, 2) == read(data | {"results": [case(1), case(2)]})[AS_IS].cited
    assert NOTHING == read(data | {"results": [case(1), case(2, cites=False)]})[AS_IS].cited


def test_wrong_answers_are_lost_or_misread() -> None:
    """By whether they cite a right file."""
    found = read(report(facts=(40, 60), form=(60, 60), cited=(33, 40), refused=(16, 20)))[AS_IS]

    assert (Score(24, 40), 7, 9) == (found.answered, found.lost, found.misread)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"counts": None}, "counts is None, no object"),
        ({"counts": {"facts": {"right": 3, "of": 2}}}, "counts, facts has 3 right of 2"),
        ({"counts": {"facts": {"right": 3}}}, "has of None, which is no number"),
        ({"counts": {"facts": 3}}, "counts, facts is 3, no object"),
        ({"unreached": 10}, "is of a model that failed on every case: run `make doctor`, and"),
        ({"unreached": -1}, "has unreached -1"),
        ({"counts": counts(facts=(1, 2), form=(2, 2), refused=(2, 2))}, "do not add up"),
        ({"results": {}}, "has results {}, which is no list"),
        ({"results": ["x"]}, "results 1 is 'x', no object"),
        ({"arms": []}, r"arms is \[\], no object"),
        ({"halves": "x"}, "has halves 'x', which is no list"),
        ({"model": 3}, "has model 3, which is no str"),
    ],
)
def test_what_cannot_be(change: dict[str, object], wrong: str) -> None:
    """Is named with its place and what to run."""
    data = report(facts=(5, 9), form=(8, 10)) | change

    with pytest.raises(InputFileError, match=rf"^r\.json: .*{wrong}.*run `make evaluate`$"):
        read_report(Node(data, Path("r.json"), "`make evaluate`"))


def test_more_cases_lost_than_there_are() -> None:
    """Records and counts that contradict each other."""
    lost = [case(n, facts=False, reached=False) for n in range(3)]
    data = report(facts=(5, 6), form=(5, 9)) | {"unreached": 3, "results": lost}

    with pytest.raises(InputFileError, match="do not add up"):
        read(data)


def test_neither_counts_nor_arms() -> None:
    """It is some other JSON."""
    with pytest.raises(InputFileError, match="has no counts"):
        read_report(Node({"a": 1}, Path("r.json"), "`make evaluate`"))
