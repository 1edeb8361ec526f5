"""What each replaceable part must do, on one page. `wiring.py` says which one is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.types import Completion, Example, Message, Passage, Retrieval

if TYPE_CHECKING:
    import numpy as np


class Model(Protocol):
    """A chat model."""

    @property
    def name(self) -> str:
        """What it is called, for people and the log."""
        ...

    def complete(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Reply to the chat; with a JSON schema, reply with one JSON object that meets it.

        Raises ModelError when the model cannot be reached or does not answer.
        """
        ...


class Retriever(Protocol):
    """Finds the passages that bear on a question."""

    def retrieve(self, question: str) -> Retrieval | None:
        """Return the passages, best first, and whether they support an answer.

        None means that this repo has no documents to answer from.
        """
        ...


class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """What it is called; vectors of differently named embedders do not compare."""
        ...

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 vectors of unit length, shape (len(texts), dimensions)."""
        ...


class Store(Protocol):
    """Keeps passages and their vectors, and searches both."""

    def fingerprints(self) -> dict[str, str]:
        """Return, for each indexed document, the fingerprint it was indexed under."""
        ...

    def replace(
        self,
        path: str,
        fingerprint: str,
        passages: Sequence[Passage],
        vectors: np.ndarray | None,
    ) -> None:
        """Put one document's passages in place of its old ones, in one transaction."""
        ...

    def remove(self, path: str) -> None:
        """Forget a document."""
        ...

    def search_lexical(self, question: str, limit: int) -> list[tuple[Passage, float]]:
        """Return the best passages by BM25 with their scores, best first."""
        ...

    def search_dense(self, vector: np.ndarray, limit: int) -> list[tuple[Passage, float]]:
        """Return the nearest passages with their cosine similarity, best first."""
        ...

    def count(self, words: Sequence[str]) -> tuple[int, list[int]]:
        """Return how many passages there are, and how many of them hold each word."""
        ...


class Trainer(Protocol):
    """Tunes a base model on examples."""

    def train(
        self, examples: Sequence[Example], out: Path, progress: Callable[[int, int, float], None]
    ) -> Mapping[str, float]:
        """Write an adapter into `out` and return its final metrics.

        `progress` is called with the step, the number of steps and the loss.
        """
        ...


class Tracker(Protocol):
    """Records what a training run did."""

    def start(self, parameters: Mapping[str, Any]) -> None:
        """Begin a run with these parameters."""
        ...

    def log(self, step: int, metrics: Mapping[str, float]) -> None:
        """Record the metrics of one step."""
        ...

    def finish(self, artifacts: Iterable[Path]) -> None:
        """End the run; `artifacts` are the files that it made."""
        ...
