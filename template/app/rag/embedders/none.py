"""No embedder: BM25 alone, which needs no model at all and is hard to beat on exact words."""

from __future__ import annotations

from pathlib import Path

from app.interfaces import Embedder
from app.settings import Settings


def make_embedder(settings: Settings, root: Path) -> Embedder | None:  # noqa: ARG001  as its siblings
    """Return None: passages get no vectors and are found by their words."""
    return None


def describe(settings: Settings) -> str:  # noqa: ARG001  as its siblings
    """Say what is called and what is sent where, for `doctor`."""
    return "none: passages are found by their words (BM25); nothing is sent anywhere"
