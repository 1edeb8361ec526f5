"""Evaluation cases, and the ways in which a file of them can be bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import DataError
from app.evaluation.cases import Case, load_cases
from tests.small import write


def fault(root: Path, text: str) -> str:
    """Load these cases and return what is wrong with them."""
    write(root / "cases.yaml", text)
    with pytest.raises(DataError) as caught:
        load_cases(root, ["cases.yaml"])
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{root}/")


def test_cases_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    """Several files make one list."""
    write(tmp_path / "b.yaml", "- {id: one, question: Why}\n")
    write(tmp_path / "a.yaml", "- {id: two, question: How, answerable: true, facts: [so]}\n")

    expected = [
        Case(id="one", question="Why"),
        Case(id="two", question="How", answerable=True, facts=("so",)),
    ]
    assert expected == load_cases(tmp_path, ["b.yaml", "a.yaml"])


def test_two_cases_with_one_id_are_named(tmp_path: Path) -> None:
    """A report could not tell them apart."""
    text = "- {id: same, question: Why}\n- {id: same, question: How}\n"

    assert "cases.yaml: 2 cases have the id 'same': rename one" == fault(tmp_path, text)


@pytest.mark.parametrize("text", ["", "[]", "id: one", "one", "7"])
def test_a_file_that_is_no_list_of_cases_is_named(tmp_path: Path, text: str) -> None:
    """Nor is an empty list of any use."""
    assert "cases.yaml must be a list of cases with at least one case" == fault(tmp_path, text)


def test_a_file_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    """The error leads to the line."""
    message = fault(tmp_path, "- id: one\n  question: [")

    assert (True, True) == (message.startswith("cases.yaml is not YAML: "), "line 2" in message)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    """The error names the file that the settings name."""
    with pytest.raises(DataError, match=r"cases\.yaml does not exist"):
        load_cases(tmp_path, ["cases.yaml"])


@pytest.mark.parametrize(
    ("row", "start"),
    [
        ("{id: two}", "question: "),
        ("{id: 2, question: Why}", "id: "),
        ("{id: two, question: ''}", "question: "),
        ("{id: two, question: Why, fact: [x]}", "fact: "),
        ("{id: two, question: Why, facts: so}", "facts: "),
        ("{id: two, question: Why, answerable: perhaps}", "answerable: "),
        ("{id: two, question: Why, cites: [1]}", "cites.0: "),
        ("just text", "the case: "),
    ],
)
def test_a_bad_case_is_named_with_its_number_and_key(tmp_path: Path, row: str, start: str) -> None:
    """The error leads to the case."""
    message = fault(tmp_path, f"- {{id: one, question: Why}}\n- {row}\n")

    assert f"cases.yaml: case 2: {start}" == message[: len("cases.yaml: case 2: ") + len(start)]
