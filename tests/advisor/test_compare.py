"""Several situations beside each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from formfacts.advisor.compare import Comparison, as_text, compare, to_data
from formfacts.errors import InputFileError, UsageError


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two situations that differ in one fact, and agree in another."""
    texts = {"a": "knowledge_gap: yes\nbehaviour_gap: tone\n", "b": "behaviour_gap: tone\n"}
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text + "private_data: yes\n", "utf-8")
    return [tmp_path / "a.yaml", tmp_path / "b.yaml"]


@pytest.fixture
def found(files: list[Path]) -> Comparison:
    """The comparison of the two."""
    return compare(files)


def test_says_what_differs(found: Comparison) -> None:
    """Facts and rules that are the same in both are left out."""
    assert (("knowledge_gap", ("yes", "unknown")),) == found.facts
    assert ["K01"] == [rule for rule, _, _ in found.rules]
    assert ("hybrid", "hybrid") == found.approaches


def test_as_text_has_a_column_for_each(found: Comparison) -> None:
    """Approach, confidence, path, facts and rules, side by side."""
    text = as_text(found, 100, colour=False)

    lines = [line.split() for line in text.splitlines()]
    assert ["a", "b"] == lines[0]
    assert ["approach", "hybrid", "hybrid"] == lines[1]
    assert ["knowledge_gap", "yes", "·"] in lines
    assert "  K01  x ·  The model lacks facts" in text


@pytest.mark.parametrize("width", [40, 60, 100])
def test_keeps_within_its_width(found: Comparison, width: int) -> None:
    """In a narrow terminal the cells stand one under the other."""
    assert max(map(len, as_text(found, width, colour=False).splitlines())) <= width


def test_as_data(found: Comparison) -> None:
    """The same for programs."""
    data = json.loads(json.dumps(to_data(found)))

    assert ["a", "b"] == [each["name"] for each in data["situations"]]
    assert [{"fact": "knowledge_gap", "values": ["yes", "unknown"]}] == data["facts_that_differ"]
    assert [True, False] == data["rules_that_differ"][0]["applies"]


def test_the_same_twice_differs_in_nothing(files: list[Path]) -> None:
    """And files of one name are told apart by their paths."""
    found = compare([files[0], files[0]])

    assert ((), (), (str(files[0]),) * 2) == (found.facts, found.rules, found.names)
    assert 2 == as_text(found, 100, colour=False).count("  none")


def test_one_is_too_few(files: list[Path]) -> None:
    """It takes two; a file that cannot be read is named."""
    with pytest.raises(UsageError, match="takes 2 to 9 situation files, not 1"):
        compare(files[:1])
    with pytest.raises(InputFileError, match=r"no\.yaml cannot be read"):
        compare([files[0], Path("no.yaml")])
