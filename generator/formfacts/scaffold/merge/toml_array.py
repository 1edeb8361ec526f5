"""A TOML array cut into its elements, with their white space and comments, and joined again.

    [  # head            head: the comment on the line of the opening bracket
        # above          lead: all that stands before a value, own-line comments included
        "x>=1",  # note  raw, gap (before the comma), rest (the comment on the value's line)
        # last           tail: all that stands before the closing bracket
    ]

An untouched element is written back as it was read, so what a user laid out stays laid out.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

INDENT = " " * 4
TRIVIA = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
COMMENT = re.compile(r"[ \t]*+#[^\n]*+")
COMMA = re.compile(r"([ \t]*),")
PIECE = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*\''''
    r"""|\#[^\n]*|[\[\]{}]|[^\s,\[\]{}"'\#]+|\s+|,""",
    re.DOTALL,
)


class UnalignedError(Exception):
    """This array cannot be merged by meaning: it is left to the merge by lines."""


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """One value of an array. Two elements are equal only if they are the same one."""

    value: object
    raw: str
    lead: str = ""
    gap: str = ""
    rest: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """The comments on lines of their own above the value."""
        return tuple(line for line in own_lines(self.lead) if line)

    @property
    def comment(self) -> str:
        """The comment on the value's line."""
        return self.rest.strip()


@dataclass(frozen=True, slots=True)
class Array:
    """An array; `trailing` says whether a comma follows the last element."""

    head: str
    elements: tuple[Element, ...]
    tail: str
    trailing: bool

    @property
    def one_line(self) -> bool:
        """Whether opening and closing bracket share a line."""
        return not any("\n" in space for space in (*(e.lead for e in self.elements), self.tail))

    @property
    def comments(self) -> set[str]:
        """Every comment in the array."""
        own = (line for element in self.elements for line in (*element.notes, element.comment))
        return {self.head.strip(), *own, *own_lines(self.tail)} - {""}

    def text(self) -> str:
        """Return the array as TOML; whatever follows a comment starts on a line of its own."""
        pieces = ["[", self.head]
        for number, element in enumerate(self.elements, start=1):
            comma = element.gap + "," if self.trailing or number < len(self.elements) else ""
            pieces += [below(pieces[-1], element.lead), element.raw + comma, element.rest]
        return "".join([*pieces, below(pieces[-1], self.tail), "]"])


def below(previous: str, space: str) -> str:
    """Return the white space, begun with a line end if a comment stands before it."""
    return f"\n{space}" if "#" in previous and not space.startswith("\n") else space


def own_lines(space: str) -> list[str]:
    """Return the whole lines (comments, or empty) within the white space before a value."""
    return [line.strip() for line in space.split("\n")[1:-1]]


def margin(space: str) -> str:
    """Return the last line end and what follows it, or all of it if it has no line end."""
    return space[max(space.rfind("\n"), 0) :]


def space_with(lines: list[str], space: str) -> str:
    """Return white space that holds these lines and ends as `space` does."""
    end = f"\n{INDENT}" if any(lines) and "\n" not in space else margin(space)
    return "".join(end + line if line else "\n" for line in lines) + end


def read_array(text: str) -> Array:
    """Cut an array, whose line ends are LF, into elements.

    Raises UnalignedError for one with comments or line ends before its commas, whose comments
    cannot be told apart, and for what is no array.
    """
    body, values = text[1:-1], read_values(text)
    head = text_at(COMMENT, body, 0)
    start = position = len(head)
    elements: list[Element] = []
    trailing = False
    while (position := start + len(text_at(TRIVIA, body, start))) < len(body):
        if elements and not trailing:
            raise UnalignedError
        end = value_end(body, position)
        comma = COMMA.match(body, end)
        trailing = comma is not None
        rest = text_at(COMMENT, body, comma.end() if comma else end)
        elements.append(
            Element(
                value=values[len(elements)],
                raw=body[position:end],
                lead=body[start:position],
                gap=comma[1] if comma else "",
                rest=rest,
            )
        )
        start = (comma.end() if comma else end) + len(rest)
    if len(elements) != len(values):
        raise UnalignedError
    return Array(head, tuple(elements), body[start:], trailing)


def read_values(text: str) -> list[object]:
    """Return what the array holds; raise UnalignedError for what is no array."""
    try:
        values = tomllib.loads(f"v = {text}", parse_float=str)["v"]
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        raise UnalignedError from None
    if not isinstance(values, list):
        raise UnalignedError
    return values


def value_end(text: str, start: int) -> int:
    """Return where the value that starts here ends, its brackets closed."""
    depth, position = 0, start
    while piece := text_at(PIECE, text, position):
        depth += (piece in "[{") - (piece in "]}")
        position += len(piece)
        if not depth:
            return position
    raise UnalignedError


def text_at(pattern: re.Pattern[str], text: str, position: int) -> str:
    """Return what the pattern matches at this position, or nothing."""
    found = pattern.match(text, position)
    return found[0] if found else ""
