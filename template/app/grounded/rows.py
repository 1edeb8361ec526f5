"""From questions to training rows: what the model will read when it is asked, and the right reply.

The rows hold what this repo's own retriever finds, so that the adapter is tuned on the prompts that
it will meet. A question whose quote is not among its passages is left out and named: no reply that
the model could give would be right. And some questions come a second time with nothing retrieved:
that they are to be refused then is what keeps the model from answering out of its weights.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.answers import ANSWER, REFUSE
from app.errors import DataError
from app.finetune.base import finetune_settings
from app.grounded.questions import Question, load_questions
from app.interfaces import Retriever
from app.prompt import evidence, user_message
from app.settings import Settings
from app.types import Sentence

QUESTIONS = "data/grounded/questions.yaml"
REFUSED_EVERY = 3
ACTION, SENTENCES = "action", "sentences"
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class RowsReport:
    """How many rows were written where, and which questions were left out."""

    written: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]

    def to_text(self) -> str:
        """Write what was written and what was left out."""
        lines = [f"{path}: {count} rows" for path, count in self.written]
        if self.left_out:
            lines.append(f"left out, because a quote was not retrieved: {len(self.left_out)}")
            lines += [f"  {text}" for text in self.left_out[:_SHOWN]]
        return "\n".join(lines)


class NotRetrievedError(Exception):
    """A quote is not among the passages of its question."""


def build_rows(settings: Settings, root: Path, retriever: Retriever) -> RowsReport:
    """Write the rows that settings.yaml names under `finetune`. Same input, same bytes.

    Raises DataError when a question is malformed, or when every one of a file had to be left out.
    """
    section = finetune_settings(settings)
    kept: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    left_out = []
    questions = load_questions(root / QUESTIONS)
    for question in questions:
        try:
            kept[question.heldout].append(row_for(question, retriever))
        except NotRetrievedError as error:
            left_out.append(str(error))
    kept[False] += [refused(one) for one in answered(questions)[::REFUSED_EVERY]]
    names = {False: section.train, True: section.heldout}
    for heldout, name in names.items():
        if not kept[heldout]:
            raise DataError(f"{QUESTIONS}: no question is left for {name}: run `make ingest` first")
    for heldout, name in names.items():
        write_lines(root / name, kept[heldout])
    return RowsReport(tuple((names[key], len(rows)) for key, rows in kept.items()), tuple(left_out))


def row_for(question: Question, retriever: Retriever) -> dict[str, Any]:
    """Return one chat. Raises NotRetrievedError."""
    sentences = evidence(retriever.retrieve(question.question))
    numbers = [find(quote, question, sentences or ()) for quote in question.quotes]
    return chat(user_message(question.question, sentences), {**question.fields, SENTENCES: numbers})


def answered(questions: Sequence[Question]) -> list[Question]:
    """Return the questions to train on that are to be answered."""
    return [one for one in questions if one.fields.get(ACTION) == ANSWER and not one.heldout]


def refused(question: Question) -> dict[str, Any]:
    """Return the chat for the case that nothing is retrieved for the question."""
    fields = {**question.fields, ACTION: REFUSE, SENTENCES: []}
    return chat(user_message(question.question, ()), fields)


def chat(asked: str, reply: dict[str, Any]) -> dict[str, Any]:
    """Return one row."""
    turns = {"user": asked, "assistant": json.dumps(reply, ensure_ascii=False)}
    return {"messages": [{"role": role, "content": text} for role, text in turns.items()]}


def find(quote: str, question: Question, sentences: Sequence[Sentence]) -> int:
    """Return the number of the sentence that is the quote, or holds it."""
    there = [sentence for sentence in sentences if sentence.path == question.file]
    for sentence in there:
        if sentence.text == quote:
            return sentence.number
    for sentence in there:
        if quote in sentence.text:
            return sentence.number
    raise NotRetrievedError(f"{question.question} ({question.file}: {quote})")


def write_lines(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write JSON lines, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    fresh.replace(path)
