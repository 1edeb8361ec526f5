"""Bringing the index up to date."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from app.errors import DataError, ModelError
from app.interfaces import Store
from app.rag.ingest import Report, ingest
from app.rag.parts import make_store
from app.settings import load_settings
from tests.rag.fakes import CountingEmbedder
from tests.rag.pdf import make_pdf
from tests.small import add_settings, write


@pytest.fixture
def store(repo: Path) -> Store:
    """Return the store of the small repo, which is empty yet."""
    return make_store(add_settings(repo, "retrieval: {documents: docs}\n"), repo)


def run(store: Store, embedder: CountingEmbedder | None = None, tokens: int = 60) -> Report:
    """Ingest the documents of the small repo, which is the current folder."""
    return ingest(Path("docs"), store, embedder, tokens, lambda *_: None)


def found(store: Store, question: str) -> list[str]:
    """Return the texts that a question finds by its words."""
    return [passage.text for passage, _ in store.search_lexical(question, 10)]


def test_the_first_run_takes_every_document(store: Store) -> None:
    """Each passage gets a vector, and each file a fingerprint."""
    report = run(store, CountingEmbedder())

    assert (report.added, report.passages, report.exit_code) == (("lending.md", "seats.txt"), 3, 0)
    assert list(store.fingerprints()) == ["lending.md", "seats.txt"]
    assert len(store.search_dense(CountingEmbedder().embed(["x"])[0], 10)) == 3


def test_the_next_run_touches_only_what_changed(store: Store) -> None:
    """One file is embedded again, the others are not read into passages at all."""
    run(store, CountingEmbedder())
    write(Path("docs/seats.txt"), "The reading room has 70 chairs.\n")
    embedder = CountingEmbedder()
    report = run(store, embedder)

    assert (report.updated, report.unchanged) == (("seats.txt",), ("lending.md",))
    assert embedder.seen == ["The reading room has 70 chairs."]
    assert (found(store, "60 seats"), found(store, "lent weeks") != []) == ([], True)


def test_a_touched_file_with_the_same_bytes_is_unchanged(store: Store) -> None:
    """The content decides, not the time."""
    run(store)
    os.utime("docs/seats.txt", (1, 1))

    assert run(store).unchanged == ("lending.md", "seats.txt")


def test_a_deleted_file_is_forgotten(store: Store) -> None:
    """Nothing of it can be found any more."""
    run(store)
    Path("docs/seats.txt").unlink()
    report = run(store)

    assert report.removed == ("seats.txt",)
    assert found(store, "reading room seats") == []


def test_bad_files_are_named_and_the_good_ones_kept(store: Store) -> None:
    """A corrupt PDF and a file in another encoding do not stop the others."""
    write(Path("docs/broken.pdf"), make_pdf([(11, "Text.")])[:200])
    write(Path("docs/latin.txt"), b"caf\xe9")
    write(Path("docs/empty.md"), b"")
    write(Path("docs/whole.pdf"), make_pdf([(11, "Umbrellas are kept at the desk.")]))
    report = run(store)

    assert report.added == ("lending.md", "seats.txt", "whole.pdf")
    assert [one.path for one in report.skipped] == ["broken.pdf", "empty.md", "latin.txt"]
    assert report.exit_code == 1
    assert "skipped latin.txt: is not UTF-8 (byte 3: 0xe9): save it as UTF-8" in report.to_text()
    assert found(store, "umbrellas") == ["Umbrellas are kept at the desk."]


def test_files_of_other_kinds_are_named_and_no_failure(store: Store) -> None:
    """They are counted with the first few names, and the exit code stays 0."""
    before = run(store).to_text()
    for name in ("a.docx", "b.rst", "c.docx", "d.odt"):
        write(Path("docs") / name, "x")
    report = run(store)

    assert (report.others, report.exit_code) == (("a.docx", "b.rst", "c.docx", "d.odt"), 0)
    assert report.to_text().splitlines()[1] == (
        "passed over 4 files of other kinds than .md, .txt, .html, .htm, .pdf: "
        "a.docx, b.rst, c.docx and 1 more"
    )
    assert "passed over" not in before


def test_a_file_that_became_unreadable_is_forgotten(store: Store) -> None:
    """An answer must not cite a text that is not there any more."""
    run(store)
    write(Path("docs/seats.txt"), b"\xff\xfe")
    report = run(store)

    assert (report.removed, [one.path for one in report.skipped]) == (("seats.txt",), ["seats.txt"])
    assert found(store, "seats") == []


@pytest.mark.parametrize(("embedder", "tokens"), [("other", 60), ("counting", 30)])
def test_other_settings_make_everything_anew(store: Store, embedder: str, tokens: int) -> None:
    """Another embedder or another size of passage changes every document's fingerprint."""
    run(store, CountingEmbedder())
    report = run(store, CountingEmbedder(embedder), tokens)

    assert (report.updated, report.rebuilt) == (("lending.md", "seats.txt"), True)
    assert "the settings changed" in report.to_text()


def test_an_empty_folder_is_an_error_and_keeps_the_index(store: Store) -> None:
    """A wrong path in the settings must not wipe what was indexed."""
    run(store)
    for path in Path("docs").iterdir():
        path.unlink()
    with pytest.raises(DataError, match="holds no document"):
        run(store)

    assert found(store, "seats") != []


class FailingEmbedder(CountingEmbedder):
    """Fails at the second document."""

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Embed one document, then raise what a real embedder would."""
        if self.seen:
            raise ModelError("the call failed")
        return super().embed(texts)


def test_an_embedder_that_fails_leaves_whole_documents(store: Store) -> None:
    """What was done stays, and the next run goes on from there."""
    with pytest.raises(ModelError):
        run(store, FailingEmbedder())

    assert list(store.fingerprints()) == ["lending.md"]
    assert run(store, CountingEmbedder()).added == ("seats.txt",)


KILLED = """
import sys, time
from pathlib import Path
from app.rag.ingest import ingest
from app.rag.parts import make_store
from app.settings import load_settings

def slowly(done, whole, what):
    print(done, flush=True)
    time.sleep(0.02)

ingest(Path("docs"), make_store(load_settings(), Path.cwd()), None, 60, slowly)
"""


def test_a_killed_run_leaves_a_whole_index(store: Store) -> None:
    """After a kill every indexed document is complete, and the next run adds the rest."""
    for number in range(40):
        write(Path(f"docs/n{number:02}.md"), f"# N\n\nNumber {number} is here. " * 30)
    here = str(Path(__file__).parents[2])
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": here},
    )
    assert child.stdout is not None
    for _ in range(5):
        child.stdout.readline()
    time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    done = make_store(load_settings(), Path.cwd()).fingerprints()
    report = run(store)

    assert 4 <= len(done) < 42
    assert set(report.unchanged) == set(done)
    assert len(report.unchanged) + len(report.added) == 42
    assert store.count(["here"])[1][0] >= 40
