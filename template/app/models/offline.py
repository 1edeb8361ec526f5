"""The offline model: it quotes the passages it was given, or says that they hold no answer.

It generates nothing, so it can be trusted as far as it goes: with no key and no network, retrieval,
citations, refusal and evaluation can all be tried. For answers in prose choose a provider
with `formfacts promote`; README.md has the command.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import ModelError
from app.prompt import QUESTION
from app.settings import Settings
from app.text import stems
from app.types import Completion, Message

DESCRIPTION = "offline: quotes the passages on this machine; nothing is sent anywhere"
NO_PASSAGES = (
    "I am the offline model: I quote documents and write nothing of my own, and this prompt has "
    "none. Put texts into the folder that reference.folder names, or choose a provider "
    "(README.md has the command)."
)
# A sentence is quoted when it holds at least this share of the question's telling words; a second
# one when it comes close to the first. Retrieved passages come best first and have been found to
# support an answer already: there, each later passage counts less, and hardly a word is asked for.
MIN_SHARE = 0.3
MIN_SHARE_RETRIEVED = 0.05
RANK_COST = 0.1
SECOND_SHARE = 0.7

_LINE = re.compile(r"^\[(\d+)\] (.*)$")
_PLACE = "## "


@dataclass(frozen=True, slots=True)
class OfflineModel:
    """Quotes the sentence that shares the most telling words with the question."""

    refusal: str
    retrieved: bool = False
    name: str = "offline (quotes only)"

    def complete(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Quote from the last message, with the sentence's number."""
        if schema is not None:
            raise ModelError(
                "the offline model only quotes and cannot fill answer.schema: choose a provider "
                "with formfacts promote (README.md has the command), or set answer.schema to null"
            )
        body, _, question = messages[-1].content.rpartition(QUESTION)
        lines = numbered(body)
        if not lines:
            return Completion(NO_PASSAGES)
        quotes = (f'"{line.text}" [{line.number}]' for line in self.best(question, lines))
        return Completion(" ".join(quotes) or self.refusal)

    def best(self, question: str, lines: Sequence[Line]) -> list[Line]:
        """Return the one or two lines that hold most of the question, or none."""
        shares = share_of_question(question, [line.text for line in lines])
        cost = RANK_COST if self.retrieved else 0
        scores = {
            line: share - cost * line.passage for line, share in zip(lines, shares, strict=True)
        }
        first, *others = sorted(lines, key=lambda line: (-scores[line], line.number))[:2]
        least = max(
            MIN_SHARE_RETRIEVED if self.retrieved else MIN_SHARE, SECOND_SHARE * scores[first]
        )
        return [line for line in (first, *others) if scores[line] >= least]


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered sentence of the prompt; `passage` counts from 0."""

    number: int
    passage: int
    text: str


def numbered(body: str) -> list[Line]:
    """Read the numbered sentences of a prompt."""
    lines: list[Line] = []
    passage = -1
    for row in body.splitlines():
        passage += row.startswith(_PLACE)
        if match := _LINE.match(row):
            lines.append(Line(int(match[1]), max(passage, 0), match[2]))
    return lines


def share_of_question(question: str, texts: Sequence[str]) -> list[float]:
    """Return, for each text, the share of the question's words in it, rare words weighing more."""
    asked = stems(question)
    found = [stems(text) for text in texts]
    frequency = Counter(stem for one in found for stem in one)
    weight = {stem: math.log(1 + len(texts) / (1 + frequency[stem])) for stem in asked}
    whole = sum(weight.values()) or 1.0
    return [sum(weight[stem] for stem in asked & one) / whole for one in found]


def make_model(settings: Settings, root: Path) -> OfflineModel:  # noqa: ARG001  as its siblings
    """Make the model; it needs no key and no files."""
    return OfflineModel(settings.answer.refusal, retrieved=settings.retrieval is not None)


def describe(settings: Settings) -> str:  # noqa: ARG001  as its siblings
    """Say what is called and what is sent where, for `doctor`."""
    return DESCRIPTION
