"""Finding and reading documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import DataError
from app.rag import load
from app.rag.load import (
    Skipped,
    UnreadableError,
    decode,
    find_documents,
    read_bytes,
    read_document,
)
from tests.rag.pdf import make_pdf
from tests.small import write


def test_documents_are_found_in_order_with_forward_slashes(tmp_path: Path) -> None:
    """Files of other kinds are told apart, and hidden ones are not mentioned."""
    for name in ("b.md", "a/c.TXT", "a/b.html", "a/d.HTM", "z.docx", ".hidden.md", ".git/x.md"):
        write(tmp_path / name, "x")
    found = find_documents(tmp_path)

    assert list(found.documents) == ["a/b.html", "a/c.TXT", "a/d.HTM", "b.md"]
    assert (found.skipped, found.others) == ([], ["z.docx"])


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_folder_without_documents_is_an_error(tmp_path: Path, name: str) -> None:
    """The message names the folder and says what to do."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match=f"{name} .*put your documents there"):
        find_documents(tmp_path / name)


def test_a_folder_with_other_kinds_of_file_alone_says_which(tmp_path: Path) -> None:
    """A folder full of Word files must not look like an empty one."""
    for name in ("a.docx", "b.rst", "c.docx", "d.odt", "line\nbreak.rtf"):
        write(tmp_path / name, "x")
    with pytest.raises(DataError) as caught:
        find_documents(tmp_path)

    assert "(.md, .txt, .html, .htm, .pdf), only a.docx, b.rst, c.docx and 2 more: put" in str(
        caught.value
    )


def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    """A link to a secret elsewhere is named and not read; one inside is a document."""
    secret = write(tmp_path / "secret.md", "secret")
    docs = tmp_path / "docs"
    write(docs / "a.md", "text")
    (docs / "inside.md").symlink_to(docs / "a.md")
    (docs / "out.md").symlink_to(secret)
    (docs / "gone.md").symlink_to(docs / "nothing.md")
    (docs / "round.md").symlink_to(docs / "round.md")
    (docs / "folder").symlink_to(tmp_path)
    found = find_documents(docs)

    assert list(found.documents) == ["a.md", "inside.md"]
    assert sorted(one.path for one in found.skipped) == ["folder", "gone.md", "out.md", "round.md"]
    assert Skipped("out.md", "is a link that leaves the folder: not followed") in found.skipped


def test_each_kind_of_file_is_read() -> None:
    """Headings and text come out of all of them."""
    files = {
        "a.md": b"# Top\n\nHello there.",
        "a.txt": b"TOP\n\nHello there.",
        "a.html": b"<h1>Top</h1><p>Hello there.</p>",
        "a.htm": b"<h1>Top</h1><p>Hello there.</p>",
        "a.pdf": make_pdf([(20, "Top"), (11, "Hello there."), (11, "Hello again, you there.")]),
    }
    read = {name: read_document(name, content) for name, content in files.items()}

    assert {name: one.sections[-1].heading.title() for name, one in read.items()} == dict.fromkeys(
        files, "Top"
    )
    assert all("Hello there." in one.text for one in read.values())


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.md", b"", "holds no text"),
        ("a.md", b"\xef\xbb\xbf \n", "holds no text"),
        ("a.txt", b"caf\xe9", "is not UTF-8 (byte 3: 0xe9): save it as UTF-8"),
        ("a.txt", b"a\0b", "is not text (it holds a zero byte)"),
        ("a.html", b"<script>x</script>", "holds no text"),
        ("a.html", b" " * 10_000_001, "is larger than 10 MB: split it"),
        ("a.pdf", b"junk", "is not a readable PDF (Stream has ended unexpectedly)"),
    ],
)
def test_an_unreadable_document_says_why(name: str, content: bytes, reason: str) -> None:
    """One line says what is wrong with it."""
    with pytest.raises(UnreadableError) as caught:
        read_document(name, content)

    assert str(caught.value) == reason


def test_line_ends_and_byte_order_mark_are_evened_out() -> None:
    """So spans do not depend on the system that the file was written on."""
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n") == "a\nb\nc\n"


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is on bytes, before anything is parsed."""
    monkeypatch.setattr(load, "MAX_BYTES", 2_000_000)
    with pytest.raises(UnreadableError, match="larger than 2 MB"):
        read_bytes(write(tmp_path / "a.md", b"x" * 2_000_001))


def test_a_page_may_name_another_encoding() -> None:
    """An older page says what it is in; one that names nonsense is left out as before."""
    page = '<meta charset="{}"><p>A caf\xe9 near here.</p>'

    assert "caf\xe9" in read_document("a.html", page.format("latin-1").encode("latin-1")).text
    for wrong in ("nonsense", "utf-8"):
        with pytest.raises(UnreadableError, match="is not UTF-8"):
            read_document("a.html", page.format(wrong).encode("latin-1"))
