"""The records that travel between the parts. All of them are frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Why a passage was retrieved; every score is "higher is better".

    `lexical` is the BM25 score, `dense` the cosine similarity (-1 to 1), `fused` the two brought to
    0..1 and averaged. None means that this kind of search did not run.
    """

    lexical: float | None = None
    dense: float | None = None
    fused: float | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one document: `text` is that document's characters `start` to `end`."""

    path: str
    heading: str
    start: int
    end: int
    text: str
    page: int | None = None
    scores: Scores = field(default_factory=Scores)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What a retriever found, best passage first.

    `support` says how well the best passage bears on the question (0 to 1); `supported` is whether
    that is enough to answer from.
    """

    passages: tuple[Passage, ...]
    support: float = 1.0
    supported: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """A numbered sentence of a passage: the unit that an answer cites."""

    number: int
    path: str
    heading: str
    start: int
    end: int
    text: str
    page: int | None = None


Number = TypeVar("Number", int, float)


def _sum(one: Number | None, other: Number | None) -> Number | None:
    return None if one is None or other is None else one + other


@dataclass(frozen=True, slots=True)
class Usage:
    """What one or more model calls cost, in tokens and wall seconds.

    None where the model does not say; a sum with an unknown part is unknown.
    """

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    seconds: float | None = None

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            _sum(self.prompt_tokens, other.prompt_tokens),
            _sum(self.completion_tokens, other.completion_tokens),
            _sum(self.seconds, other.seconds),
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model returned for one chat."""

    text: str
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question.

    `citations` are the sentences that the answer rests on. `data` is the model's object when
    settings.yaml names an answer schema, with its action and sentences as they were carried out.
    `refused` means that the documents hold no answer.
    """

    text: str
    citations: tuple[Sentence, ...] = ()
    refused: bool = False
    data: dict[str, Any] | None = None
    passages: tuple[Passage, ...] = ()
    support: float | None = None
    model: str = ""
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Example:
    """One training row: a chat that ends with the assistant's wanted reply."""

    messages: tuple[Message, ...]
