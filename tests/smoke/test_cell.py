"""Names of combinations: readable, fit for files, and one for each."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formfacts.smoke.cell import identify, labels, shown

Options = list[tuple[str, Sequence[object], bool]]


def test_labels_are_what_people_would_say() -> None:
    """A value by its name; a yes or no by that of the question; several with a plus."""
    options: Options = [
        ("approach", ["rag", "hybrid"], False),
        ("use_docker", [False, True], False),
        ("python", [[], ["3.11"], ["3.11", "3.12"]], False),
    ]

    assert [
        ("rag", "hybrid"),
        ("no_use_docker", "use_docker"),
        ("no_python", "3.11", "3.11+3.12"),
    ] == labels(options)


def test_nothing_is_said_of_the_only_value() -> None:
    """An option with one value is left out of the id."""
    assert [("",), ("a", "b")] == labels([("one", ["x"], False), ("two", ["a", "b"], True)])


def test_a_value_that_others_have_too_is_named_in_full_where_it_may_be_missing() -> None:
    """Else an id could be read in two ways: which of the two options has the value?"""
    options = [("provider", ["openai", "none"], False), ("embedder", ["minilm", "openai"], True)]

    assert [("openai", "none"), ("minilm", "embedder_openai")] == labels(options)


def test_values_that_look_alike_get_numbers() -> None:
    """What files could not tell apart is numbered."""
    options = [("case", ["A b", "a-b", "日本", "中国", ""], False)]

    assert [("a_b", "a_b_2", "other", "other_2", "empty")] == labels(options)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (None, "null"),
        ([], "none"),
        (["a", 1], "a+1"),
        ({"b": 1}, '{"b": 1}'),
        ("a\nb", '"a\\nb"'),
    ],
)
def test_values_are_shown_as_they_are_typed(value: object, text: str) -> None:
    """Text is itself, lists are joined, the rest is JSON."""
    assert text == shown(value)


def test_long_ids_are_cut_and_stay_apart() -> None:
    """A hash of the whole takes the place of the end."""
    ids = {identify([*["long_label"] * 12, last]) for last in "ab"}

    assert 2 == len(ids)
    assert all(len(name) < 100 for name in ids)


def test_no_options_no_parts() -> None:
    """The one combination of a template without options has a name as well."""
    assert "default" == identify([])


TEXTS = st.sampled_from(["a", "b", "x_a", "no_x", "A", "a-b", "a_2", ""])
OPTIONS = st.lists(
    st.tuples(
        st.sampled_from(["x", "y", "x-y"]), st.lists(TEXTS, min_size=1, unique=True), st.booleans()
    ),
    max_size=4,
)


@given(OPTIONS, st.data())
def test_different_answers_have_different_ids(
    options: list[tuple[str, list[str], bool]], data: st.DataObject
) -> None:
    """Whatever values are called, and whichever options are hidden: ids tell answers apart."""
    named = labels(options)
    picks = [
        [
            data.draw(st.integers(-1 if hidden else 0, len(values) - 1))
            for _, values, hidden in options
        ]
        for _ in range(2)
    ]
    seen = [
        [pick for pick, texts in zip(way, named, strict=True) if len(texts) > 1] for way in picks
    ]
    ids = [
        identify(texts[pick] for pick, texts in zip(way, named, strict=True) if pick >= 0)
        for way in picks
    ]

    assert (seen[0] == seen[1]) == (ids[0] == ids[1])
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.+_-]*", name) for name in ids)
