"""PDF to the Markdown that document.py cuts: a line set larger than the body text is a heading."""

from __future__ import annotations

import io
import logging
import math
from collections import Counter
from collections.abc import Callable, Sequence

import pypdf

MAX_PAGES = 5000
# A heading's letters are at least this many times as large as the body's.
LARGER = 1.12
MAX_HEADING = 120  # characters

# How many characters of each line are set in which size.
Sizes = Counter[tuple[float, str]]


class DamagedError(Exception):
    """The file cannot be read as a PDF; its text is the reason."""


def pdf_to_markdown(content: bytes, max_characters: int) -> tuple[str, tuple[int, ...]]:
    """Return the text and the offset where each page begins.

    Reading stops at `max_characters`, before a small file can grow without bound.
    Raises DamagedError for a file that is no PDF, is damaged, encrypted, or holds only pictures.
    """
    # pypdf warns of every oddity that it reads past.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = read_pages(content, max_characters)
    except DamagedError:
        raise
    except Exception as error:  # noqa: BLE001  a hostile file can raise anything in the parser
        detail = " ".join(str(error).split())[:120] or type(error).__name__
        raise DamagedError(f"is not a readable PDF ({detail})") from None
    if not any(text.strip() for text, _ in pages):
        raise DamagedError("is a PDF without text, perhaps a scan: run it through OCR first")
    return with_headings(pages)


def read_pages(content: bytes, max_characters: int) -> list[tuple[str, Sizes]]:
    """Return each page's text and, for each of its lines, how large its letters are."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise DamagedError("is an encrypted PDF: save it without a password")
    if len(reader.pages) > MAX_PAGES:
        raise DamagedError(f"has more than {MAX_PAGES} pages: split it")
    pages: list[tuple[str, Sizes]] = []
    total = 0
    for page in reader.pages:
        sizes: Sizes = Counter()
        text = page.extract_text(visitor_text=sizes_into(sizes))
        text = text.replace("\r", "\n").replace("\0", "")
        pages.append((text, sizes))
        total += len(text)
        if total > max_characters:
            break
    return pages


def sizes_into(sizes: Sizes) -> Callable[[str, object, Sequence[float], object, float], None]:
    """Return a visitor that notes how large each piece of a page's text is set."""

    def note(text: str, _page: object, matrix: Sequence[float], _font: object, size: float) -> None:
        # Many files set type of size 1 and scale it by the text matrix.
        scale = math.hypot(matrix[2], matrix[3]) or 1.0
        sizes[round(size * scale, 1), text.strip()] += len(text.strip())

    return note


def with_headings(pages: Sequence[tuple[str, Sizes]]) -> tuple[str, tuple[int, ...]]:
    """Join the pages and mark each heading with as many # as its rank in size."""
    weights: Counter[float] = Counter()
    for _, sizes in pages:
        for (size, _line), count in sizes.items():
            weights[size] += count
    body = weights.most_common(1)[0][0] if weights else 0.0
    larger = sorted((size for size in weights if size > body * LARGER), reverse=True)
    ranks = {size: min(rank, 6) for rank, size in enumerate(larger, start=1)}
    text, offsets = "", []
    for page, sizes in pages:
        titles = {line: ranks[size] for size, line in sizes if size in ranks and line}
        offsets.append(len(text))
        text += "\n".join(marked(line, titles) for line in page.split("\n")) + "\n"
    return text, tuple(offsets)


def marked(line: str, titles: dict[str, int]) -> str:
    """Write a heading as Markdown does."""
    rank = titles.get(line.strip())
    if rank is None or len(line) > MAX_HEADING or not any(map(str.isalpha, line)):
        return line
    return f"{'#' * rank} {line.strip()}"
