"""Answers files are compared by what they say, and keep answers that are hidden for now."""

from __future__ import annotations

import pytest
import yaml

from formfacts.scaffold.merge.answers_file import (
    load,
    same_answers,
    with_comments,
    with_hidden,
)

FILE = b"# Kept by the template.\n_commit: v1\nname: Tiny\n"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (FILE, True),
        (b"name: 'Tiny'\n\n_commit: v1  # pinned\n", True),
        (FILE.replace(b"\n", b"\r\n"), True),
        (FILE + b"more: 1\n", False),
        (FILE.replace(b"Tiny", b"tiny"), False),
        (b"{", False),
        (b"", False),
    ],
)
def test_same_answers(other: bytes, same: bool) -> None:  # noqa: FBT001
    """Comments, quotes, order and line endings do not count."""
    assert same == same_answers(FILE, other)


@pytest.mark.parametrize("content", [b"{", b"- a", b"", b"\xff\xfe\x00", b"!!python/object:x {}"])
def test_what_is_no_mapping_is_never_the_same(content: bytes) -> None:
    """Two garbled files are left to the merge of lines."""
    assert not same_answers(content, content)
    assert not isinstance(load(content), dict)


@pytest.mark.parametrize(
    ("ours", "kept"),
    [
        (b"# mine\n" + FILE, b"# mine\n"),
        (FILE.replace(b"Tiny", b"Tiny  # for now"), b"# for now\n"),
        (FILE.replace(b"Tiny", b"'Tiny'"), b""),
        (b"_commit: v1\nname: Tiny\n", b""),
    ],
)
def test_keeps_comments(ours: bytes, kept: bytes) -> None:
    """Those that the user wrote, at the end; the template's own are there already."""
    newer = FILE.replace(b"v1", b"v2")

    assert newer + kept == with_comments(newer, FILE, ours)
    assert newer.rstrip() + (b"\n" if kept else b"") + kept == with_comments(
        newer.rstrip(), FILE, ours
    )


def test_comments_get_the_files_line_endings() -> None:
    """Which are the user's by then."""
    crlf = FILE.replace(b"\n", b"\r\n")

    assert crlf + b"# mine\r\n" == with_comments(crlf, crlf, crlf + b"# mine\r\n")


def test_adds_hidden_answers() -> None:
    """Those of the names that were answered and are missing, at the end, in order."""
    answers = {"store": "köln", "name": "Old", "index": True}
    kept = with_hidden(FILE, answers, ["store", "name", "index", "never"])

    assert FILE + "index: true\nstore: köln\n".encode() == kept


def test_adds_to_a_last_line_without_its_end() -> None:
    """An answer does not become part of the last line."""
    kept = with_hidden(FILE.rstrip(), {"store": "a: b\nc"}, ["store"])

    assert {"_commit": "v1", "name": "Tiny", "store": "a: b\nc"} == yaml.safe_load(kept)


@pytest.mark.parametrize("content", [FILE, b"{", b"- a\n"])
def test_adds_nothing_without_need(content: bytes) -> None:
    """A file that is no mapping, or lacks nothing, stays as it is."""
    assert content == with_hidden(content, {"name": "Tiny"}, ["name"])
