"""An embedder that needs no model: a text's vector counts its words, hashed to places."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from app.text import stems

PLACES = 512


class CountingEmbedder:
    """Texts that share words are close; every text that was embedded is remembered."""

    def __init__(self, name: str = "counting") -> None:
        """Take the name that goes into fingerprints."""
        self.name = name
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 vectors of unit length, shape (len(texts), 512)."""
        self.seen += texts
        vectors: np.ndarray = np.full((len(texts), PLACES), 1e-6, dtype=np.float32)
        for row, text in enumerate(texts):
            for stem in stems(text):
                vectors[row, zlib.crc32(stem.encode()) % PLACES] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
