"""Cutting an array into its elements, and joining them again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formfacts.scaffold.merge.toml_array import UnalignedError, read_array


def test_each_element_has_its_comments() -> None:
    """Those on the lines above it, and the one on its own line."""
    array = read_array(
        '[ # all\n  "a" , # one\n\n  # x\n  # y\n  \'#b\', {c = "]"}  # last\n# end\n]'
    )

    assert (" # all", "\n# end\n", False) == (array.head, array.tail, array.trailing)
    assert [("a", (), "# one"), ("#b", ("# x", "# y"), ""), ({"c": "]"}, (), "# last")] == [
        (element.value, element.notes, element.comment) for element in array.elements
    ]


STRINGS = ('"a"', "'b # ]'", '"\\"\\\\"', '""', "''", '"""c\n"",\'"""""', "'''d\n''\"'''")
OTHERS = (
    "1979-05-27T07:32:00Z",
    "{x = [1, '}'], y.z = 2}",
    "[[], [ # in\n3, ],\n]",
    "-1.5",
    "true",
)
spaces = st.sampled_from(("", " ", "\t", "\n  ", "\n\n# above\n  ", " # beside\n"))
ends = st.sampled_from((",", " ,", ",  # ,\n"))
last_ends = st.sampled_from((",", "", " # ,\n"))
values = st.tuples(spaces, st.sampled_from(STRINGS + OTHERS))


@given(st.lists(st.tuples(values, ends), max_size=5), st.tuples(values, last_ends), spaces)
def test_an_array_is_written_as_it_was_read(
    parts: list[tuple[tuple[str, str], str]], last: tuple[tuple[str, str], str], tail: str
) -> None:
    """Whatever its values, white space and comments are."""
    parts = [*parts, last]
    text = "".join(space + value + end for (space, value), end in parts)

    array = read_array(f"[{text}{tail}]")

    assert f"[{text}{tail}]" == array.text()
    assert [value for (_, value), _ in parts] == [element.raw for element in array.elements]


@pytest.mark.parametrize(
    "text", ["[", "1", "[1 2]", "[1]x", "['a' # c\n, 'b']", "['a'\n, 'b']", "[,]"]
)
def test_what_cannot_be_cut_is_said(text: str) -> None:
    """No array, or one with a comment or a line end before a comma."""
    with pytest.raises(UnalignedError):
        read_array(text)
