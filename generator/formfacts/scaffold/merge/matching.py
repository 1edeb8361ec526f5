"""Find which elements of three arrays are the same requirement.

A requirement is known by its name, and by its marker where a name occurs more than once. Whatever
is no requirement (a dependency group that includes another, say) is known by its value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formfacts.scaffold.merge.requirements import read_requirement
from formfacts.scaffold.merge.toml_array import Element, UnalignedError


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """What one requirement is in each of the arrays that have it."""

    base: Element | None
    ours: Element | None
    theirs: Element | None


def match(
    base: Sequence[Element], ours: Sequence[Element], theirs: Sequence[Element]
) -> list[Match]:
    """Match all elements; raise UnalignedError where all sides differ and several matches fit."""
    groups = [by_name(side) for side in (base, ours, theirs)]
    names = dict.fromkeys(name for group in groups for name in group)
    return [
        found for name in names for found in match_name(*(group.get(name, []) for group in groups))
    ]


def by_name(elements: Iterable[Element]) -> dict[str, list[Element]]:
    """Group the elements by name."""
    groups: dict[str, list[Element]] = {}
    for element in elements:
        groups.setdefault(name_of(element), []).append(element)
    return groups


def name_of(element: Element) -> str:
    """Return the requirement's name as package indexes compare it, or how the value is written."""
    from packaging.utils import canonicalize_name

    read = read_requirement(element.value) if isinstance(element.value, str) else None
    return canonicalize_name(read.name) if read else repr(element.value)


def marker_of(element: Element) -> str:
    """Return the requirement's marker, or nothing."""
    read = read_requirement(element.value) if isinstance(element.value, str) else None
    return str(read.marker or "") if read else ""


def same(one: Element, other: Element) -> bool:
    """Say whether two elements mean the same, however they are written."""
    if not isinstance(one.value, str) or not isinstance(other.value, str):
        return repr(one.value) == repr(other.value)
    read = read_requirement(one.value)
    return one.value == other.value or (read is not None and read == read_requirement(other.value))


def match_name(base: list[Element], ours: list[Element], theirs: list[Element]) -> list[Match]:
    """Match the elements of one name."""
    try:
        in_ours, in_theirs = pair(base, ours), pair(base, theirs)
        both_added = pair(
            [element for element in ours if element not in in_ours.values()],
            [element for element in theirs if element not in in_theirs.values()],
        )
    except UnalignedError:
        return match_as_one(base, ours, theirs)
    known = {*in_ours.values(), *in_theirs.values(), *both_added, *both_added.values()}
    return [
        *(Match(element, in_ours.get(element), in_theirs.get(element)) for element in base),
        *(Match(None, mine, new) for mine, new in both_added.items()),
        *(Match(None, element, None) for element in ours if element not in known),
        *(Match(None, None, element) for element in theirs if element not in known),
    ]


def pair(left: list[Element], right: list[Element]) -> dict[Element, Element]:
    """Pair by marker, and what remains if it is one on either side: then its marker changed.

    Raises UnalignedError when a marker is there twice, or more than one pairing is possible.
    """
    lefts, rights = ({marker_of(e): e for e in side} for side in (left, right))
    if (len(lefts), len(rights)) != (len(left), len(right)):
        raise UnalignedError
    pairs = {lefts[marker]: rights[marker] for marker in lefts if marker in rights}
    alone = [element for marker, element in lefts.items() if marker not in rights]
    other = [element for marker, element in rights.items() if marker not in lefts]
    if len(alone) == len(other) == 1:
        return {**pairs, alone[0]: other[0]}
    if alone and other:
        raise UnalignedError
    return pairs


def match_as_one(base: list[Element], ours: list[Element], theirs: list[Element]) -> list[Match]:
    """Match all elements of a name together: only one side may have changed them."""
    if all_same(base, theirs) or all_same(ours, theirs):
        return [Match(None, element, None) for element in ours]
    if all_same(base, ours):
        removed = [Match(*sides, None) for sides in zip(base, ours, strict=True)]
        return [*removed, *(Match(None, None, element) for element in theirs)]
    raise UnalignedError


def all_same(left: list[Element], right: list[Element]) -> bool:
    """Say whether two lists of elements mean the same, one by one."""
    return len(left) == len(right) and all(map(same, left, right))
