"""The four approaches side by side, out of the five source articles."""

from __future__ import annotations

from typing import NamedTuple

from formfacts.advisor.approach import Approach
from formfacts.advisor.sources import Source, article


class Row(NamedTuple):
    """One aspect, what it is for each approach, and where that comes from."""

    aspect: str
    prompt: str
    rag: str
    finetune: str
    hybrid: str
    sources: tuple[Source, ...]

    def of(self, approach: Approach) -> str:
        """Return the cell of one approach."""
        cell: str = getattr(self, approach.value)
        return cell


COMPARISON: tuple[Row, ...] = (
    Row(
        "changes",
        "the instructions",
        "what it knows",
        "how it behaves",
        "both, each alone",
        (article("004", "key distinction, example 3; use both, example"),),
    ),
    Row(
        "needs",
        "an afternoon",
        "documents, an index",
        "200+ good examples",
        "documents, examples",
        (article("000", "FAQ 4, first half"),),
    ),
    Row(
        "fresh facts",
        "as you paste them",
        "once re-indexed",
        "no, frozen",
        "once re-indexed",
        (
            article("000", "what RAG does, item 4; FAQ on cost"),
            article("001", "what fine-tuning does not do well"),
        ),
    ),
    Row(
        "shows sources",
        "of pasted text only",
        "yes",
        "no",
        "yes",
        (article("003", "framework line 2"),),
    ),
    Row(
        "holds a form",
        "mostly, may drift",
        "as the prompt does",
        "yes, if shown",
        "yes, if shown",
        (
            article("000", "what fine-tuning does, item 1"),
            article("000", "what fine-tuning does, item 2"),
        ),
    ),
    Row(
        "cost",
        "prompt tokens",
        "longer prompts",
        "training, once",
        "both kinds",
        (article("004", "when fine-tuning, item 4; FAQ on cost"),),
    ),
    Row(
        "latency",
        "one call",
        "search, then call",
        "call, small model",
        "search, then call",
        (article("003", "framework line 4"),),
    ),
    Row(
        "first version",
        "hours",
        "days",
        "weeks",
        "days, then weeks",
        (article("001", "practical starting point"),),
    ),
    Row(
        "fails by",
        "rules forgotten",
        "wrong passage",
        "made-up facts",
        "two parts to keep",
        (article("001", "opening"), article("000", "FAQ 1")),
    ),
)
