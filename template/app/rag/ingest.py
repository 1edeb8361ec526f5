"""Bring the index up to date with the documents: only what changed is read, cut and embedded.

Each document is one transaction. So a kill at any moment leaves an index that is whole, and the
next run goes on from there.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app.errors import SettingsError
from app.interfaces import Embedder, Store
from app.rag.chunk import chunk
from app.rag.load import (
    KINDS,
    Skipped,
    UnreadableError,
    few,
    find_documents,
    read_bytes,
    read_document,
)
from app.settings import Settings
from app.types import Passage

# To be raised when load.py or chunk.py come to cut the same file differently.
VERSION = 1
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did: the names of the documents, and how many passages were written.

    `skipped` are documents that cannot be read; `others` are files of kinds that are not read.
    `rebuilt` says that the index had been made with other settings, so that all of it was remade.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    others: tuple[str, ...]
    rebuilt: bool
    passages: int
    seconds: float

    @property
    def exit_code(self) -> int:
        """1 when a document was left out; a file of another kind never was one."""
        return int(bool(self.skipped))

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return asdict(self)

    def to_text(self) -> str:
        """Write one line of counts, one for each document that was left out, and the others."""
        counts = ", ".join(
            f"{len(names)} {what}"
            for what, names in [
                ("added", self.added),
                ("updated", self.updated),
                ("unchanged", self.unchanged),
                ("removed", self.removed),
                ("skipped", self.skipped),
            ]
        )
        why = " (the settings changed: everything was indexed anew)" if self.rebuilt else ""
        return "\n".join(
            [
                f"{counts}; {self.passages} passages written in {self.seconds:.1f} s{why}",
                *(f"skipped {one.path}: {one.reason}" for one in self.skipped),
                *self.passed_over(),
            ]
        )

    def passed_over(self) -> list[str]:
        """Say which files are of another kind, if any."""
        if not self.others:
            return []
        files = f"{len(self.others)} file{'s' * (len(self.others) > 1)}"
        return [f"passed over {files} of other kinds than {KINDS}: {few(self.others)}"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How documents become an index: a change of any of it makes every document anew."""

    embedder: str
    tokens: int

    def key(self) -> str:
        """Write it as the first part of each document's fingerprint."""
        return f"format {VERSION}, {self.tokens} tokens, embedder {self.embedder}"

    def fingerprint(self, content: bytes) -> str:
        """Return what a document with these bytes is indexed under."""
        return f"{self.key()}: {hashlib.sha256(content).hexdigest()}"


@dataclass(slots=True)
class Ingestion:
    """One run in progress."""

    store: Store
    embedder: Embedder | None
    recipe: Recipe
    before: Mapping[str, str]
    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    passages: int = 0

    def take(self, name: str, path: Path) -> None:
        """Index one document unless it is indexed already. Raises UnreadableError."""
        content = read_bytes(path)
        fingerprint = self.recipe.fingerprint(content)
        if self.before.get(name) == fingerprint:
            self.unchanged.append(name)
            return
        passages = chunk(read_document(name, content), self.recipe.tokens)
        vectors = None
        if self.embedder is not None and passages:
            vectors = self.embedder.embed([searchable(passage) for passage in passages])
        self.store.replace(name, fingerprint, passages, vectors)
        (self.updated if name in self.before else self.added).append(name)
        self.passages += len(passages)

    def forget(self) -> list[str]:
        """Remove the documents that are gone, or that cannot be read any more."""
        kept = {*self.added, *self.updated, *self.unchanged}
        gone = sorted(self.before.keys() - kept)
        for name in gone:
            self.store.remove(name)
        return gone


def ingest(
    folder: Path, store: Store, embedder: Embedder | None, tokens: int, progress: Progress
) -> Report:
    """Index the documents of the folder.

    `progress` is called with the documents done, how many there are, and what they are.
    Raises DataError when the folder is missing or empty, ModelError when the embedder fails.
    """
    started = time.perf_counter()
    found = find_documents(folder)
    skipped = list(found.skipped)
    recipe = Recipe(embedder.name if embedder else "none", tokens)
    run = Ingestion(store, embedder, recipe, store.fingerprints())
    for index, (name, path) in enumerate(found.documents.items(), start=1):
        try:
            run.take(name, path)
        except UnreadableError as error:
            skipped.append(Skipped(name, str(error)))
        progress(index, len(found.documents), "documents")
    removed = run.forget()
    return Report(
        added=tuple(run.added),
        updated=tuple(run.updated),
        unchanged=tuple(run.unchanged),
        removed=tuple(removed),
        skipped=tuple(sorted(skipped, key=lambda one: one.path)),
        others=tuple(found.others),
        rebuilt=any(not old.startswith(f"{recipe.key()}: ") for old in run.before.values()),
        passages=run.passages,
        seconds=round(time.perf_counter() - started, 3),
    )


def searchable(passage: Passage) -> str:
    """Return what is embedded: a passage is often clear only under its heading."""
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text


def ingest_documents(settings: Settings, root: Path, progress: Progress) -> Report:
    """Index the folder that settings.yaml names, with the parts that parts.py names."""
    from app.rag.parts import make_embedder, make_store

    if settings.retrieval is None:
        raise SettingsError("settings.yaml has no section `retrieval`: write it, see README.md")
    folder = root / settings.retrieval.documents
    find_documents(folder)  # before the embedder, which may take long or cost something
    embedder = make_embedder(settings, root)
    store = make_store(settings, root)
    return ingest(folder, store, embedder, settings.retrieval.chunk_tokens, progress)
