"""Answers become their question's type just as in Copier."""

from __future__ import annotations

import pytest
from copier._tools import cast_to_bool, cast_to_str
from copier._user_data import CAST_STR_TO_NATIVE, parse_yaml_list
from hypothesis import given
from hypothesis import strategies as st

from formfacts.smoke.kinds import KINDS, cast, list_items, to_bool, to_text

SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=6)
WORDS = st.sampled_from(["yes", " NO ", "off", "1", "0.0", "~", "null", "maybe", "y", "", "nan"])


@given(SCALARS | WORDS)
def test_yes_and_no_as_in_copier(value: object) -> None:
    """Numbers, words of YAML, and truth for the rest."""
    assert cast_to_bool(value) == to_bool(value)


@given(SCALARS | st.binary(max_size=4) | st.lists(st.integers()))
def test_text_as_in_copier(value: object) -> None:
    """Text and numbers are text; nothing else is."""
    assert outcome(cast_to_str, value) == outcome(to_text, value)


def test_there_are_the_types_of_copier() -> None:
    """A type that Copier does not have is not offered, and none is missing."""
    assert set(CAST_STR_TO_NATIVE) == set(KINDS)


@pytest.mark.parametrize(
    "text", ["[a, 'b', \"c\"]", "[1, '2', {a: [b]}]", "- x\n- 'y z'\n", "[]", "['it''s']"]
)
def test_computed_lists_as_in_copier(text: str) -> None:
    """The items of a list are taken as they are written."""
    assert parse_yaml_list(text) == list_items(text)


def test_what_is_no_list_is_told() -> None:
    """A text that is no list, or no YAML, is an error and not a list of letters."""
    assert [TypeError, ValueError] == [outcome(list_items, text) for text in ("a", "[")]


def test_only_parsed_types_hold_nothing() -> None:
    """No answer is an answer to YAML and JSON; and what is parsed already stays."""
    assert (None, {"a": 1}) == (cast("yaml", None), cast("json", {"a": 1}))
    assert [TypeError, TypeError] == [outcome(lambda k: cast(k, None), k) for k in ("str", "int")]


def outcome(function: object, value: object) -> object:
    """Return what comes of a call: the value, or the class of the error."""
    try:
        return function(value)  # type: ignore[operator]
    except (TypeError, ValueError) as error:
        return ValueError if isinstance(error, ValueError) else TypeError
