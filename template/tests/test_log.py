"""The interaction log: a line per question, nothing when it is off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import SettingsError
from app.log import write_log
from app.settings import LogSettings
from app.types import Answer, Passage, Scores, Sentence, Usage
from tests.small import write

ANSWER = Answer(
    text="Vier Wöchen [1].",
    citations=(Sentence(1, "a.md", "Loans", 3, 9, "A text."),),
    passages=(Passage("a.md", "Loans", 0, 20, "Long text.", scores=Scores(fused=0.7)),),
    support=0.8,
    model="m",
    usage=Usage(10, 2, 0.5),
)


def test_a_question_is_one_line(tmp_path: Path) -> None:
    """It holds what was asked and answered, and the spans in place of the passages' text."""
    write_log("Wie lange?", ANSWER, LogSettings(path="logs/log.jsonl"), tmp_path)

    record = json.loads((tmp_path / "logs/log.jsonl").read_text(encoding="utf-8"))
    assert record.pop("time").endswith("+00:00")
    assert {
        "question": "Wie lange?",
        "answer": "Vier Wöchen [1].",
        "refused": False,
        "data": None,
        "citations": [["a.md", 3, 9]],
        "passages": [["a.md", 0, 20, 0.7]],
        "support": 0.8,
        "model": "m",
        "usage": {"prompt_tokens": 10, "completion_tokens": 2, "seconds": 0.5},
    } == record


def test_lines_are_added(tmp_path: Path) -> None:
    """Nothing that was logged is lost, and a line break in a text makes no second line."""
    for question in ("One?", "Two\nor three?"):
        write_log(question, ANSWER, LogSettings(path="log.jsonl"), tmp_path)

    lines = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert ["One?", "Two\nor three?"] == [json.loads(line)["question"] for line in lines]


def test_one_setting_switches_it_off(tmp_path: Path) -> None:
    """Not even the folder is made."""
    write_log("Why?", ANSWER, LogSettings(enabled=False), tmp_path)

    assert [] == list(tmp_path.iterdir())


def test_a_log_that_cannot_be_written_says_what_to_change(tmp_path: Path) -> None:
    """The error names the file and the settings."""
    write(tmp_path / "logs", "a file where the folder should be")

    with pytest.raises(
        SettingsError, match=r"logs/log\.jsonl cannot .*: change log\.path .* false"
    ):
        write_log("Why?", ANSWER, LogSettings(path="logs/log.jsonl"), tmp_path)


def test_text_that_no_file_can_hold_is_replaced(tmp_path: Path) -> None:
    """A model can write half of a character as a JSON escape."""
    write_log("Why?", Answer("Oh \ud83d!"), LogSettings(path="log.jsonl"), tmp_path)

    assert "Oh ?!" == json.loads((tmp_path / "log.jsonl").read_text())["answer"]
