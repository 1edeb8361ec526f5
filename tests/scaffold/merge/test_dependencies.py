"""Merging one array of requirements by meaning, in the user's layout."""

from __future__ import annotations

from textwrap import dedent

import pytest

from formfacts.scaffold.merge.dependencies import merge_texts
from formfacts.scaffold.merge.toml_array import UnalignedError


def array(text: str) -> str:
    """Return an indented text as an array stands in a document."""
    return dedent(text).strip()


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        # Only one side changed, added or removed.
        ('["a>=1", "b"]', '["a>=1.5", "b"]', '["a>=1", "b>=2"]', '["a>=1.5", "b>=2"]'),
        ('["a", "b"]', '["a", "b", "mine"]', '["a", "b", "new"]', '["a", "b", "new", "mine"]'),
        ('["a", "b"]', '["mine", "a", "b"]', '["new", "a", "b"]', '["mine", "new", "a", "b"]'),
        ('["a", "b"]', '["a", "b"  ,]', '["a", "c"]', '["a", "c",]'),
        ('["a", "b", "c"]', '["b", "c"]', '["a", "c"]', '["c"]'),
        ('["a"]', "[]", '["a", "b"]', '["b"]'),
        ("[]", '["mine"]', '["new"]', '["mine", "new"]'),
        ('["a"]', '["a>=1"]', '["a>=1", "b"]', '["a>=1", "b"]'),
        ("[]", '["same>=1"]', '["same >= 1", "b"]', '["same>=1", "b"]'),
        # The user removed it and the template bumped it.
        ('["a>=1", "b"]', '["b"]', '["a>=2", "b", "c"]', '["b", "c"]'),
        # Order and spelling are the user's.
        ('["a", "b", "c"]', '["c", "b", "a"]', '["a", "b", "new", "c"]', '["c", "b", "new", "a"]'),
        ('["a>=1,<2"]', '["A >= 1"]', '["a>=1.5,<2"]', '["A >= 1.5"]'),
        ('["a>=1", "b"]', '["a >= 1", "b"]', '["a>=1", "b>=2"]', '["a >= 1", "b>=2"]'),
        # A marker tells two requirements of a name apart; where one changed, it is a clause.
        (
            """["a<2; os_name == 'nt'", "a>=2; os_name != 'nt'"]""",
            """["a<1.9; os_name == 'nt'", "a>=2; os_name != 'nt'"]""",
            """["a<2; os_name == 'nt'", "a>=2.1; os_name != 'nt'"]""",
            """["a<1.9; os_name == 'nt'", "a>=2.1; os_name != 'nt'"]""",
        ),
        (
            """["a>=1", "b"]""",
            """["a>=1; os_name == 'nt'", "b"]""",
            """["a>=2", "b"]""",
            """["a>=2; os_name == 'nt'", "b"]""",
        ),
        (
            '["a>=1", "b"]',
            """["a>=1; os_name == 'nt'", "a>=2; os_name != 'nt'", "b"]""",
            '["a>=1", "b>=2"]',
            """["a>=1; os_name == 'nt'", "a>=2; os_name != 'nt'", "b>=2"]""",
        ),
        (
            '["a>=1", "b"]',
            '["a>=1", "b>=1"]',
            """["a>=1; os_name == 'nt'", "a>=2; os_name != 'nt'", "b"]""",
            """["a>=1; os_name == 'nt'", "a>=2; os_name != 'nt'", "b>=1"]""",
        ),
        ('["a", "b"]', '["a", "a[x]", "b"]', '["a", "b", "c"]', '["a", "a[x]", "b", "c"]'),
        # What is no requirement is known by its value.
        (
            '[{include-group = "t"}, "a"]',
            '[{ include-group = "t" }, {include-group = "u"}, "a"]',
            '[{include-group = "t"}, "a>=2", {include-group = "v"}]',
            '[{ include-group = "t" }, {include-group = "u"}, "a>=2", {include-group = "v"}]',
        ),
        ('["not one!", "a"]', '["not one!", "mine"]', '["b", "a"]', '["mine", "b"]'),
        ("[1, [2, 3], true]", "[1, [2, 3], true, 4]", '[1, [2, 3], "}"]', '[1, [2, 3], "}", 4]'),
        # Quotes are the user's, unless that takes escapes.
        (
            '["a>=1,<2"]',
            "['a>=1']",
            """["a>=1.5,<2", "b", "c; os_name == 'nt'"]""",
            """['a>=1.5', 'b', "c; os_name == 'nt'"]""",
        ),
        (
            '["a>=1"]',
            """["a[x]>=1"]""",
            """['a>=1; os_name == "nt"']""",
            """['a[x]>=1; os_name == "nt"']""",
        ),
        (
            """["a>=1; extra == 'x'"]""",
            """["a>=1,<2; extra == 'x'"]""",
            """["a>=1; extra == 'x' or extra == \\"y\\""]""",
            """["a>=1,<2; extra == 'x' or extra == \\"y\\""]""",
        ),
        # One line stays one line, its spacing too.
        ('["a","b"]', '["a","b","mine"]', '["a","new","b"]', '["a","new","b","mine"]'),
        ('["a"]', '[ "a", "mine" ]', '["a", "b"]', '[ "a", "b", "mine" ]'),
        ('["a"]', '["a", "mine"]', '[\n  "a",\n  "b",\n]', '["a", "b", "mine"]'),
        ('["a"]', '[\n  "a"\n]', '["a", "b"]', '[\n  "a",\n  "b"\n]'),
        ('[\n  "a",\n]', "[]", '[\n  "a",\n  "b",\n]', '[\n  "b",\n]'),
        ('["a", "b"]', '["a",\n "b",\n "x"]', '["z", "a", "b"]', '["z",\n "a",\n "b",\n "x"]'),
        (
            '[\n  "a", "b",\n  "c",\n]',
            '[\n  "a", "b",\n  "c", "mine",\n]',
            '[\n  "b",\n  "c",\n  "d",\n]',
            '[\n  "b",\n  "c",\n  "d", "mine",\n]',
        ),
    ],
)
def test_merges_by_meaning(base: str, ours: str, theirs: str, merged: str) -> None:
    """Each side's changes are in the result, which is laid out as the user's array was."""
    assert merged == merge_texts(base, ours, theirs)


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ('["a>=1"]', '["a>=1.2"]', '["a>=1.5"]'),
        # The user changed it, or what is said of it, and the template removed it.
        ('["a>=1", "b"]', '["a>=1.2", "b"]', '["b"]'),
        ('[\n  "a",\n  "b",\n]', '[\n  "a",  # mine\n  "b",\n]', '[\n  "b",\n]'),
        ('[\n  "a",\n  "b",\n]', '[\n  # mine\n  "a",\n  "b",\n]', '[\n  "b",\n]'),
        # Both added it, each in its way.
        ("[]", '["a>=1"]', '["a>=2"]'),
        ("[]", '["a"]', """["a; os_name == 'nt'"]"""),
        # Several requirements of a name, and no telling which is which.
        (
            """["a"]""",
            """["a; os_name == 'nt'", "a; os_name == 'posix'"]""",
            '["a>=2"]',
        ),
        ('["a"]', '["a", "a[x]"]', '["a>=2"]'),
        # A comment before the comma belongs to no one.
        ('["a"]', '["a" # mine\n, "b"]', '["a", "c"]'),
        ('["a"]', '["a"\n, "b"]', '["a", "c"]'),
    ],
)
def test_gives_up_on_an_array_that_both_sides_decided(base: str, ours: str, theirs: str) -> None:
    """The merge by lines then shows the conflict."""
    with pytest.raises(UnalignedError):
        merge_texts(base, ours, theirs)


def test_comments_travel_with_what_they_are_about() -> None:
    """The user's comments stay, the template's arrive and go with their requirements."""
    base = array("""
        [  # what it runs on
            # web
            "fastapi>=1",
            "numpy>=2",  # arrays
            "torch>=2",
            # the end
        ]""")
    ours = array("""
        [  # what it runs on
            # web
            "fastapi>=1",  # mine: keep
            "numpy>=2",  # arrays

            # our own
            # two lines
            "pandas",  # frames
            # "torch>=2", too large
            # the end
        ]""")
    theirs = array("""
        [  # what the assistant runs on
            # web, and the chat page
            "fastapi>=2",  # kept up to date
            # models

            "jax>=1",  # faster
            "numpy>=2.1",  # all arrays
            "torch>=3",
            # the end of it
        ]""")

    assert merge_texts(base, ours, theirs) == array("""
        [  # what the assistant runs on
            # web, and the chat page
            "fastapi>=2",  # mine: keep
            # models

            "jax>=1",  # faster
            "numpy>=2.1",  # all arrays

            # our own
            # two lines
            "pandas",  # frames
            # "torch>=2", too large
            # the end
        ]""")


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        # A comment that arrives opens up an array of one line.
        (
            '["a"]',
            '["a", "mine"]',
            '[\n  # new\n  "a",\n  "b",  # why\n]',
            '[\n  # new\n  "a",\n  "b",  # why\n  "mine",\n]',
        ),
        (
            '["a"]',
            '["a", "mine"]',
            '["a", "b"  # why\n]',
            '[\n    "a",\n    "b",  # why\n    "mine",\n]',
        ),
        ('["a"]', '["mine"]', '["a",\n # end\n]', '[\n    "mine",\n    # end\n]'),
        # The comma goes before the comment of the last one.
        ('["a"]', '[\n "a"  # mine\n]', '["a", "b"]', '[\n "a",  # mine\n "b"\n]'),
        # A comment that both removed, or the template alone.
        (
            '[\n "a",  # x\n "b",\n]',
            '[\n "a",  # x\n "b>1",\n]',
            '[\n "a",\n "b",\n]',
            '[\n "a",\n "b>1",\n]',
        ),
        (
            '[\n # x\n "a",\n "b",\n]',
            '[\n # x\n "a",\n "b>1",\n]',
            '[\n "a",\n "b",\n]',
            '[\n "a",\n "b>1",\n]',
        ),
        # The template's heading moves on to the next when the first below it goes.
        (
            '[\n # web\n "a",\n "b",\n]',
            '[\n # web\n "a",\n "b",\n "mine",\n]',
            '[\n # web\n "b",\n]',
            '[\n # web\n "b",\n "mine",\n]',
        ),
        # Neighbours on a line stay apart from a comment that arrives between them.
        (
            '["a", "b"]',
            '[\n  "a", "b", "mine",\n]',
            '[\n  "a",  # why\n  "b",\n]',
            '[\n  "a",  # why\n "b", "mine",\n]',
        ),
        # No array is left but for its comment.
        ('["a"]', "[  # empty\n]", "[]", "[  # empty\n]"),
        ('["a", "b"]', '["a"]', '["b"]', "[]"),
    ],
)
def test_comments_keep_the_array_readable(base: str, ours: str, theirs: str, merged: str) -> None:
    """A comment takes the rest of its line, so what follows it starts on the next."""
    assert merged == merge_texts(base, ours, theirs)
