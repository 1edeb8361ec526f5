"""What `make train` left beside the adapter."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.advisor.evidence.interval import Score
from formfacts.advisor.evidence.training import Measure, Training, read_training
from formfacts.advisor.evidence.untrusted import Node
from formfacts.errors import InputFileError


def read(*rows: object) -> Training:
    """Read a report with these counts."""
    return read_training(Node({"base": "tiny", "counts": list(rows)}, Path("r"), "`make train`"))


def test_measures_before_and_after() -> None:
    """Each with its gain."""
    found = read({"name": "form met", "base": 0, "tuned": 58, "of": 60})

    assert Training("tiny", (Measure("form met", Score(0, 60), Score(58, 60)),)) == found
    assert found.measures[0].gain.low > 0.8


@pytest.mark.parametrize(("tuned", "helped"), [(58, True), (33, False), (10, False)])
def test_training_helped_if_a_gain_is_beyond_chance(tuned: int, helped: bool) -> None:  # noqa: FBT001
    """30 of 60 before."""
    row = {"name": "form met", "base": 30, "tuned": tuned, "of": 60}

    assert helped == read(row).helped


@pytest.mark.parametrize(
    "row", [{"base": 1, "tuned": 9, "of": 3}, {"base": 1, "of": 3}, "x", {"of": 0}]
)
def test_what_cannot_be(row: object) -> None:
    """Is named with the command that writes it anew."""
    with pytest.raises(InputFileError, match=r"counts 1 .*run `make train`"):
        read(row)
