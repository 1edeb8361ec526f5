"""No embedder."""

from __future__ import annotations

from pathlib import Path

from app.rag.embedders.none import describe, make_embedder
from app.settings import load_settings


def test_there_is_no_embedder(repo: Path) -> None:
    """Passages are found by their words."""
    settings = load_settings()

    assert make_embedder(settings, repo) is None
    assert "nothing is sent anywhere" in describe(settings)
