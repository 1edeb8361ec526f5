"""How text is marked and wrapped in the terminal.

Rich would do this as well, but importing it costs more than all the rest of `formfacts advise`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import NamedTuple


class Ink(NamedTuple):
    """How text is marked: with ANSI codes, or not at all."""

    colour: bool

    def bold(self, text: str) -> str:
        """Mark what is read first."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def dim(self, text: str) -> str:
        """Mark what can be skipped."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text

    def green(self, text: str) -> str:
        """Mark the choice."""
        return f"\x1b[1;32m{text}\x1b[0m" if self.colour else text

    def yellow(self, text: str) -> str:
        """Mark a warning."""
        return f"\x1b[33m{text}\x1b[0m" if self.colour else text


class Paper(NamedTuple):
    """Lines of a width in columns, in an ink."""

    width: int
    ink: Ink

    def heading(self, title: str) -> Iterator[str]:
        """Yield an empty line and a title."""
        yield ""
        yield self.ink.bold(title)

    def hang(self, lead: str, text: str, mark: object = None) -> Iterator[str]:
        """Yield text after a lead, its further lines set in by as much; the lead is marked."""
        wrapped = self.broken(text, self.width - len(lead)) or [""]
        marked = mark(lead) if callable(mark) else self.ink.bold(lead)
        yield marked + wrapped[0]
        yield from (" " * len(lead) + line for line in wrapped[1:])

    def wrap(self, text: str, indent: str = "", mark: object = None) -> Iterator[str]:
        """Yield text wrapped to the page, set in and marked as told."""
        for line in self.broken(text, self.width - len(indent)):
            yield indent + (mark(line) if callable(mark) else line)

    def one_line(self, parts: list[str], indent: str) -> str:
        """Return as many parts as one line holds, with a count of those that it does not."""
        for number in range(len(parts), 0, -1):
            more = f"; {len(parts) - number} more" if number < len(parts) else ""
            line = indent + self.ink.dim("; ".join(parts[:number]) + more)
            if len(indent) + len("; ".join(parts[:number]) + more) <= self.width:
                return line
        return indent + self.ink.dim(self.broken(parts[0], self.width - len(indent))[0])

    @staticmethod
    def broken(text: str, width: int) -> list[str]:
        """Return the text in lines of a width, broken between words alone where that can be."""
        return textwrap.wrap(text, max(width, 12), break_on_hyphens=False)
