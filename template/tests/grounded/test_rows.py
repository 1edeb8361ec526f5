"""Training rows from questions and retrieved passages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.errors import DataError
from app.grounded.rows import RowsReport, build_rows
from app.prompt import user_message
from app.settings import Settings
from app.types import Passage, Retrieval
from tests.small import add_settings, write

TEXT = "Books are lent for\nfour weeks. Films are lent for one week."
QUESTIONS = """\
- {question: "How long are books lent?", action: answer, topic: loans, file: lending.md,
   quotes: [Books are lent for four weeks.]}
- {question: "Is there a pool?", action: refuse, topic: other}
- {question: "How long for films?", action: answer, topic: loans, file: lending.md,
   quotes: [Films are lent for one week.], heldout: true}
- {question: "How long for maps?", action: answer, topic: loans, file: lending.md,
   quotes: [Maps are lent for one day.]}
"""


@dataclass(frozen=True, slots=True)
class OnePassage:
    """Finds the same passage for every question about time, and nothing for any other."""

    def retrieve(self, question: str) -> Retrieval:
        """Return it."""
        passage = Passage("lending.md", "Loans", 0, len(TEXT), TEXT)
        return Retrieval((passage,), supported="How long" in question)


@pytest.fixture
def settings(repo: Path) -> Settings:
    """Give the small repo questions."""
    write(repo / "data/grounded/questions.yaml", QUESTIONS)
    return add_settings(repo, "finetune: {train: rows/train.jsonl, heldout: rows/heldout.jsonl}\n")


def read(path: Path) -> list[tuple[str, object]]:
    """Return the user's turn and the parsed reply of each row."""
    chats = [json.loads(line)["messages"] for line in path.read_text().splitlines()]
    return [(asked["content"], json.loads(reply["content"])) for asked, reply in chats]


def test_quotes_become_numbers_of_sentences(repo: Path, settings: Settings) -> None:
    """White space does not matter; a question without evidence is asked without passages."""
    report = build_rows(settings, repo, OnePassage())
    train, heldout = read(repo / "rows/train.jsonl"), read(repo / "rows/heldout.jsonl")

    assert train[0][0].endswith("Question: How long are books lent?")
    assert train[0][1] == {"action": "answer", "topic": "loans", "sentences": [1]}
    assert train[1] == (
        user_message("Is there a pool?", ()),
        {"action": "refuse", "topic": "other", "sentences": []},
    )
    assert [{"action": "answer", "topic": "loans", "sentences": [2]}] == [row[1] for row in heldout]
    assert report == RowsReport(
        (("rows/train.jsonl", 3), ("rows/heldout.jsonl", 1)),
        ("How long for maps? (lending.md: Maps are lent for one day.)",),
    )
    assert "left out, because a quote was not retrieved: 1" in report.to_text()


def test_some_questions_are_refused_when_nothing_is_retrieved(
    repo: Path, settings: Settings
) -> None:
    """However answerable the question sounds."""
    build_rows(settings, repo, OnePassage())

    assert read(repo / "rows/train.jsonl")[2] == (
        user_message("How long are books lent?", ()),
        {"action": "refuse", "topic": "loans", "sentences": []},
    )


def test_the_same_questions_give_the_same_rows(repo: Path, settings: Settings) -> None:
    """Byte by byte."""
    build_rows(settings, repo, OnePassage())
    first = (repo / "rows/train.jsonl").read_bytes()
    build_rows(settings, repo, OnePassage())

    assert first == (repo / "rows/train.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        ("[", r"questions\.yaml is not YAML"),
        ("{}", r"questions\.yaml must be a YAML list of questions"),
        ("- {action: answer}", r"questions\.yaml: question 1 has no text under `question`"),
        ("- {question: a, quotes: b}", r"question 1 \('a'\): quotes must be a list of sentences"),
        ("- {question: a, quotes: [b]}", r"question 1 \('a'\) has quotes and names no file"),
        ("- {question: a}", r"no question is left for rows/heldout\.jsonl"),
    ],
)
def test_a_malformed_question_is_named(
    repo: Path, settings: Settings, questions: str, message: str
) -> None:
    """And no rows are written."""
    write(repo / "data/grounded/questions.yaml", questions)
    with pytest.raises(DataError, match=message):
        build_rows(settings, repo, OnePassage())

    assert not (repo / "rows").exists()
