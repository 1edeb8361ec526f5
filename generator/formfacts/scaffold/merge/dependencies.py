"""Three versions of one array of requirements, merged by meaning.

What one side alone added, changed or removed is taken from that side; what both changed is merged
clause by clause (requirements.py). What the user removed stays removed, whatever the template made
of it; what the user changed and the template removed cannot be merged. Comments are merged apart
from their value: the template's, unless the user touched that comment. The layout is the user's
(layout.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import dropwhile, takewhile
from operator import not_

from formfacts.scaffold.merge.layout import Arrivals, lay_out, margins, quoted, roomy
from formfacts.scaffold.merge.matching import Match, match, same
from formfacts.scaffold.merge.requirements import merge_requirement
from formfacts.scaffold.merge.toml_array import (
    Array,
    Element,
    UnalignedError,
    margin,
    own_lines,
    read_array,
    space_with,
)


def merge_texts(base: str, ours: str, theirs: str) -> str:
    """Merge three texts of an array, whose line ends are LF.

    Raises UnalignedError if the sides changed a requirement in ways that exclude each other.
    """
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    return merge_arrays(*map(read_array, (base, ours, theirs))).text()


def merge_arrays(base: Array, ours: Array, theirs: Array) -> Array:
    """Merge three arrays in the layout of ours, or of theirs if ours is empty."""
    if ours.one_line and theirs.comments - base.comments:
        ours = roomy(ours, theirs)
    matches = match(base.elements, ours.elements, theirs.elements)
    merged = {found: merge_match(found) for found in matches}
    kept = {found.ours: merged[found] for found in matches if found.ours}
    elements = lay_out(ours, theirs, kept, arrivals(theirs, merged))
    frame = ours if ours.elements or not elements else theirs
    return Array(
        head=theirs.head if ours.head.strip() == base.head.strip() else ours.head,
        elements=elements,
        tail=merge_tail(base, ours, theirs, frame),
        trailing=frame.trailing,
    )


def merge_match(found: Match) -> Element | None:
    """Merge one requirement; None where it is removed."""
    base, ours, theirs = found.base, found.ours, found.theirs
    if ours is None:
        return theirs if base is None else None
    if theirs is None:
        if base is not None and has_news(base, ours):
            raise UnalignedError
        return ours if base is None else None
    return replace(
        ours,
        raw=merge_raw(base, ours, theirs),
        lead=merge_notes(base, ours, theirs),
        rest=merge_comment(base, ours, theirs),
    )


def has_news(base: Element, ours: Element) -> bool:
    """Say whether the user's element holds anything that the template's did not."""
    noted = {*ours.notes, ours.comment} - {*base.notes, base.comment, ""}
    return bool(noted) or not same(base, ours)


def merge_raw(base: Element | None, ours: Element, theirs: Element) -> str:
    """Return the text of the merged value."""
    if base is not None and ours.raw == base.raw:
        return theirs.raw
    if same(ours, theirs) or (base is not None and same(base, theirs)):
        return ours.raw
    texts = [side.value for side in (base, ours, theirs) if side and isinstance(side.value, str)]
    if len(texts) < len(("base", "ours", "theirs")):
        raise UnalignedError
    return quoted(merge_requirement(*texts), ours.raw)


def merge_notes(base: Element | None, ours: Element, theirs: Element) -> str:
    """Return the white space before the value, with the comments above it."""
    was = base.notes if base else ()
    if ours.notes != was or theirs.notes == was:
        return ours.lead
    empty = takewhile(not_, own_lines(ours.lead))
    return space_with([*empty, *dropwhile(not_, own_lines(theirs.lead))], ours.lead)


def merge_comment(base: Element | None, ours: Element, theirs: Element) -> str:
    """Return the comment on the value's line, with the white space before it."""
    was = base.comment if base else ""
    if ours.comment != was or theirs.comment == was:
        return ours.rest
    space = ours.rest.removesuffix(ours.comment) if ours.comment else ""
    return space + theirs.comment if space and theirs.comment else theirs.rest


def merge_tail(base: Array, ours: Array, theirs: Array, frame: Array) -> str:
    """Return the white space before the closing bracket, with the comments below all values."""
    was, mine, new = (list(filter(None, own_lines(side.tail))) for side in (base, ours, theirs))
    lines = new if mine == was else mine
    if lines == list(filter(None, own_lines(frame.tail))):
        return frame.tail
    _, indent = margins(frame.elements)
    space = space_with(lines, indent)
    end = margin(frame.tail) if "\n" in frame.tail else "\n"
    return space.removesuffix(margin(space)) + end


def arrivals(theirs: Array, merged: Mapping[Match, Element | None]) -> Arrivals:
    """Find the place of each element that the template added: after the one before it there."""
    found = Arrivals()
    known = {matched.theirs: matched for matched in merged if matched.theirs}
    for element in theirs.elements:
        matched = known.get(element)
        result = merged[matched] if matched else None
        if matched is None or result is None:
            continue
        if matched.ours is None:
            found.add(result)
        else:
            found.go_past(matched.ours)
    return found
