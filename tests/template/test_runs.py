"""What `formfacts smoke` does not look at: bad documents, and how good the answers are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.template.projects import app, project, run

pytestmark = pytest.mark.slow


def test_a_bad_document_does_not_stop_the_demo(tmp_path: Path) -> None:
    """`make ingest` fails on it; `make demo` names it and goes on with the others."""
    folder = project(tmp_path / "project", {"approach": "rag", "embedder": "none"})
    (folder / "data" / "docs" / "bad.pdf").write_bytes(b"junk")

    demo = run(folder, "make", "demo")
    ingest = run(folder, "make", "ingest", check=False)

    assert "skipped bad.pdf: is not a readable PDF" in demo.stdout
    assert demo.stdout.count("\n> ") == 2
    assert ingest.returncode == 2


# Trained once: both tests run where the fixture is.
trained = pytest.mark.xdist_group("support")


@pytest.fixture(scope="module")
def support(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The support assistant, indexed and trained."""
    folder = project(tmp_path_factory.mktemp("support") / "project", {"approach": "hybrid"})
    run(folder, "make", "demo")
    return folder


def share(counts: Mapping[str, int]) -> float:
    """Return right / of."""
    return counts["right"] / counts["of"]


@trained
def test_support_assistant_cites_the_right_file_and_refuses(support: Path) -> None:
    """At least 90 % of the answerable cases cite the right file, 90 % of the others are refused."""
    counts = json.loads(app(support, "evaluate", "--json").stdout)["counts"]

    assert share(counts["right file cited"]) >= 0.9
    assert share(counts["unanswerable refused"]) >= 0.9


@trained
def test_support_assistant_learns_its_form(support: Path) -> None:
    """Held-out answers meet the form after training (90 %), and hardly before (under 20 %)."""
    report = json.loads((support / ".cache" / "adapter" / "report.json").read_text())
    form = next(count for count in report["counts"] if count["name"] == "form met")

    assert form["of"] >= 40
    assert form["tuned"] / form["of"] >= 0.9
    assert form["base"] / form["of"] < 0.2
