"""data/grounded/questions.yaml: questions, and the form of the right reply to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app import prompt
from app.errors import DataError

# What a row says about itself; all its other keys are the fields of the wanted reply.
_OWN = ("question", "quotes", "file", "heldout")


@dataclass(frozen=True, slots=True)
class Question:
    """One row: the fields of the wanted reply, and the sentences that it should point at."""

    question: str
    fields: Mapping[str, Any]
    quotes: tuple[str, ...]
    file: str | None
    heldout: bool


def load_questions(path: Path) -> list[Question]:
    """Read the questions. Raises DataError, naming the row, when one is malformed."""
    try:
        rows = yaml.safe_load(prompt.read(path))
    except yaml.YAMLError as error:
        raise DataError(f"{path} is not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(rows, list) or not rows:
        raise DataError(f"{path} must be a YAML list of questions")
    return [read_question(f"{path}: question {place}", row) for place, row in enumerate(rows, 1)]


def read_question(where: str, row: object) -> Question:
    """Read one row. Raises DataError."""
    if not isinstance(row, dict) or not str(row.get("question") or "").strip():
        raise DataError(f"{where} has no text under `question`")
    quotes = row.get("quotes") or []
    if not isinstance(quotes, list) or not all(isinstance(quote, str) for quote in quotes):
        raise DataError(f"{where} ({row['question']!r}): quotes must be a list of sentences")
    if quotes and not isinstance(row.get("file"), str):
        raise DataError(f"{where} ({row['question']!r}) has quotes and names no file")
    return Question(
        question=" ".join(str(row["question"]).split()),
        fields={key: value for key, value in row.items() if key not in _OWN},
        quotes=tuple(" ".join(quote.split()) for quote in quotes),
        file=row.get("file"),
        heldout=bool(row.get("heldout")),
    )
