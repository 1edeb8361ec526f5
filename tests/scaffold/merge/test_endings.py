"""The line endings of the user's file."""

from __future__ import annotations

import pytest

from formfacts.scaffold.merge.endings import as_in, only_crlf, only_lf


@pytest.mark.parametrize(
    ("content", "crlf", "lf"),
    [
        (b"a\r\nb\r\n", True, False),
        (b"a\r\nb", True, False),
        (b"a\nb\n", False, True),
        (b"a\r\nb\n", False, False),
        (b"a\rb", False, False),
        (b"one line", False, True),
        (b"", False, True),
    ],
)
def test_tells_endings(content: bytes, crlf: bool, lf: bool) -> None:  # noqa: FBT001
    """All CR LF, all LF, or neither."""
    assert (crlf, lf) == (only_crlf(content), only_lf(content))


@pytest.mark.parametrize(
    ("ours", "other", "expected"),
    [
        (b"a\r\n", b"b\nc\n", b"b\r\nc\r\n"),
        (b"a\n", b"b\r\nc\r\n", b"b\nc\n"),
        (b"a\n", b"b\nc\n", b"b\nc\n"),
        (b"a\r\nb\n", b"c\n", b"c\n"),
        (b"a\r\nb\n", b"c\r\n", b"c\r\n"),
        (b"a\r\n", b"b\nc\r\n", b"b\nc\r\n"),
        (b"one line", b"b\r\n", b"b\r\n"),
        (b"", b"b\r\n", b"b\r\n"),
    ],
)
def test_takes_the_users_endings(ours: bytes, other: bytes, expected: bytes) -> None:
    """The template's lines get them where the user's are all of one kind."""
    assert expected == as_in(ours, other)
