"""The template works with Copier alone: no formfacts, no --trust."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pytest_copie.plugin import Copie

from tests.template.projects import APPROACHES, ROOT

PARTS = ("copier.yml", "template", "partials")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template as a plain folder, as someone's fork would have it."""
    folder = tmp_path_factory.mktemp("fork")
    shutil.copy(ROOT / PARTS[0], folder)
    for part in PARTS[1:]:
        shutil.copytree(
            ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".*_cache")
        )
    return folder


@pytest.mark.parametrize("approach", APPROACHES)
def test_copier_renders_each_approach(copie: Copie, template: Path, approach: str) -> None:
    """`copier copy` with an answer for the approach and the defaults for the rest."""
    result = copie.copy(extra_answers={"approach": approach}, template_dir=template)

    assert 0 == result.exit_code, result.exception
    assert result.project_dir is not None
    answers = yaml.safe_load((result.project_dir / ".copier-answers.yml").read_text())
    assert approach == answers["approach"]


def test_template_needs_no_trust() -> None:
    """No tasks, no migrations, no extensions."""
    questions = yaml.safe_load((ROOT / "copier.yml").read_text())

    assert not {"_tasks", "_migrations", "_jinja_extensions"} & set(questions)


def test_copier_command_refuses_a_bad_name(template: Path, tmp_path: Path) -> None:
    """The template's own validators stand without formfacts too."""
    command = [sys.executable, "-m", "copier", "copy", "--defaults", "--data"]

    done = subprocess.run(
        [*command, "project_name=a/b", str(template), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 != done.returncode
    assert "slash" in done.stderr
    assert not (tmp_path / "out").exists()


def test_python_files_hold_no_jinja_conditions() -> None:
    """Linters read the template in place; only a substitution may stand in a wiring file."""
    with_tags = [
        path.name
        for path in (ROOT / "template").rglob("*.py.jinja")
        if "{%" in path.read_text(encoding="utf-8")
    ]

    assert [] == with_tags
