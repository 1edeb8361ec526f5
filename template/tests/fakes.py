"""Stand-ins for what is outside: a chat model with queued replies, a search with a fixed result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.types import Completion, Message, Retrieval, Usage


@dataclass
class QueuedModel:
    """Gives its replies in turn, raises those that are errors, and keeps what it was asked."""

    replies: Sequence[str | BaseException]
    chats: list[list[Message]] = field(default_factory=list)
    schemas: list[Mapping[str, Any] | None] = field(default_factory=list)
    name: str = "queued"

    def complete(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Give the next reply, at 10 tokens of prompt and 2 of reply."""
        self.chats.append(list(messages))
        self.schemas.append(schema)
        reply = self.replies[len(self.chats) - 1]
        if isinstance(reply, BaseException):
            raise reply
        return Completion(reply, Usage(10, 2))


@dataclass(frozen=True)
class FixedRetriever:
    """Finds the same for every question."""

    retrieval: Retrieval | None

    def retrieve(self, question: str) -> Retrieval | None:
        """Return the fixed result."""
        return self.retrieval
