"""Whatever lies in the repo: one line that says what is wrong, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from formfacts.advisor.evidence import untrusted
from formfacts.advisor.evidence.untrusted import Node, inside, read_json
from formfacts.errors import InputFileError
from tests.advisor.evidence.repos import write


def test_a_file_inside(tmp_path: Path) -> None:
    """Also behind a link that stays inside; what is missing is None."""
    real = write(tmp_path / "a" / "real.json", "{}")
    (tmp_path / "link.json").symlink_to(real)

    assert real == inside(tmp_path, "a/real.json") == inside(tmp_path, "link.json")
    assert inside(tmp_path, "none.json") is None
    assert inside(tmp_path, "a/real.json/none.json") is None


def test_a_link_out_is_refused(tmp_path: Path) -> None:
    """Of the file and of its folder."""
    write(tmp_path / "outside" / "x.json", "{}")
    repo = tmp_path / "repo"
    repo.mkdir()
    (repo / ".cache").symlink_to(tmp_path / "outside")

    with pytest.raises(InputFileError, match="leads out of the project"):
        inside(repo, ".cache/x.json")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder, a pipe that would never end, a circle of links."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")

    for name in ("folder", "pipe"):
        with pytest.raises(InputFileError, match="is no file"):
            inside(tmp_path, name)
    with pytest.raises(InputFileError, match="cannot be read"):
        inside(tmp_path, "circle")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "is not JSON"),
        ('{"a": ', "is not JSON"),
        ("[" * 200_000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "is not JSON"),
        ("[]", r"the report is \[\], no object"),
        ("3", "the report is 3, no object"),
    ],
)
def test_what_is_no_report(tmp_path: Path, text: str, wrong: str) -> None:
    """Is named with the command that writes a new one."""
    path = write(tmp_path / "report.json", text)

    with pytest.raises(InputFileError, match=f"{wrong}.*run `make evaluate`$") as caught:
        read_json(path, "`make evaluate`")
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """Are no JSON."""
    path = tmp_path / "report.json"
    path.write_bytes(b'{"a": "\xff"}')

    with pytest.raises(InputFileError, match="is not JSON"):
        read_json(path, "`make evaluate`")


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is not read to its end."""
    monkeypatch.setattr(untrusted, "LARGEST", 10)

    with pytest.raises(InputFileError, match="larger than 10 bytes"):
        read_json(write(tmp_path / "report.json", '{"a": 1234567}'), "`make evaluate`")


@pytest.mark.parametrize("value", [True, -1, 1.0, "3", None, 10**8, [1]])
def test_numbers_of_cases(tmp_path: Path, value: object) -> None:
    """Are whole, not negative, and not out of all proportion."""
    with pytest.raises(InputFileError, match="which is no number of cases"):
        Node({"of": value}, tmp_path, "`make evaluate`").number("of")


def test_words_that_are_shown(tmp_path: Path) -> None:
    """Without control characters and lone surrogates, and short."""
    node = Node({"model": "\x1b[31mred\x00\ud800" + "x" * 500}, tmp_path, "`make evaluate`")

    assert "[31mred" + "x" * 73 == node.word("model")


def test_parts_are_named(tmp_path: Path) -> None:
    """By the way that leads to them."""
    node = Node({"arms": {"gold": []}}, Path("r.json"), "`make diagnose`")

    with pytest.raises(InputFileError, match=r"^r\.json: the report, arms, gold is \[\], no obj"):
        node.node("arms").node("gold")
    with pytest.raises(InputFileError, match=r"has arms \{'gold': \[\]\}, which is no list"):
        node.nodes("arms")
