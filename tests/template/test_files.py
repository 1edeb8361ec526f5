"""What a rendered project consists of, besides what smoke.yml checks in each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.template.projects import APPROACHES, COMBINATIONS, files, name, project

combinations = pytest.mark.parametrize("answers", COMBINATIONS, ids=name)

# Rendered from answers, or made of fragments: these may differ between approaches.
DIFFERS = {
    ".copier-answers.yml",
    ".env.example",
    "Makefile",
    "README.md",
    "app/wiring.py",
    "docs/decisions/0001-approach.md",
    "pyproject.toml",
    "settings.yaml",
}


def test_what_two_approaches_share_is_the_same_in_both(tmp_path: Path) -> None:
    """Promoting adds files: what stays is byte for byte the same, but for a known few."""
    folders = [project(tmp_path / approach, {"approach": approach}) for approach in APPROACHES]

    differing = {
        path
        for one in folders
        for other in folders
        for path in files(one) & files(other)
        if (one / path).read_bytes() != (other / path).read_bytes()
    }

    assert differing <= DIFFERS


@pytest.mark.parametrize(("smaller", "larger"), [("prompt", "rag"), ("rag", "hybrid")])
def test_approaches_are_additive(smaller: str, larger: str, tmp_path: Path) -> None:
    """The larger approach has every code file of the smaller one, but for the swapped retriever."""
    before = files(project(tmp_path / smaller, {"approach": smaller}))
    after = files(project(tmp_path / larger, {"approach": larger}))

    assert before - after <= {"app/reference.py", "prompts/examples.yaml"}


@combinations
def test_readme_tree_names_every_module(answers: Mapping[str, object], tmp_path: Path) -> None:
    """The README's tree has each module of app/ and each file in it exists."""
    folder = project(tmp_path / "project", answers)
    tree = (folder / "README.md").read_text(encoding="utf-8").split("## The tree")[1]
    listed = set(re.findall(r"^(\S+\.\S+|Makefile)  ", tree, re.MULTILINE))
    modules = {p for p in files(folder) if p.startswith("app/") and not p.endswith("__init__.py")}

    assert set() == modules - listed
    assert set() == {path for path in listed if not (folder / path).exists()}


@combinations
def test_no_secret_and_no_path_of_this_machine(
    answers: Mapping[str, object], tmp_path: Path
) -> None:
    """`.env` is never rendered, and the answers file names the public source."""
    folder = project(tmp_path / "project", answers)
    text = (folder / ".copier-answers.yml").read_text(encoding="utf-8")

    assert not (folder / ".env").exists()
    assert "_src_path: gh:" in text
    assert str(tmp_path) not in text
