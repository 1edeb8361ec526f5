"""A document as text, with the sections that its headings make and the offsets of its pages.

Whatever the file was, its text reads as Markdown here: headings begin with #, list items with -,
table rows with |. Spans are offsets into this text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<title>.*?)[ \t#]*$")
_UNDERLINE = re.compile(r" {0,3}(?:(?P<first>=+)|-{2,})[ \t]*$")
_FRONT_MATTER = re.compile(r"---\n.*?\n---(?:\n|$)", re.DOTALL)
_CAPITALS_MAX = 80


@dataclass(frozen=True, slots=True)
class Section:
    """The text between two headings, and the path of headings above it: "Refunds > Deadlines"."""

    start: int
    end: int
    heading: str


@dataclass(frozen=True, slots=True)
class Document:
    """One file's text. `pages` are the offsets where pages begin; empty where there are none."""

    path: str
    text: str
    sections: tuple[Section, ...]
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's title and level, and the span of its lines, which no section holds."""

    start: int
    end: int
    level: int
    title: str


def markdown_document(path: str, text: str, pages: tuple[int, ...] = ()) -> Document:
    """Cut Markdown at its headings; front matter is left out."""
    front = _FRONT_MATTER.match(text)
    begin = front.end() if front else 0
    headings = markdown_headings(text, begin)
    return Document(path, text, tuple(sections(text, begin, headings)), pages)


def plain_document(path: str, text: str) -> Document:
    """Cut plain text at lines in capitals that stand alone."""
    return Document(path, text, tuple(sections(text, 0, capital_headings(text))))


def sections(text: str, begin: int, headings: Iterator[Heading]) -> Iterator[Section]:
    """Yield the text between the headings, each under the path of the headings above it."""
    above: list[Heading] = []
    for heading in headings:
        yield Section(begin, heading.start, title_path(above))
        above = [*(other for other in above if other.level < heading.level), heading]
        begin = heading.end
    yield Section(begin, len(text), title_path(above))


def title_path(headings: list[Heading]) -> str:
    """Join the titles from the outermost to the innermost."""
    return " > ".join(heading.title for heading in headings if heading.title)


def markdown_headings(text: str, begin: int) -> Iterator[Heading]:
    """Yield the headings of Markdown, both kinds, except in fenced code."""
    fenced = False
    before = previous = ""
    for start, line in lines(text, begin):
        fenced ^= bool(_FENCE.match(line))
        if not fenced and (match := _HEADING.match(line)):
            yield Heading(start, start + len(line), len(match["marks"]), match["title"].strip())
            line = ""  # noqa: PLW2901  an underline below it belongs to nothing
        elif not fenced and (match := _UNDERLINE.match(line)) and previous.strip():
            if not before.strip() and not previous.lstrip().startswith(("-", "*", "|", ">")):
                level = 1 if match["first"] else 2
                title = previous.strip()
                yield Heading(start - len(previous) - 1, start + len(line), level, title)
            line = ""  # noqa: PLW2901  as above
        before, previous = previous, line


def capital_headings(text: str) -> Iterator[Heading]:
    """Yield the lines in capitals with a blank line (or an end of the text) on either side.

    One that opens the text is its title, and the others are below it.
    """
    every = [*lines(text, 0)]
    opening = len(text) - len(text.lstrip())
    for index, (start, line) in enumerate(every):
        title = line.strip()
        alone = all(not other.strip() for _, other in every[max(0, index - 1) : index]) and all(
            not other.strip() for _, other in every[index + 1 : index + 2]
        )
        if alone and title.isupper() and len(title) <= _CAPITALS_MAX:
            level = 2 if start > opening else 1
            yield Heading(start, start + len(line), level, title)


def lines(text: str, begin: int) -> Iterator[tuple[int, str]]:
    """Yield each line with its offset."""
    for line in text[begin:].split("\n"):
        yield begin, line
        begin += len(line) + 1
