"""Cutting documents into passages."""

from __future__ import annotations

import pytest

from app.rag.chunk import chunk
from app.rag.document import Document
from app.rag.load import read_document
from app.text import estimate_tokens, sentence_spans
from tests.rag.pdf import make_pdf

PROSE = " ".join(f"Sentence number {i} says a few words." for i in range(30))
FILES = {
    "a.md": f"# Top\n\n{PROSE}\n\n## Sub\n\n- {PROSE}\n".encode(),
    "a.html": f"<h1>Top</h1><p>{PROSE}</p><h2>Sub</h2><li>{PROSE}".encode(),
    "a.txt": f"TOP\n\n{PROSE}\n\nSUB\n\n{PROSE}".encode(),
    "a.pdf": make_pdf(
        *[[(20, "Top"), *[(11, f"Line {i} on page {page}.") for i in range(20)]] for page in (1, 2)]
    ),
}


def read(name: str) -> Document:
    """Return one of the documents above."""
    return read_document(name, FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_a_passage_is_exactly_its_span(name: str) -> None:
    """Text and span agree in every kind of file, and no heading is in a passage."""
    document = read(name)
    passages = chunk(document, 60)

    assert len(passages) > 3
    assert all(p.text == document.text[p.start : p.end] for p in passages)
    assert all(estimate_tokens(p.text) <= 60 for p in passages)
    assert not any("Top" in p.text or "Sub" in p.text or "SUB" in p.text for p in passages)


def test_passages_stay_inside_their_section() -> None:
    """Each passage stands under one path of headings."""
    assert {p.heading for p in chunk(read("a.md"), 60)} == {"Top", "Top > Sub"}


def test_neighbours_share_one_sentence() -> None:
    """The last sentence of a passage is the first of the next one in the section."""
    passages = [p for p in chunk(read("a.md"), 60) if p.heading == "Top"]
    ends = [p.start + sentence_spans(p.text)[-1][0] for p in passages[:-1]]

    assert ends == [p.start for p in passages[1:]]


def test_every_sentence_is_in_a_passage() -> None:
    """Nothing falls between passages."""
    document = read("a.md")
    passages = chunk(document, 60)
    held = {(p.start + a, p.start + b) for p in passages for a, b in sentence_spans(p.text)}

    assert held == set(sentence_spans(document.text))


def test_a_passage_knows_its_page() -> None:
    """The page is the one on which the passage begins; other files have none."""
    assert {p.page for p in chunk(read("a.pdf"), 60)} == {1, 2}
    assert {p.page for p in chunk(read("a.md"), 60)} == {None}


def test_a_long_sentence_is_a_passage_of_its_own() -> None:
    """A sentence above the limit is neither cut nor repeated."""
    document = read_document("a.md", f"Short one. {'Long ' * 100}. Short two.".encode())

    assert len(chunk(document, 60)) == 3


def test_a_huge_line_gives_bounded_passages() -> None:
    """A file without a single full stop still becomes passages that fit a prompt."""
    passages = chunk(read_document("a.txt", b"word " * 20_000), 200)

    assert max(len(p.text) for p in passages) <= 1000
