"""Counting the tokens of a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from formfacts.advisor import corpus
from formfacts.advisor.corpus import count_corpus
from formfacts.errors import InputFileError


def make(folder: Path, **files: str) -> None:
    """Write files named as `a_md`."""
    for name, text in files.items():
        path = folder / name.replace("_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def test_words_times_a_factor(tmp_path: Path) -> None:
    """Words of all text files below the folder, times 1.35."""
    make(tmp_path, a_md="one two three", b_txt="four")
    (tmp_path / "below").mkdir()
    make(tmp_path / "below", c_rst="five six")

    count = count_corpus(tmp_path)

    assert (3, 6, 8, "8 tokens") == (count.files, count.words, count.tokens, count.amount.text)


def test_markup_is_no_text(tmp_path: Path) -> None:
    """Of HTML the text counts, not the tags, scripts or styles."""
    make(
        tmp_path,
        a_html="<html><style>p { x: y }</style><p class='a b'>two words</p><!-- no --></html>",
    )

    assert 2 == count_corpus(tmp_path).words


def test_signs_of_scripts_without_spaces_count(tmp_path: Path) -> None:
    """Chinese or Japanese has about one token for each sign."""
    make(tmp_path, a_txt="我们的产品 and two")

    count = count_corpus(tmp_path)

    assert (2, 5, 8) == (count.words, count.unspaced, count.tokens)


def test_what_is_passed_over_is_said(tmp_path: Path) -> None:
    """Links, hidden folders, other kinds and what is no text are counted, not read."""
    make(tmp_path, a_md="one", b_pdf="%PDF", c_pdf="%PDF")
    (tmp_path / "binary.txt").write_bytes(b"a\0b")
    (tmp_path / ".git").mkdir()
    make(tmp_path / ".git", d_md="no")
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.md")

    summary = count_corpus(tmp_path).summary(tmp_path)

    assert (
        f"{tmp_path}: 1 file, 1 words × 1.35 = about 1 tokens; passed over: 2 .pdf,"  # noqa: RUF001
        " 2 links, 1 hidden or without documents, 1 no plain files, 1 no text"
    ) == summary


def test_a_bound_stops_it_and_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus beyond the bounds is at least what was counted."""
    make(tmp_path, a_md="one two", b_md="three")
    monkeypatch.setattr(corpus, "MOST_BYTES", 5)

    count = count_corpus(tmp_path)

    assert (1, "5 bytes") == (count.files, count.stopped)
    assert count.summary(tmp_path).endswith("; stopped at 5 bytes, so it is more")


def test_a_file_that_is_too_large_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One dump does not fill the memory."""
    make(tmp_path, a_md="one", b_md="two three four")
    monkeypatch.setattr(corpus, "LARGEST", 10)

    assert {"too large": 1} == count_corpus(tmp_path).passed_over


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing", "missing cannot be read: no such file or directory; name a folder"),
        ("a.md", "a.md cannot be read: not a directory; name a folder"),
        ("empty", "there is no text file ("),
    ],
)
def test_what_cannot_be_counted_is_one_line(name: str, message: str, tmp_path: Path) -> None:
    """No folder, or none with text, is an error that says what to do."""
    make(tmp_path, a_md="one")
    (tmp_path / "empty").mkdir()

    with pytest.raises(InputFileError) as caught:
        count_corpus(tmp_path / name)

    assert message in str(caught.value)
