"""Answers from the command line and from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import InputFileError, UsageError
from formfacts.scaffold.answers import parse_data, read_answers
from formfacts.scaffold.questions import load_questions
from formfacts.scaffold.source import template_root

QUESTIONS = load_questions(template_root())


def test_data_keeps_what_follows_the_first_equals_sign() -> None:
    """A value may hold equals signs, and the last one of a key counts."""
    parsed = parse_data(["a=1", "b = x=y ", "a=2"])

    assert {"a": "2", "b": "x=y"} == parsed


@pytest.mark.parametrize("pair", ["approach", "=rag", ""])
def test_data_without_key_or_value_is_refused(pair: str) -> None:
    """What is not key=value is shown, with an example of what is."""
    with pytest.raises(UsageError, match="is not key=value: write --data approach=hybrid"):
        parse_data([pair])


def test_answers_file_of_a_project_serves(tmp_path: Path) -> None:
    """The keys that Copier adds to an answers file are skipped."""
    path = tmp_path / "answers.yml"
    path.write_text("_commit: v1\n_src_path: gh:a/b\napproach: rag\n", encoding="utf-8")

    assert {"approach": "rag"} == read_answers(path, QUESTIONS)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: [", "is not plain YAML: "),
        (b"- rag", "holds a list, no mapping; write one `name: value` on each line"),
        (b"", "is empty; write one `name: value` on each line"),
        (b"1: rag", "there is no question 1: choose from project_name"),
        (b"approach: \xff", "is not UTF-8 (byte 10); save it as that"),
        (b"approach: rga", "approach: 'rga' is not offered: did you mean 'rag'? "),
        (b"approach: 2020-13-45", "is not plain YAML: month must be in 1..12"),
    ],
)
def test_malformed_answers_file_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    """The error names the file and what is wrong in it."""
    path = tmp_path / "answers.yml"
    path.write_bytes(content)

    with pytest.raises(InputFileError) as caught:
        read_answers(path, QUESTIONS)

    said = str(caught.value).removeprefix(str(path)).lstrip(": ")
    assert message == said[: len(message)]


def test_missing_answers_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is an error of its own."""
    with pytest.raises(InputFileError, match=r"none\.yml cannot be read: no such file"):
        read_answers(tmp_path / "none.yml", QUESTIONS)
