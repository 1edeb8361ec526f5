"""Finding which elements of three arrays are the same requirement."""

from __future__ import annotations

import pytest

from formfacts.scaffold.merge.matching import match
from formfacts.scaffold.merge.toml_array import Element, UnalignedError

NT, POSIX, JAVA = ("; os_name == 'nt'", "; os_name == 'posix'", "; os_name == 'java'")


def matched(
    base: list[object], ours: list[object], theirs: list[object]
) -> list[tuple[object, ...]]:
    """Return the matches of arrays with these values."""
    sides = ([Element(value, repr(value)) for value in side] for side in (base, ours, theirs))
    return [
        tuple(side and side.value for side in (found.base, found.ours, found.theirs))
        for found in match(*sides)
    ]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "matches"),
    [
        (["a-b>1"], ["A_b[x]"], ["a.b<3"], [("a-b>1", "A_b[x]", "a.b<3")]),
        (["a"], ["b"], ["c"], [("a", None, None), (None, "b", None), (None, None, "c")]),
        ([], ["a>1"], ["a"], [(None, "a>1", "a")]),
        (["a" + NT], ["a" + POSIX], ["a"], [("a" + NT, "a" + POSIX, "a")]),
        (
            ["a" + NT, "a" + POSIX],
            ["a>1" + POSIX, "a" + NT],
            ["a" + NT, "a" + JAVA],
            [("a" + NT, "a" + NT, "a" + NT), ("a" + POSIX, "a>1" + POSIX, "a" + JAVA)],
        ),
        (["a", "a"], ["a", "a[x]"], ["a", "a"], [(None, "a", None), (None, "a[x]", None)]),
        ([{"x": 1}, "?"], ["?"], [{"x": 1}], [({"x": 1}, None, {"x": 1}), ("?", "?", None)]),
    ],
)
def test_same_name_and_marker_match(
    base: list[object],
    ours: list[object],
    theirs: list[object],
    matches: list[tuple[object, ...]],
) -> None:
    """A marker that changed is no other requirement, as long as there is one candidate."""
    assert matches == matched(base, ours, theirs)


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [(["a"], ["a", "a"], ["a>1"]), (["a"], ["a" + NT, "a" + POSIX], ["a>1"])],
)
def test_several_possible_matches_are_none(
    base: list[object], ours: list[object], theirs: list[object]
) -> None:
    """Nothing is guessed where all three differ."""
    with pytest.raises(UnalignedError):
        matched(base, ours, theirs)
