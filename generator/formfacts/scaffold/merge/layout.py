"""Put the merged elements of an array into the layout of the user's array."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from formfacts.scaffold.merge.toml_array import (
    INDENT,
    Array,
    Element,
    UnalignedError,
    margin,
    own_lines,
    space_with,
)

QUOTES = "\"'"


@dataclass(slots=True)
class Arrivals:
    """The template's new elements, by the user's element that each comes after.

    Those that have none before them stand before `first`, the first element that both sides have.
    """

    first: Element | None = None
    latest: Element | None = None
    before: list[Element] = field(default_factory=list)
    after: dict[Element, list[Element]] = field(default_factory=dict)

    def go_past(self, mine: Element) -> None:
        """Have what is added next come after this element of the user's."""
        self.first = self.first or mine
        self.latest = mine

    def add(self, new: Element) -> None:
        """Add an element of the template's."""
        place = self.before if self.latest is None else self.after.setdefault(self.latest, [])
        place.append(new)


def lay_out(
    ours: Array, theirs: Array, kept: Mapping[Element, Element | None], new: Arrivals
) -> tuple[Element, ...]:
    """Return what is kept of ours, in its order, with the arrivals in their places."""
    stayed = dict(close_up(ours.elements, kept))
    mine = set(stayed.values())
    leader = next(iter(stayed.values()), None)
    first, other = margins(ours.elements or theirs.elements)
    quote = common_quote(ours)
    placed: list[Element] = []
    for element in in_order(ours.elements, stayed, new):
        space = other if placed else first
        if element not in mine:
            lead = space_with(own_lines(element.lead), space)
            placed.append(replace(element, lead=lead, gap="", raw=requoted(element, quote)))
        elif element is leader and placed and "\n" not in element.lead:
            placed.append(replace(element, lead=space))
        else:
            placed.append(element)
    return tuple(placed)


def close_up(
    elements: Sequence[Element], kept: Mapping[Element, Element | None]
) -> Iterator[tuple[Element, Element]]:
    """Yield what stays; if the first on a line went, the next one there takes its place."""
    free = None
    for element in elements:
        result = kept[element]
        starts_line = "\n" in element.lead or element is elements[0]
        if result is None:
            free = margin(element.lead) if starts_line and free is None else free
            continue
        if free is not None and "\n" not in result.lead:
            result = replace(result, lead=free)
        free = None
        yield element, result


def in_order(
    elements: Sequence[Element], stayed: Mapping[Element, Element], new: Arrivals
) -> Iterator[Element]:
    """Yield what stays and what arrives; with nothing to stand by, arrivals come last."""
    for element in elements:
        if element is new.first:
            yield from new.before
        if element in stayed:
            yield stayed[element]
        yield from new.after.get(element, ())
    if new.first is None:
        yield from new.before


def margins(elements: Sequence[Element]) -> tuple[str, str]:
    """Return the white space before the first element, and before any other."""
    if not elements:
        return "", " "
    first, *others = (margin(element.lead) for element in elements)
    if not others:
        return first, first if "\n" in first else " "
    return first, next((space for space in others if "\n" in space), others[0])


def roomy(ours: Array, theirs: Array) -> Array:
    """Return an array of one line with a line for each element, indented as theirs is."""
    _, space = margins(theirs.elements)
    space = space if "\n" in space else f"\n{INDENT}"
    end = margin(theirs.tail) if "\n" in theirs.tail else "\n"
    elements = tuple(replace(element, lead=space) for element in ours.elements)
    return Array(ours.head, elements, end, trailing=True)


def common_quote(array: Array) -> str:
    """Return the quote that all strings of the array are in, or nothing."""
    quotes = {element.raw[0] for element in array.elements if element.raw[0] in QUOTES}
    return quotes.pop() if len(quotes) == 1 else ""


def requoted(element: Element, quote: str) -> str:
    """Return the value in the user's quotes, where that takes no escapes."""
    raw = element.raw
    plain = raw[0] in QUOTES and raw[1:-1] == element.value and not set(raw[1:-1]) & {*QUOTES, "\\"}
    return f"{quote}{element.value}{quote}" if quote and plain else raw


def quoted(value: str, like: str) -> str:
    """Return the text as a TOML string, in the quotes of another one if it holds none of them."""
    if not value.isprintable():
        raise UnalignedError
    for quote in (like[0], *QUOTES):
        if quote not in value and (quote == "'" or "\\" not in value):
            return f"{quote}{value}{quote}"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
