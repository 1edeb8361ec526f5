"""Documents that go into every prompt whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import DataError
from app.reference import make_retriever, sections
from app.settings import load_settings
from app.types import Passage
from tests.small import write


def passages() -> tuple[Passage, ...] | None:
    """Retrieve from the folder that the settings name."""
    retrieval = make_retriever(load_settings(), Path.cwd()).retrieve("whatever")
    return None if retrieval is None else retrieval.passages


def test_every_document_is_retrieved_for_every_question(repo: Path) -> None:
    """In the order of their names, cut at their headings."""
    found = [(passage.path, passage.heading) for passage in passages() or ()]

    assert [("lending.md", "Lending"), ("lending.md", "Fines"), ("seats.txt", "")] == found


def test_a_passage_is_a_span_of_its_document(repo: Path) -> None:
    """A citation leads back to the file."""
    spans = {
        passage.text: (repo / "docs" / passage.path).read_text()[passage.start : passage.end]
        for passage in passages() or ()
    }

    assert list(spans) == list(spans.values())


def test_without_a_folder_there_are_no_documents(repo: Path) -> None:
    """None says that there is nothing to answer from in this repo."""
    write(repo / "settings.yaml", "prompt: {system: [a]}\nreference: {folder: null}\n")

    assert passages() is None


@pytest.mark.parametrize("name", ["docs/.gitkeep", "docs/report.pdf", "docs/notes.md/x.png"])
def test_a_folder_without_texts_is_an_error(repo: Path, name: str) -> None:
    """The error names the folder and both ways out."""
    for path in (repo / "docs").iterdir():
        path.unlink()
    write(repo / name, "")

    with pytest.raises(DataError, match=r"docs holds no \.md or \.txt file: put .*, or set "):
        passages()


def test_a_folder_that_is_missing_is_an_error(repo: Path) -> None:
    """It holds no texts either."""
    write(repo / "settings.yaml", "prompt: {system: [a]}\nreference: {folder: dosc}\n")

    with pytest.raises(DataError, match="dosc holds no"):
        passages()


def test_a_document_that_is_not_utf8_is_named(repo: Path) -> None:
    """A document is never read with some letters lost."""
    write(repo / "docs/old.txt", "caf\xe9".encode("latin-1"))

    with pytest.raises(DataError, match=r"old\.txt is not UTF-8"):
        passages()


def test_documents_in_folders_keep_their_path(repo: Path) -> None:
    """Two files may have the same name."""
    write(repo / "docs/rooms/lending.md", "No lending here.\n")

    assert "rooms/lending.md" in [passage.path for passage in passages() or ()]


def test_only_a_hash_and_a_space_make_a_heading(tmp_path: Path) -> None:
    """A tag or a number sign at the start of a line is text."""
    path = write(tmp_path / "a.md", "#1 rule: be kind.\n#tag\n")

    assert [("", "#1 rule: be kind.\n#tag\n")] == [
        (passage.heading, passage.text) for passage in sections(path, tmp_path)
    ]


def test_a_heading_without_text_is_no_passage(tmp_path: Path) -> None:
    """There is nothing to cite below it."""
    path = write(tmp_path / "a.md", "# Title\n\n## Part ##\nText.\n")

    assert ["Part"] == [passage.heading for passage in sections(path, tmp_path)]
