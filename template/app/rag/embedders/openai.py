"""Any endpoint that speaks the OpenAI embeddings API; `retrieval.embedder` says which and what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.errors import ModelError, NotReady, SettingsError
from app.settings import EmbedderSettings, Settings

if TYPE_CHECKING:
    from openai import OpenAI

ADVICE = "check OPENAI_API_KEY in .env and retrieval.embedder in settings.yaml, or add --offline"


@dataclass(frozen=True, slots=True)
class OpenAIEmbedder:
    """Vectors from an endpoint."""

    client: OpenAI
    settings: EmbedderSettings

    @property
    def name(self) -> str:
        """The model and its dimensions: vectors of two names must not be compared."""
        size = f"/{self.settings.dimensions}" if self.settings.dimensions else ""
        return f"{self.settings.name}{size}"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 vectors of unit length, shape (len(texts), dimensions).

        Raises ModelError when the endpoint fails or returns something else than it was asked for.
        """
        size = self.settings.batch_size
        batches = [self.embed_batch(texts[i : i + size]) for i in range(0, len(texts), size)]
        if len({batch.shape[1] for batch in batches}) > 1:
            raise ModelError(f"{self.describe_call()} gave vectors of different lengths")
        return np.concatenate(batches) if batches else np.zeros((0, 0), dtype=np.float32)

    def embed_batch(self, texts: Sequence[str]) -> np.ndarray:
        """Call the endpoint once; the client retries what is worth retrying."""
        import openai

        request: dict[str, Any] = {"model": self.settings.name, "input": list(texts)}
        if self.settings.dimensions is not None:
            request["dimensions"] = self.settings.dimensions
        try:
            # Compatible endpoints do not all know base64, which the client would ask for.
            response = self.client.embeddings.create(**request, encoding_format="float")
        except openai.OpenAIError as error:
            detail = " ".join(str(error).split())[:300] or type(error).__name__
            detail = detail.replace(self.client.api_key, "(your key)")
            raise ModelError(f"{self.describe_call()} failed: {detail}: {ADVICE}") from None
        rows = sorted(response.data or [], key=lambda row: row.index)
        try:
            vectors = np.array([row.embedding for row in rows], dtype=np.float32)
            norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        except (ValueError, TypeError):
            raise ModelError(f"{self.describe_call()} gave something else than vectors") from None
        if len(vectors) != len(texts) or not np.all(np.isfinite(norms)) or not np.all(norms):
            raise ModelError(
                f"{self.describe_call()} gave {len(vectors)} usable vectors for {len(texts)} texts"
            )
        return vectors / norms

    def describe_call(self) -> str:
        """Name the endpoint and the model, for error messages."""
        return f"the call to {self.settings.base_url} (embedder {self.settings.name})"


def make_embedder(settings: Settings, root: Path) -> OpenAIEmbedder | None:  # noqa: ARG001  as its siblings
    """Make the embedder; None when offline, so that passages are found by their words alone.

    Raises SettingsError when the key or the model's name is missing.
    """
    if settings.offline:
        return None
    if settings.retrieval is None:
        raise NotReady("settings.yaml has no section `retrieval`: write it, see README.md")
    embedder = settings.retrieval.embedder
    # A key that was pasted with a line break would make a header that no server takes.
    key = settings.api_key.get_secret_value().strip() if settings.api_key else ""
    if not key:
        raise SettingsError(
            "OPENAI_API_KEY is not set: put it into .env (see .env.example), "
            "or add --offline to search by words alone"
        )
    if not embedder.name:
        raise SettingsError(
            "settings.yaml: retrieval.embedder.name is empty: write the model's name as "
            f"{embedder.base_url} knows it, or add --offline to search by words alone"
        )
    from openai import OpenAI

    client = OpenAI(
        api_key=key,
        base_url=embedder.base_url,
        timeout=embedder.timeout_s,
        max_retries=settings.model.max_retries,
    )
    return OpenAIEmbedder(client, embedder)


def describe(settings: Settings) -> str:
    """Say what is called and what is sent where, for `doctor`."""
    if settings.retrieval is None or settings.offline:
        return "none while offline: passages are found by their words (BM25)"
    embedder = settings.retrieval.embedder
    name = embedder.name or "no model named yet"
    return f"sends documents and questions to {embedder.base_url} ({name})"
