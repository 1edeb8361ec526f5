"""The verbs of the RAG half, as a user calls them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from app.doctor import examine
from app.errors import DataError
from app.rag.commands import add_commands
from app.settings import load_settings
from tests.small import add_settings, write

# The embedder's model, where it has one, is the repo's own; nothing is exported for a test.
CACHE = os.environ.get("APP_MODEL_CACHE") or str(Path(__file__).parents[2] / ".cache")


@pytest.fixture(autouse=True)
def offline(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the small repo a section `retrieval`, and work on this machine alone."""
    add_settings(repo, "retrieval: {documents: docs}\n")
    monkeypatch.setenv("APP_OFFLINE", "1")
    monkeypatch.setenv("APP_MODEL_CACHE", CACHE)


def call(*arguments: str) -> Result:
    """Run a verb."""
    cli = typer.Typer()
    add_commands(cli)
    return CliRunner().invoke(cli, arguments)


def test_ingest_reports_what_it_did() -> None:
    """Counts on standard output, progress on standard error."""
    result = call("ingest")

    assert result.stdout.startswith("2 added, 0 updated, 0 unchanged, 0 removed, 0 skipped; 3 pas")
    assert result.stderr == "documents 2/2\n"
    assert result.exit_code == 0


def test_ingest_names_a_bad_file_and_exits_with_1() -> None:
    """The good ones are in the index all the same."""
    write(Path("docs/bad.pdf"), b"junk")
    result = call("ingest", "--json")
    report = json.loads(result.stdout)

    assert [one["path"] for one in report["skipped"]] == ["bad.pdf"]
    assert (report["added"], result.exit_code) == (["lending.md", "seats.txt"], 1)


def test_ingest_of_a_missing_folder_is_an_error(repo: Path) -> None:
    """The error is the user's to mend and goes up to the one place that prints it."""
    write(repo / "settings.yaml", "prompt: {system: [a]}\nretrieval: {documents: nowhere}\n")

    assert isinstance(call("ingest").exception, DataError)


def test_search_prints_passages_with_scores() -> None:
    """What is found can be looked at without a model."""
    call("ingest")
    result = call("search", "late book", "--limit", "1")
    as_json = json.loads(call("search", "late book", "--json").stdout)

    assert result.stdout.startswith("1. lending.md > Lending > Fines, characters ")
    assert "A late book costs 10 cents a day." in result.stdout
    assert as_json[0]["scores"]["fused"] == 1.0


def test_offline_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that offers --offline must not send anyone to a verb without it."""
    monkeypatch.delenv("APP_OFFLINE")

    assert call("ingest", "--offline").exit_code == 0
    assert call("search", "late book", "--offline").exit_code == 0


def test_the_doctor_opens_the_index(repo: Path) -> None:
    """One that is there may be damaged, or made with other settings."""

    def index() -> tuple[str, str]:
        found = {one.what: one for one in examine(load_settings(), repo).findings}["index"]
        return found.state, found.detail

    call("ingest")
    healthy = index()
    add_settings(repo, "retrieval: {documents: docs, chunk_tokens: 100}\n")
    state, changed = index()
    for path in (repo / ".cache").glob("index.sqlite*"):
        path.unlink()
    write(repo / ".cache/index.sqlite", "junk")

    assert healthy == ("ok", ".cache/index.sqlite")
    assert state == "missing"
    assert "made with other settings" in changed
    assert index()[0] == "wrong"
