"""From what the model wrote to an Answer: parse it, hold it to the schema, resolve its citations.

A reply in prose cites sentences as [2]. A reply to a schema is one JSON object; if it has a list
`sentences`, those numbers are its citations, and the text that people read is put together from the
quoted sentences and the house texts of `answer.replies`. So every fact in it stands in a document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.errors import DataError, FormError
from app.prompt import read
from app.schema import faults, load_schema
from app.settings import AnswerSettings
from app.types import Answer, Sentence

ANSWER, REFUSE = "answer", "refuse"
# [2], and [2, 3] as some models write it.
_MARK = re.compile(r"\[(\d{1,4}(?:, ?\d{1,4})*)\]")
_FENCE = re.compile(r"^```(?:json)?\s*|\s*```$")


@dataclass(frozen=True, slots=True)
class Form:
    """What an answer must look like: the JSON schema and the house texts, either may be absent."""

    refusal: str
    schema: Mapping[str, Any] | None = None
    replies: Mapping[str, Any] | None = None


def load_form(settings: AnswerSettings, root: Path) -> Form:
    """Read the schema and the house texts. Raises DataError, naming the file, when one is bad."""
    schema = replies = None
    if settings.schema_file is not None:
        schema = load_schema(root / settings.schema_file)
    if settings.replies is not None:
        replies = load_replies(root / settings.replies)
    return Form(settings.refusal, schema, replies)


def load_replies(path: Path) -> Mapping[str, Any]:
    """Read the house texts: action, then tone, then the text."""
    try:
        replies = yaml.safe_load(read(path))
    except yaml.YAMLError as error:
        raise DataError(f"{path} is not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(replies, dict) or not all(isinstance(v, dict) for v in replies.values()):
        raise DataError(f"{path} must map each action to a mapping of tone to text")
    return replies


def parse(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Parse the reply and check it against the schema.

    Raises FormError with the first fault, worded so that a model can mend it.
    """
    try:
        data = json.loads(_FENCE.sub("", text.strip()))
        # Python reads NaN and Infinity, which no other reader of the answer or the log would.
        json.dumps(data, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise FormError(f"the reply is not JSON ({error}): {text[:80]!r}") from None
    try:
        found = faults(data, schema)
    except RecursionError:
        raise FormError("the schema refers to itself without end, or the reply nearly so") from None
    if found:
        raise FormError(f"the reply does not meet the schema at {found[0]}")
    if not isinstance(data, dict):
        raise FormError(f"the reply must be one JSON object, not {type(data).__name__}")
    return data


def from_prose(text: str, sentences: Sequence[Sentence], form: Form) -> Answer:
    """Read a reply in prose: its marks are its citations; numbers nobody gave are dropped.

    A mark inside a quoted sentence is the document's own, a footnote or argv[1], and cites nothing.
    """
    own = text
    for sentence in sentences:
        if _MARK.search(sentence.text):
            own = own.replace(sentence.text, "")
    numbers = [int(number) for mark in _MARK.findall(own) for number in mark.split(",")]
    return Answer(
        text=text.strip(),
        citations=pick(numbers, sentences),
        refused=form.refusal.rstrip(".").lower() in text.lower(),
    )


def from_data(data: dict[str, Any], sentences: Sequence[Sentence], form: Form) -> Answer:
    """Read a reply to a schema.

    An object that promises an answer and points at no sentence has nothing to stand on: it is
    turned into a refusal, so that the house texts never frame an empty quotation.

    The `data` of the Answer is the object as it counts: its action is the one that was carried out,
    its sentences are those that are cited. So a program that reads `data` alone never takes a
    refusal for an answer. A key that the reply did not have is not added.
    """
    if not isinstance(data.get("sentences"), list):
        return Answer(text=json.dumps(data, ensure_ascii=False), data=data)
    citations = pick(data["sentences"], sentences)
    action = data.get("action", ANSWER)
    if action == ANSWER and not citations:
        action = REFUSE
    if action != ANSWER:
        citations = ()
    counts = {**data, "action": action, "sentences": [one.number for one in citations]}
    return Answer(
        text=house_text(counts, citations, form),
        citations=citations,
        refused=action == REFUSE,
        data={key: counts[key] for key in data},
    )


def house_text(data: Mapping[str, Any], citations: Sequence[Sentence], form: Form) -> str:
    """Fill the house text of the action and tone; without one, the bare quotations."""
    quotes = " ".join(f"{sentence.text} [{sentence.number}]" for sentence in citations)
    texts = (form.replies or {}).get(str(data["action"]), {})
    text = texts.get(str(data.get("tone"))) or next(iter(texts.values()), None)
    if text is None:
        return quotes or form.refusal
    return str(text).replace("{topic}", str(data.get("topic", ""))).replace("{quotes}", quotes)


def pick(numbers: Sequence[Any], sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences with these numbers, each once, in the order given."""
    by_number = {sentence.number: sentence for sentence in sentences}
    wanted = dict.fromkeys(number for number in numbers if isinstance(number, int))
    return tuple(by_number[number] for number in wanted if number in by_number)
