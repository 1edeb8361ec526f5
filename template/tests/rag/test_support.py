"""Whether passages support an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.interfaces import Store
from app.rag.ingest import ingest
from app.rag.parts import make_store
from app.rag.support import closeness, coverage, rarity, support
from app.types import Passage
from tests.rag.fakes import CountingEmbedder
from tests.small import add_settings

FINES = Passage("lending.md", "Fines", 0, 60, "A late book costs 10 cents a day. Pay at the desk.")


@pytest.fixture
def store(repo: Path) -> Store:
    """Return the index of the small repo."""
    store = make_store(add_settings(repo, "retrieval: {documents: docs}\n"), repo)
    ingest(repo / "docs", store, None, 200, lambda *_: None)
    return store


def test_no_passage_supports_nothing(store: Store) -> None:
    """An empty result has support 0."""
    assert support("What does a late book cost?", [], store, None) == 0.0


def test_support_grows_with_the_words_covered(store: Store) -> None:
    """The more of the question the passage holds, the better it is supported."""
    questions = ["Is there a pool?", "Is a late arrival allowed?", "What does a late book cost?"]
    values = [support(question, [FINES], store, None) for question in questions]

    assert values == sorted(values)
    assert values[0] < 0.1
    assert values[2] > 0.9


def test_coverage_is_a_share(store: Store) -> None:
    """All words in one sentence is 1; a question without telling words is 0."""
    sentences = ["A late book costs 10 cents a day.", "Pay at the desk."]

    assert coverage("late books", [FINES], sentences, store) == pytest.approx(1.0)
    assert coverage("how is it?", [FINES], sentences, store) == 0.0


def test_rare_words_weigh_more(store: Store) -> None:
    """A word that every passage holds tells little."""
    weights = rarity(["lent", "zebra"], store)

    assert weights["zebra"] > weights["lent"] > 0


def test_closeness_is_that_of_the_closest_sentence() -> None:
    """One sentence is enough."""
    value = closeness("late book", ["late book", "something else"], CountingEmbedder())

    assert value == pytest.approx(1.0, abs=1e-3)
