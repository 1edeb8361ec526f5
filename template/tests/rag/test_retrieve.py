"""Finding passages and fusing their scores."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import NotReady
from app.rag.ingest import ingest
from app.rag.parts import make_store
from app.rag.retrieve import PassageRetriever, check_index, fuse, make_retriever, min_max
from app.settings import RetrievalSettings
from app.types import Passage, Scores
from tests.rag.fakes import CountingEmbedder
from tests.small import add_settings

A, B, C = (Passage(f"{name}.md", "", 0, 1, name) for name in "abc")


@pytest.fixture(params=[True, False], ids=["with vectors", "words alone"])
def retriever(repo: Path, request: pytest.FixtureRequest) -> PassageRetriever:
    """Return a retriever over the small repo's two documents."""
    settings = add_settings(repo, "retrieval: {documents: docs}\n")
    embedder = CountingEmbedder() if request.param else None
    store = make_store(settings, repo)
    ingest(repo / "docs", store, embedder, 200, lambda *_: None)
    return PassageRetriever(store, embedder, RetrievalSettings(passages=2))


def test_the_best_passage_comes_first_with_its_scores(retriever: PassageRetriever) -> None:
    """Every kind of search that ran leaves its score."""
    retrieval = retriever.retrieve("How much does a late book cost?")
    best = retrieval.passages[0]

    assert (best.path, best.heading) == ("lending.md", "Lending > Fines")
    assert best.scores.lexical is not None
    assert (best.scores.dense is None) == (retriever.embedder is None)
    assert best.scores.fused == 1.0
    assert len(retrieval.passages) <= 2
    assert retrieval.supported


def test_a_question_about_something_else_is_not_supported(retriever: PassageRetriever) -> None:
    """There may be a best passage all the same; it does not bear on the question."""
    retrieval = retriever.retrieve("Who won the football championship in Brazil?")

    assert (retrieval.supported, retrieval.support < 0.5) == (False, True)


@pytest.mark.parametrize(
    "question", ['AND OR NOT "', "*", "(((", "heading:x NEAR/3", "a\0b", "' --"]
)
def test_a_question_is_never_read_as_a_query(retriever: PassageRetriever, question: str) -> None:
    """What means something to the full-text index means nothing in a question."""
    assert retriever.retrieve(question).support < 0.5


def test_fusion_averages_scores_brought_to_one_scale() -> None:
    """A passage that only one search found scores 0 in the other."""
    fused = fuse([(A, 9.0), (B, 4.0), (C, 1.0)], [(B, 0.9), (A, 0.5)])

    assert [(p.path, p.scores) for p in fused] == [
        ("b.md", Scores(4.0, 0.9, 0.6875)),
        ("a.md", Scores(9.0, 0.5, 0.5)),
        ("c.md", Scores(1.0, None, 0.0)),
    ]


def test_fusion_of_one_search_keeps_its_order() -> None:
    """Without vectors the words decide alone."""
    fused = fuse([(C, 3.0), (A, 1.0)], None)

    assert [(p.path, p.scores.fused) for p in fused] == [("c.md", 1.0), ("a.md", 0.0)]


@pytest.mark.parametrize(
    ("scores", "scaled"),
    [([], []), ([2.0], [1.0]), ([3.0, 3.0], [1.0, 1.0]), ([5.0, 3.0, 1.0], [1.0, 0.5, 0.0])],
)
def test_min_max(scores: list[float], scaled: list[float]) -> None:
    """The best is 1, the worst 0, and a tie is all 1."""
    assert min_max(scores) == scaled


def test_asking_before_ingesting_says_what_to_do(repo: Path) -> None:
    """No index is an error with the next command, and makes no file."""
    settings = add_settings(repo, "retrieval: {documents: docs}\n")
    with pytest.raises(NotReady, match="run `make ingest`"):
        make_retriever(settings, repo)

    assert not (repo / ".cache").exists()


def test_an_index_of_another_embedder_is_not_searched(repo: Path) -> None:
    """Vectors of two embedders must not be compared; without an embedder none is looked at."""
    store = make_store(add_settings(repo, "retrieval: {documents: docs}\n"), repo)
    ingest(repo / "docs", store, CountingEmbedder("one"), 200, lambda *_: None)
    check_index(store, CountingEmbedder("one"), 200)
    check_index(store, None, 200)

    with pytest.raises(
        NotReady, match=r"made with other settings .*embedder one.*run `make ingest`"
    ):
        check_index(store, CountingEmbedder("other"), 200)
    with pytest.raises(NotReady, match=r"200 tokens.*now format 1, 100 tokens, embedder none"):
        check_index(store, None, 100)
