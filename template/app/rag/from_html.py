"""HTML to the Markdown that document.py cuts: headings, paragraphs, list items and table rows."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import groupby, islice

from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector
from bs4.element import NavigableString, PreformattedString, Tag

# What a reader of the page does not see, or sees on every page.
SILENT = ("head", "nav", "noscript", "script", "style", "svg", "template")
HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
CELLS = ("td", "th")
# A cell that holds one of these is part of the page's layout and not of a table of data.
LAYOUT = ("dl", "ol", "table", "ul", *HEADINGS)
PLACES = ("article", "aside", "body", "details", "div", "footer", "form", "header", "html", "main")
TEXTS = ("address", "blockquote", "caption", "dd", "dt", "figcaption", "li", "p", "pre", "summary")
BLOCKS = frozenset((*PLACES, *TEXTS, "figure", "section", "tr", *CELLS, *LAYOUT))
MARKS = re.compile(r"#{1,6} |```|~~~")
# Text nested deeper than this counts as part of what is around it, so that a page made to be deep
# costs no more than its size.
MAX_CLIMB = 50


def declared_encoding(content: bytes) -> str | None:
    """Return the encoding that the page says it is in."""
    return EncodingDetector.find_declared_encoding(content, is_html=True)


def html_to_markdown(markup: str) -> str:
    """Return the page's text; what is not shown to a reader is left out."""
    soup = BeautifulSoup(markup, "html.parser")
    for silent in soup.find_all(SILENT):
        silent.decompose()
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    return "\n\n".join(paragraphs(soup))


def paragraphs(soup: BeautifulSoup) -> Iterator[str]:
    """Yield one paragraph for each block of text, one table row for each row."""
    strings = (
        (node, block_of(node))
        for node in soup.descendants
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString)
    )
    for _, group in groupby(strings, key=lambda pair: id(pair[1])):
        nodes, blocks = zip(*group, strict=True)
        text = joined(nodes)
        if text and blocks[0] is not None:
            yield written(blocks[0], nodes, text)
        elif text:
            yield text


def written(block: Tag, nodes: Iterable[NavigableString], text: str) -> str:
    """Write one block's text as one line of Markdown."""
    if block.name == "tr":
        cells = groupby(nodes, key=lambda node: id(nearest(node, CELLS)))
        texts = [joined(cell) for _, cell in cells]
        return f"| {' | '.join(text for text in texts if text)} |"
    if block.name in HEADINGS:
        return HEADINGS[block.name] + text
    # What only looks like a heading or a fence, as the first line of a script may, is escaped.
    return ("- " if block.name == "li" else "\\" * bool(MARKS.match(text))) + text


def joined(nodes: Iterable[NavigableString]) -> str:
    """Join the strings as a browser would: runs of white space are one space."""
    return " ".join("".join(nodes).split())


def block_of(node: NavigableString) -> Tag | None:
    """Return the block element that the text belongs to; for a cell of data that is its row."""
    block = nearest(node, BLOCKS)
    cell = nearest(node, CELLS)
    if cell is None or cell.find(LAYOUT) is not None:
        return block
    return nearest(cell, ("tr",)) or block


def nearest(node: NavigableString | Tag, names: Container[str]) -> Tag | None:
    """Return the closest element around the node that has one of these names."""
    return next((tag for tag in islice(node.parents, MAX_CLIMB) if tag.name in names), None)
