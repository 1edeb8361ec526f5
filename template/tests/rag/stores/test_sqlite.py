"""The store in one SQLite file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.errors import DataError, NotReady
from app.rag.stores.sqlite import SqliteStore, any_of, connect
from app.types import Passage


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    """Return a store whose file is not there yet."""
    return SqliteStore(tmp_path / "deep" / "index.sqlite")


def passage(path: str, text: str, start: int = 0) -> Passage:
    """Return a passage with that text."""
    return Passage(path, "Head", start, start + len(text), text, 2)


def unit(*values: float) -> np.ndarray:
    """Return a vector of unit length."""
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def test_a_store_that_was_never_written_is_empty(store: SqliteStore) -> None:
    """Asking it for its documents makes no file."""
    assert (store.fingerprints(), store.path.exists()) == ({}, False)


def test_passages_come_back_as_they_went_in(store: SqliteStore) -> None:
    """Every field survives, by both searches."""
    put = passage("a.md", "Parcels are stored safely.", 7)
    store.replace("a.md", "f", [put], np.array([unit(1, 2)]))

    assert [p for p, _ in store.search_lexical("parcel", 5)] == [put]
    assert [p for p, _ in store.search_dense(unit(1, 2), 5)] == [put]
    assert store.search_dense(unit(1, 2), 5)[0][1] == pytest.approx(1.0)


def test_replacing_a_document_leaves_nothing_of_the_old(store: SqliteStore) -> None:
    """Text, vectors and fingerprint are the new ones; other documents stay."""
    store.replace("a.md", "1", [passage("a.md", "alpha beta")], np.array([unit(1, 0)]))
    store.replace("b.md", "1", [passage("b.md", "gamma")], np.array([unit(1, 1)]))
    store.search_dense(unit(1, 0), 5)
    store.replace("a.md", "2", [passage("a.md", "delta")], np.array([unit(0, 1)]))

    assert store.fingerprints() == {"a.md": "2", "b.md": "1"}
    assert store.search_lexical("alpha beta", 5) == []
    assert [p.text for p, _ in store.search_dense(unit(0, 1), 5)] == ["delta", "gamma"]


def test_a_removed_document_is_not_found(store: SqliteStore) -> None:
    """Neither by words nor by vector."""
    store.replace("a.md", "1", [passage("a.md", "alpha")], np.array([unit(1, 0)]))
    store.remove("a.md")

    assert (store.fingerprints(), store.count(["alpha"])) == ({}, (0, [0]))
    assert (store.search_lexical("alpha", 5), store.search_dense(unit(1, 0), 5)) == ([], [])


def test_another_process_sees_what_was_written(store: SqliteStore) -> None:
    """Vectors that were read before are read again once the file has changed."""
    store.replace("a.md", "1", [passage("a.md", "alpha")], np.array([unit(1, 0)]))
    other = SqliteStore(store.path)
    before = len(other.search_dense(unit(1, 0), 5))
    store.replace("b.md", "1", [passage("b.md", "beta")], np.array([unit(1, 0)]))

    assert (before, len(other.search_dense(unit(1, 0), 5))) == (1, 2)


def test_passages_without_vectors_are_found_by_words_alone(store: SqliteStore) -> None:
    """Without an embedder nothing is nearest."""
    store.replace("a.md", "1", [passage("a.md", "alpha")], None)

    assert (len(store.search_lexical("alpha", 5)), store.search_dense(unit(1, 0), 5)) == (1, [])


def test_search_brings_forms_of_a_word_together(store: SqliteStore) -> None:
    """Endings and accents do not matter, and a better match comes first with a higher score."""
    store.replace(
        "a.md",
        "1",
        [passage("a.md", "Collecting at the café"), passage("a.md", "collected collections", 50)],
        None,
    )
    hits = store.search_lexical("COLLECT CAFE", 5)

    assert [p.text for p, _ in hits] == ["Collecting at the café", "collected collections"]
    assert hits[0][1] > hits[1][1]


def test_words_are_counted_by_passage(store: SqliteStore) -> None:
    """A word counts once for each passage that holds it."""
    store.replace("a.md", "1", [passage("a.md", "one two two"), passage("a.md", "two", 20)], None)

    assert store.count(["two", "one", "three", "?"]) == (2, [2, 1, 0, 0])


def test_a_question_becomes_a_query_of_plain_words() -> None:
    """Operators are quoted, and a long question is cut."""
    assert any_of('x AND "y" * x') == '"x" OR "and" OR "y"'
    assert any_of(" ".join(f"w{i}" for i in range(500))).count("OR") == 63


def test_a_damaged_file_says_what_to_do(store: SqliteStore) -> None:
    """One line names the file and the way out."""
    store.path.parent.mkdir()
    store.path.write_bytes(b"this is not a database, whatever its name says" * 100)
    with pytest.raises(DataError, match=r"index.sqlite is damaged .*delete it and run"):
        store.fingerprints()


def test_a_file_of_another_version_says_what_to_do(store: SqliteStore) -> None:
    """Tables of another layout are not touched."""
    db = connect(store.path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(NotReady, match="another version: delete it"):
        store.fingerprints()


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A folder of that name is an error of one line."""
    (tmp_path / "index.sqlite").mkdir()
    with pytest.raises(DataError, match="cannot be opened"):
        SqliteStore(tmp_path / "index.sqlite").fingerprints()
