"""Cut a document into passages: whole sentences of one section, with one sentence of overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from app.rag.document import Document, Section
from app.text import estimate_tokens, sentence_spans
from app.types import Passage

Span = tuple[int, int]


def chunk(document: Document, tokens: int) -> list[Passage]:
    """Return the passages of at most about `tokens` tokens, in reading order.

    A sentence longer than that is a passage of its own. A passage's text is exactly the document's
    from `start` to `end`.
    """
    return [
        Passage(
            path=document.path,
            heading=section.heading,
            start=start,
            end=end,
            text=document.text[start:end],
            page=bisect_right(document.pages, start) or None,
        )
        for section in document.sections
        for start, end in pack(document.text, section, tokens)
    ]


def pack(text: str, section: Section, tokens: int) -> Iterator[Span]:
    """Yield the spans of runs of sentences that fit."""
    held: list[Span] = []
    for left, right in sentence_spans(text[section.start : section.end]):
        start, end = section.start + left, section.start + right
        if held and estimate_tokens(text[held[0][0] : end]) > tokens:
            yield held[0][0], held[-1][1]
            overlaps = estimate_tokens(text[held[-1][0] : end]) <= tokens
            held = held[-1:] if overlaps else []
        held.append((start, end))
    if held:
        yield held[0][0], held[-1][1]
