"""The embedder behind an endpoint, against a local server that speaks its API."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.errors import ModelError, SettingsError
from app.rag.embedders.openai import OpenAIEmbedder, describe, make_embedder
from app.settings import Settings
from tests.servers.embeddings import KEY, MODEL, embeddings_server, vector
from tests.small import add_settings


def settings_for(root: Path, base_url: str, name: str = MODEL, more: str = "") -> Settings:
    """Point the small repo at the server."""
    return add_settings(
        root,
        "model: {max_retries: 0}\n"
        "retrieval:\n  documents: docs\n  embedder:\n"
        f'    name: "{name}"\n    base_url: {base_url}\n    batch_size: 2\n{more}',
    )


def make(root: Path, base_url: str, **options: str) -> OpenAIEmbedder:
    """Make the embedder."""
    embedder = make_embedder(settings_for(root, base_url, **options), root)
    assert embedder is not None
    return embedder


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the key that the server wants."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def test_vectors_come_in_order_and_of_unit_length(repo: Path, key: None) -> None:
    """Texts go out in batches; whatever order they come back in, each gets its own vector."""
    texts = ["one", "two", "three", "four", "five"]
    with embeddings_server("reversed") as server:
        vectors = make(repo, server.base_url).embed(texts)
        sizes = [len(request["input"]) for request in server.requests]

    wanted = np.array([vector(text, 8) for text in texts], dtype=np.float32) / 3
    assert (sizes, str(vectors.dtype), vectors.shape) == ([2, 2, 1], "float32", (5, 8))
    assert np.allclose(wanted, vectors, atol=1e-6)


def test_dimensions_are_asked_for_and_named(repo: Path, key: None) -> None:
    """The name tells vectors of different lengths apart."""
    with embeddings_server() as server:
        embedder = make(repo, server.base_url, more="    dimensions: 4\n")
        vectors = embedder.embed(["one"])

    assert (embedder.name, vectors.shape) == (f"{MODEL}/4", (1, 4))


def test_no_text_needs_no_call(repo: Path, key: None) -> None:
    """Nothing is sent for nothing."""
    with embeddings_server() as server:
        vectors = make(repo, server.base_url).embed([])

    assert (len(vectors), server.requests) == (0, [])


@pytest.mark.parametrize("fault", ["broken", "short", "zero"])
def test_a_fault_names_the_endpoint_and_the_model(repo: Path, key: None, fault: str) -> None:
    """An error or an unusable answer is one line that says who was asked for what."""
    with embeddings_server(fault) as server, pytest.raises(ModelError) as caught:
        make(repo, server.base_url).embed(["one", "two"])

    assert f"the call to {server.base_url} (embedder {MODEL})" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_model_is_named(repo: Path, key: None) -> None:
    """What the endpoint says is passed on."""
    with (
        embeddings_server() as server,
        pytest.raises(ModelError, match="`nonesuch` does not exist"),
    ):
        make(repo, server.base_url, name="nonesuch").embed(["one"])


def test_a_wrong_key_is_said_and_not_shown(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key never stands in an error."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong-key")
    with (
        embeddings_server() as server,
        pytest.raises(ModelError, match=r"Incorrect.*check OPENAI_API_KEY") as caught,
    ):
        make(repo, server.base_url).embed(["one"])

    assert "sk-wrong-key" not in str(caught.value)


def test_an_endpoint_that_is_not_there_is_named(repo: Path, key: None) -> None:
    """A refused connection says where to."""
    with embeddings_server() as server:
        url = server.base_url
    with pytest.raises(ModelError, match=url):
        make(repo, url).embed(["one"])


def test_a_missing_key_says_where_to_put_it(repo: Path) -> None:
    """The message names the variable, the file and the way without."""
    with pytest.raises(SettingsError, match=r"OPENAI_API_KEY is not set: put it into \.env"):
        make(repo, "http://127.0.0.1:9/v1")


def test_a_missing_name_says_which_key_to_set(repo: Path, key: None) -> None:
    """No default names a model."""
    with pytest.raises(SettingsError, match=r"retrieval\.embedder\.name is empty"):
        make(repo, "http://127.0.0.1:9/v1", name="")


def test_offline_there_is_no_embedder(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent, and no key is asked for."""
    monkeypatch.setenv("APP_OFFLINE", "1")
    settings = settings_for(repo, "http://127.0.0.1:9/v1")

    assert make_embedder(settings, repo) is None
    assert describe(settings).startswith("none while offline")
