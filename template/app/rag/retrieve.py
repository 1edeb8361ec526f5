"""Find the passages that bear on a question: by words and by meaning, and say if that is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import NotReady, SettingsError
from app.interfaces import Embedder, Store
from app.rag.ingest import Recipe
from app.rag.parts import describe_embedder, make_embedder, make_store
from app.rag.support import support
from app.settings import RetrievalSettings, Settings
from app.text import telling
from app.types import Passage, Retrieval, Scores

Found = Sequence[tuple[Passage, float]]
# How many passages each kind of search hands over to be fused.
CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class PassageRetriever:
    """Searches the index by BM25 and, with an embedder, by vectors."""

    store: Store
    embedder: Embedder | None
    settings: RetrievalSettings

    def retrieve(self, question: str) -> Retrieval:
        """Return the best passages with their scores, and how well they support an answer."""
        passages = self.search(question)[: self.settings.passages]
        value = support(question, passages, self.store, self.embedder)
        return Retrieval(tuple(passages), value, value >= self.settings.min_support)

    def search(self, question: str) -> list[Passage]:
        """Return all candidates, best first."""
        words = " ".join(telling(question)) or question
        lexical = self.store.search_lexical(words, CANDIDATES)
        if self.embedder is None:
            return fuse(lexical, None)
        vector = self.embedder.embed([question])[0]
        return fuse(lexical, self.store.search_dense(vector, CANDIDATES))


def fuse(lexical: Found, dense: Found | None) -> list[Passage]:
    """Bring both kinds of score to 0..1 and average them; best first.

    Equal weights on min-max scores are measured better than the ranks alone, which forget by how
    much a passage won. A passage that one search did not return scores 0 there.
    """
    kinds = [("lexical", lexical)] + ([] if dense is None else [("dense", dense)])
    passages: dict[tuple[str, int, int], Passage] = {}
    fused: dict[tuple[str, int, int], float] = {}
    for kind, found in kinds:
        scaled = min_max([score for _, score in found])
        for (passage, score), part in zip(found, scaled, strict=True):
            key = (passage.path, passage.start, passage.end)
            known = passages.setdefault(key, passage)
            passages[key] = replace(known, scores=replace(known.scores, **{kind: score}))
            fused[key] = fused.get(key, 0.0) + part / len(kinds)
    ranked = sorted(passages, key=lambda key: (-fused[key], key))
    return [with_fused(passages[key], fused[key]) for key in ranked]


def with_fused(passage: Passage, value: float) -> Passage:
    """Note the fused score beside the others."""
    scores = passage.scores
    return replace(passage, scores=Scores(scores.lexical, scores.dense, value))


def min_max(scores: Sequence[float]) -> list[float]:
    """Stretch the scores to 0..1; scores that are all the same are all 1."""
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    return [(score - low) / (high - low) if high > low else 1.0 for score in scores]


def check_index(store: Store, embedder: Embedder | None, tokens: int) -> None:
    """Raise NotReady unless the index was made as settings.yaml says now.

    Without an embedder any vectors will do, since none is looked at.
    """
    recipe = Recipe(embedder.name if embedder else "none", tokens).key()
    wanted = f"{recipe}: " if embedder else Recipe("", tokens).key()
    for found in store.fingerprints().values():
        if not found.startswith(wanted):
            made = found.rpartition(": ")[0]
            raise NotReady(
                f"the index was made with other settings ({made}; now {recipe}): run `make ingest`"
            )


def make_retriever(settings: Settings, root: Path) -> PassageRetriever:
    """Put the retriever together.

    Raises NotReady when there is no index, or one that was made with other settings.
    """
    if settings.retrieval is None:
        raise SettingsError("settings.yaml has no section `retrieval`: write it, see README.md")
    store = make_store(settings, root)
    if not store.fingerprints():
        raise NotReady(f"{settings.retrieval.index} holds no document: run `make ingest`")
    embedder = make_embedder(settings, root)
    check_index(store, embedder, settings.retrieval.chunk_tokens)
    return PassageRetriever(store, embedder, settings.retrieval)


def describe(settings: Settings) -> str:
    """Say what is called and what is sent where, for `doctor`."""
    return describe_embedder(settings)
