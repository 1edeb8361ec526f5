"""How a text is cut into sections."""

from __future__ import annotations

import time

from app.rag.document import Document, markdown_document, plain_document


def named(document: Document) -> list[tuple[str, str]]:
    """Return each section's heading and text, without the empty ones."""
    pairs = [(s.heading, document.text[s.start : s.end].strip()) for s in document.sections]
    return [pair for pair in pairs if pair[1]]


def test_sections_carry_the_path_of_their_headings() -> None:
    """A section stands under every heading above it, and no heading line is in it."""
    text = "Intro.\n# A\nOne.\n### B ##\nTwo.\n## C\nThree.\n# D\nFour."

    assert named(markdown_document("x.md", text)) == [
        ("", "Intro."),
        ("A", "One."),
        ("A > B", "Two."),
        ("A > C", "Three."),
        ("D", "Four."),
    ]


def test_underlined_headings_count() -> None:
    """The other way to write a heading in Markdown."""
    text = "Top\n===\nOne.\n\nSub\n---\nTwo.\n\nNot a heading\nat all\n---\nRest."

    assert named(markdown_document("x.md", text)) == [
        ("Top", "One."),
        ("Top > Sub", "Two.\n\nNot a heading\nat all\n---\nRest."),
    ]


def test_a_comment_in_fenced_code_is_no_heading() -> None:
    """Code keeps its section."""
    text = "# A\n```sh\n# not a heading\nmake\n```\nAfter."

    assert [heading for heading, _ in named(markdown_document("x.md", text))] == ["A"]


def test_front_matter_is_left_out() -> None:
    """What stands between the first two rules describes the file."""
    text = "---\ntitle: x\n---\n# A\nOne."

    assert named(markdown_document("x.md", text)) == [("A", "One.")]


def test_lines_in_capitals_head_plain_text() -> None:
    """The first one is the title; one inside a paragraph is none."""
    text = "THE GUIDE\n\nHello.\n\nSPACE\n\nIt is 2 m wide.\nREALLY\nYes."

    assert named(plain_document("x.txt", text)) == [
        ("THE GUIDE", "Hello."),
        ("THE GUIDE > SPACE", "It is 2 m wide.\nREALLY\nYes."),
    ]


def test_many_headings_in_capitals_cost_no_more_than_their_length() -> None:
    """The first is the title, and the others are below it, however many there are."""
    started = time.process_time()
    found = plain_document("a.txt", "\n\nA\n\n" + "B\n\n" * 50_000 + "Text.\n").sections

    assert found[-1].heading == "A > B"
    assert time.process_time() - started < 5
