"""Whatever stands in a file, each value is of its kind, or it is said which is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from formfacts.errors import InputFileError
from formfacts.smoke.shape import Section


@pytest.mark.parametrize(
    ("read", "data", "expected"),
    [
        (lambda s: s.text("a"), {"a": "b"}, "b"),
        (lambda s: s.text("a"), None, ""),
        (lambda s: s.flag("a"), {"a": True}, True),
        (lambda s: s.flag("a"), {}, False),
        (lambda s: s.seconds("a", 3.0), {"a": 0.5}, 0.5),
        (lambda s: s.seconds("a", 3.0), {"a": None}, 3.0),
        (lambda s: s.words("a"), {"a": " b  c\n"}, ("b", "c")),
        (lambda s: s.words("a"), {"a": ["b c", "d"]}, ("b c", "d")),
        (lambda s: s.words("a"), {}, ()),
        (lambda s: s.lists("a"), {"a": {"b": "c d"}}, {"b": ("c", "d")}),
        (
            lambda s: s.variables("a"),
            {"a": {"b": 1, "c": "d", "e": 0.5}},
            {"b": "1", "c": "d", "e": "0.5"},
        ),
        (lambda s: s.mapping("a"), {"a": {"b": [1]}}, {"b": [1]}),
        (
            lambda s: [part.text("b") for part in s.sections("a")],
            {"a": [{"b": "c"}, None]},
            ["c", ""],
        ),
        (lambda s: s.section("a").names(), {"a": {"b": 1, "c": 2}}, ["b", "c"]),
        (
            lambda s: (s.is_off("a"), s.is_off("b"), s.is_off("c")),
            {"a": False, "b": 0},
            (True, False, False),
        ),
        (lambda s: (s.has("a"), s.has("b")), {"a": "", "b": None}, (True, False)),
    ],
)
def test_values_of_the_right_kind(
    read: Callable[[Section], object], data: object, expected: object
) -> None:
    """Nothing stands for what there is without it."""
    assert expected == read(Section("f.yml", data))


@pytest.mark.parametrize(
    ("read", "data", "place"),
    [
        (lambda s: s.text("a"), {"a": 1}, "f.yml: a is 1"),
        (lambda s: s.text("a"), {"a": ["b"]}, "f.yml: a is ['b']"),
        (lambda s: s.required("a"), {"a": " \n"}, "f.yml has no `a`"),
        (lambda s: s.required("a"), {}, "f.yml has no `a`"),
        (lambda s: s.flag("a"), {"a": "yes"}, "f.yml: a is 'yes'"),
        (lambda s: s.seconds("a", 1.0), {"a": 0}, "f.yml: a is 0"),
        (lambda s: s.seconds("a", 1.0), {"a": -1}, "f.yml: a is -1"),
        (lambda s: s.seconds("a", 1.0), {"a": True}, "f.yml: a is True"),
        (lambda s: s.seconds("a", 1.0), {"a": float("nan")}, "f.yml: a is nan"),
        (lambda s: s.seconds("a", 1.0), {"a": float("inf")}, "f.yml: a is inf"),
        (lambda s: s.seconds("a", 1.0), {"a": 10**400}, "f.yml: a is 1000"),
        (lambda s: s.seconds("a", 1.0), {"a": "60"}, "f.yml: a is '60'"),
        (lambda s: s.words("a"), {"a": {"b": "c"}}, "f.yml: a is {'b': 'c'}"),
        (lambda s: s.words("a"), {"a": ["b", 1]}, "f.yml: a is ['b', 1]"),
        (lambda s: s.words("a"), {"a": ["b", ""]}, "f.yml: a is ['b', '']"),
        (lambda s: s.words("a"), {"a": 3.12}, "f.yml: a is 3.12"),
        (lambda s: s.lists("a"), {"a": {"b": 1}}, "f.yml: a: b is 1"),
        (lambda s: s.lists("a"), {"a": ["b"]}, "f.yml: a is ['b']"),
        (lambda s: s.variables("a"), {"a": {"b": True}}, "f.yml: a: b is True"),
        (lambda s: s.variables("a"), {"a": {"b": None}}, "f.yml: a: b is None"),
        (lambda s: s.variables("a"), {"a": {"b": ["c"]}}, "f.yml: a: b is ['c']"),
        (lambda s: s.sections("a"), {"a": {"b": "c"}}, "f.yml: a is {'b': 'c'}"),
        (lambda s: s.sections("a"), {"a": ["b"]}, "f.yml: a[0] is 'b'"),
        (lambda s: s.section("a"), {"a": "b"}, "f.yml: a is 'b'"),
        (lambda s: s.section("a"), {"a": {1: "b"}}, "f.yml: a: the name 1 is no text"),
        (lambda s: s.done(), {"a": 1}, "f.yml: there is no 'a'"),
    ],
)
def test_values_of_another_kind(
    read: Callable[[Section], object], data: object, place: str
) -> None:
    """The message says where, what is there, and what is to be."""
    with pytest.raises(InputFileError) as error:
        read(Section("f.yml", data))

    assert str(error.value).startswith(place)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("data", [[], "text", 1, True, {None: 1}, {(1, 2): 3}])
def test_what_is_no_mapping_of_names(data: object) -> None:
    """Nothing can be asked of it."""
    with pytest.raises(InputFileError):
        Section("f.yml", data)


def test_nothing_may_be_left_unread() -> None:
    """A name that was misspelt would otherwise do nothing, in silence."""
    section = Section("f.yml", {"timeout": 1, "tiemout": 2})
    section.seconds("timeout", 1.0)

    with pytest.raises(InputFileError, match="there is no 'tiemout': did you mean 'timeout'"):
        section.done()
