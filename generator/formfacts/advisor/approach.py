"""The four approaches, which are two bits: does it look facts up, and is the model trained."""

from __future__ import annotations

from enum import StrEnum


class Approach(StrEnum):
    """One of the four shapes that a project can take."""

    PROMPT = "prompt"
    RAG = "rag"
    FINETUNE = "finetune"
    HYBRID = "hybrid"

    @property
    def retrieves(self) -> bool:
        """Whether facts are looked up at the time of the question."""
        return self in {Approach.RAG, Approach.HYBRID}

    @property
    def trains(self) -> bool:
        """Whether the model's behaviour is trained."""
        return self in {Approach.FINETUNE, Approach.HYBRID}


def from_bits(*, retrieves: bool, trains: bool) -> Approach:
    """Return the one approach that has exactly these two bits."""
    if retrieves:
        return Approach.HYBRID if trains else Approach.RAG
    return Approach.FINETUNE if trains else Approach.PROMPT
