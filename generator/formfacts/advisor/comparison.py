"""The four approaches side by side, out of the five source articles."""

from __future__ import annotations

from dataclasses import dataclass

from formfacts.advisor.approach import Approach
from formfacts.advisor.sources import Source, article


@dataclass(frozen=True)
class Row:
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
        "what the model knows",
        "how the model behaves",
        "both, each by its own means",
        (article("004", "key distinction, example 3; use both, example"),),
    ),
    Row(
        "needs",
        "an afternoon",
        "documents, an index",
        "200 or more good examples",
        "documents and examples",
        (article("000", "FAQ 4, first half"),),
    ),
    Row(
        "facts stay fresh",
        "as the text you paste",
        "at once, by re-indexing",
        "no: frozen when trained",
        "at once, by re-indexing",
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
        "often; drifts when long",
        "as the prompt does",
        "yes, if examples show it",
        "yes, if examples show it",
        (
            article("000", "what fine-tuning does, item 1"),
            article("000", "what fine-tuning does, item 2"),
        ),
    ),
    Row(
        "cost",
        "tokens of the prompt",
        "an index; longer prompts",
        "training once; short prompts",
        "both kinds",
        (article("004", "when fine-tuning, item 4; FAQ on cost"),),
    ),
    Row(
        "latency",
        "one call",
        "a search, then a call",
        "one call, smaller model",
        "a search, then a call",
        (article("003", "framework line 4"),),
    ),
    Row(
        "first version",
        "hours",
        "days",
        "weeks, with the data",
        "days, then weeks",
        (article("001", "practical starting point"),),
    ),
    Row(
        "typical failure",
        "rules forgotten",
        "the wrong passage found",
        "stale or made-up facts",
        "two parts to keep",
        (article("001", "opening"), article("000", "FAQ 1")),
    ),
)
