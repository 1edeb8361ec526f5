"""One SQLite file: the passages, a full-text index (FTS5) for BM25, and the vectors beside them.

Nearest neighbours are found by comparing all vectors, which is exact and, up to some hundred
thousand passages, faster than the embedding of the question. No SQLite extension is needed: many
builds of Python cannot load one.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from app.errors import DataError, NotReady
from app.settings import Settings
from app.types import Passage, Scores

VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    path TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL REFERENCES documents (path) ON DELETE CASCADE,
    heading TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    page INTEGER,
    text TEXT NOT NULL,
    vector BLOB
);
CREATE INDEX IF NOT EXISTS passages_of_document ON passages (path);
CREATE VIRTUAL TABLE IF NOT EXISTS lexical USING fts5 (
    heading, text, content = 'passages', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER IF NOT EXISTS passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO lexical (rowid, heading, text) VALUES (new.id, new.heading, new.text);
END;
CREATE TRIGGER IF NOT EXISTS passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO lexical (lexical, rowid, heading, text)
    VALUES ('delete', old.id, old.heading, old.text);
END;
"""
COLUMNS = "path, heading, start, stop, text, page"
_TERM = re.compile(r"\w+")
MAX_TERMS = 64
WAIT_S = 30.0


class SqliteStore:
    """A Store in one file, which is made when the first document is put into it."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; nothing is opened yet."""
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._matrix: tuple[int, list[int], np.ndarray] | None = None

    def fingerprints(self) -> dict[str, str]:
        """Return, for each indexed document, the fingerprint it was indexed under."""
        if not self.path.exists():
            return {}
        with self._open() as db:
            return dict(db.execute("SELECT path, fingerprint FROM documents"))

    def replace(
        self,
        path: str,
        fingerprint: str,
        passages: Sequence[Passage],
        vectors: np.ndarray | None,
    ) -> None:
        """Put one document's passages in place of its old ones, in one transaction."""
        blobs = [None] * len(passages) if vectors is None else [v.tobytes() for v in vectors]
        rows = [
            (p.path, p.heading, p.start, p.end, p.text, p.page, blob)
            for p, blob in zip(passages, blobs, strict=True)
        ]
        with self._write() as db:
            db.execute("DELETE FROM documents WHERE path = ?", (path,))
            db.execute("INSERT INTO documents VALUES (?, ?)", (path, fingerprint))
            db.executemany(
                f"INSERT INTO passages ({COLUMNS}, vector) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  COLUMNS is ours
                rows,
            )

    def remove(self, path: str) -> None:
        """Forget a document."""
        with self._write() as db:
            db.execute("DELETE FROM documents WHERE path = ?", (path,))

    def search_lexical(self, question: str, limit: int) -> list[tuple[Passage, float]]:
        """Return the best passages by BM25 with their scores, best first."""
        query = any_of(question)
        if not query:
            return []
        sql = (
            f"SELECT {COLUMNS}, score FROM passages JOIN ("  # noqa: S608  COLUMNS is ours
            " SELECT rowid, -bm25(lexical) AS score FROM lexical WHERE lexical MATCH ?"
            " ORDER BY rank LIMIT ?) AS hit ON id = hit.rowid ORDER BY score DESC, id"
        )
        with self._open() as db:
            return [passage_and_score(row) for row in db.execute(sql, (query, limit))]

    def search_dense(self, vector: np.ndarray, limit: int) -> list[tuple[Passage, float]]:
        """Return the nearest passages with their cosine similarity, best first."""
        with self._open() as db:
            ids, matrix = self._vectors(db, len(vector))
            scores = matrix @ vector
            best = np.argsort(-scores, kind="stable")[:limit]
            sql = f"SELECT {COLUMNS} FROM passages WHERE id = ?"  # noqa: S608  COLUMNS is ours
            found = [(db.execute(sql, (ids[i],)).fetchone(), float(scores[i])) for i in best]
        return [passage_and_score((*row, score)) for row, score in found if row]

    def count(self, words: Sequence[str]) -> tuple[int, list[int]]:
        """Return how many passages there are, and how many of them hold each word."""
        sql = "SELECT count(*) FROM lexical WHERE lexical MATCH ?"
        with self._open() as db:
            (whole,) = db.execute("SELECT count(*) FROM passages").fetchone()
            queries = [any_of(word) for word in words]
            return whole, [db.execute(sql, (q,)).fetchone()[0] if q else 0 for q in queries]

    def _vectors(self, db: sqlite3.Connection, dimensions: int) -> tuple[list[int], np.ndarray]:
        """Read all vectors, once for each state of the file."""
        (version,) = db.execute("PRAGMA data_version").fetchone()
        if self._matrix is None or self._matrix[0] != version:
            sql = "SELECT id, vector FROM passages WHERE length(vector) = ? ORDER BY id"
            rows = db.execute(sql, (4 * dimensions,)).fetchall()
            joined = b"".join(blob for _, blob in rows)
            matrix = np.frombuffer(joined, dtype=np.float32).reshape(len(rows), dimensions)
            self._matrix = (version, [row_id for row_id, _ in rows], matrix)
        return self._matrix[1:]

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that is committed whole or not at all."""
        with self._open() as db, db:
            db.execute("BEGIN IMMEDIATE")
            yield db
        self._matrix = None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Give the connection, made at first use; say in one line what is wrong with the file."""
        try:
            if self._connection is None:
                self._connection = connect(self.path)
            yield self._connection
        except (sqlite3.Error, OSError) as error:
            raise explain(error, self.path) from None


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, and lay out the tables in a new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Autocommit: the transactions are the ones that _write begins.
    db = sqlite3.connect(
        address(path), uri=True, timeout=WAIT_S, isolation_level=None, check_same_thread=False
    )
    db.execute("PRAGMA foreign_keys = ON")
    # Many small transactions, and readers that do not wait for them. A power cut can cost the last
    # of them, which the next ingest makes up for; it cannot damage the file.
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version == 0:
        db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
    elif version != VERSION:
        raise NotReady(f"{path} was made by another version: delete it and run `make ingest`")
    return db


def address(path: Path) -> str:
    """Write the file's address; in a place that cannot be written SQLite must not try to lock."""
    frozen = path.exists() and not os.access(path.parent, os.W_OK)
    return f"{path.resolve().as_uri()}{'?immutable=1' if frozen else ''}"


def explain(error: Exception, path: Path) -> DataError | NotReady:
    """Turn what SQLite says into what to do about it."""
    text = str(error)
    if "readonly" in text or "unable to open" in text or isinstance(error, OSError):
        return DataError(f"{path} cannot be opened or written ({text}): check its permissions")
    if "locked" in text:
        return NotReady(f"{path} is being written by another process: try again when it is done")
    if "full" in text:
        return DataError(f"{path}: the disk is full: make room and run `make ingest` again")
    return DataError(f"{path} is damaged ({text}): delete it and run `make ingest`")


def any_of(text: str) -> str:
    """Write an FTS5 query for any of the words; quoted, so that none is read as an operator."""
    terms = dict.fromkeys(term.lower() for term in _TERM.findall(text))
    return " OR ".join(f'"{term}"' for term in [*terms][:MAX_TERMS])


def passage_and_score(row: Sequence[Any]) -> tuple[Passage, float]:
    """Read a passage from the values of COLUMNS and its score."""
    path, heading, start, end, text, page, score = row
    return Passage(path, heading, start, end, text, page, Scores()), score


def make_store(settings: Settings, root: Path) -> SqliteStore:
    """Make the store that `retrieval.index` names."""
    if settings.retrieval is None:
        raise NotReady("settings.yaml has no section `retrieval`: write it, see README.md")
    return SqliteStore(root / settings.retrieval.index)
