"""PDF as Markdown."""

from __future__ import annotations

import pytest

from app.rag.from_pdf import DamagedError, pdf_to_markdown
from tests.rag.pdf import make_pdf

LIMIT = 100_000


def test_larger_lines_become_headings_and_pages_have_offsets() -> None:
    """Type size tells what a heading is, and a page begins where its offset says."""
    first = [(20, "The Title"), (11, "Body text of the first page."), (14, "Part"), (11, "More.")]
    text, pages = pdf_to_markdown(make_pdf(first, [(11, "Second page.")]), LIMIT)

    assert text.split("\n")[:4] == [
        "# The Title",
        "Body text of the first page.",
        "## Part",
        "More.",
    ]
    assert text[pages[1] :].strip() == "Second page."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not a readable PDF"),
        (b"%PDF-1.4\nnothing of use", "is not a readable PDF"),
        (make_pdf([(11, "x")])[:250], "is not a readable PDF"),
        (make_pdf([]), "is a PDF without text, perhaps a scan: run it through OCR first"),
    ],
)
def test_a_damaged_file_is_named_as_such(content: bytes, reason: str) -> None:
    """Whatever the parser trips over, one reason comes out."""
    with pytest.raises(DamagedError) as caught:
        pdf_to_markdown(content, LIMIT)

    assert str(caught.value).startswith(reason)


def test_reading_stops_at_the_limit() -> None:
    """A file that grows without bound is not read to its end."""
    pages = [[(11, "x" * 50)]] * 10
    _, offsets = pdf_to_markdown(make_pdf(*pages), 120)

    assert len(offsets) == 3
