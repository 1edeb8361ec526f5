"""The template works with Copier alone: no formfacts, no --trust."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
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


# Every option that an approach hides, with another answer than its default. Where the template has
# one choice as yet, the fork has a second.
HIDDEN = {"embedder": "openai", "vector_store": "own", "trainer": "own", "tracking": "own"}
RECORD = "docs/decisions/0001-approach.md"


@pytest.fixture(scope="module")
def release(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fork as a git repo with a version, which is what `copier update` needs."""
    folder = tmp_path_factory.mktemp("release") / "fork"
    shutil.copytree(template, folder)
    questions = folder / "copier.yml"
    text = questions.read_text(encoding="utf-8")
    for choice in ('"sqlite: one file": sqlite', '"trl: LoRA', '"none: printed'):
        assert choice in text
        text = text.replace(choice, f'"own: made here": own\n        {choice}')
    questions.write_text(text, encoding="utf-8")
    commit(folder)
    git(folder, "tag", "v1.0.0")
    return folder


def git(folder: Path, *arguments: str) -> None:
    """Run git as someone."""
    who = ("-c", "user.name=You", "-c", "user.email=you@example.com")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    """Commit everything; the first time, make the repo."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A commit")


def make(release: Path, folder: Path, **answers: str) -> Path:
    """Make a project with `copier copy`, and commit it."""
    copier("copy", *data(answers), str(release), str(folder))
    commit(folder)
    return folder


def change(verb: str, folder: Path, **answers: str) -> dict[str, str]:
    """Change answers with `copier update` or `recopy`, commit, and return all answers."""
    overwrite = ["--overwrite"] * (verb == "recopy")
    copier(verb, *overwrite, *data(answers), str(folder))
    commit(folder)
    loaded: dict[str, str] = yaml.safe_load((folder / ".copier-answers.yml").read_text())
    return loaded


def copier(verb: str, *arguments: str) -> None:
    """Run Copier without questions."""
    command = [sys.executable, "-m", "copier", verb, "--quiet", "--defaults"]
    subprocess.run([*command, *arguments], check=True, capture_output=True)


def data(answers: Mapping[str, object]) -> list[str]:
    """Write answers as options."""
    return [f"--data={key}={value}" for key, value in answers.items()]


@pytest.mark.parametrize("verb", ["update", "recopy"])
def test_an_answer_that_is_hidden_for_now_is_kept(release: Path, tmp_path: Path, verb: str) -> None:
    """From hybrid to prompt and back: nobody has to remember what was chosen before."""
    folder = make(release, tmp_path / "app", approach="hybrid", provider="openai", **HIDDEN)
    away = change(verb, folder, approach="prompt")
    back = change(verb, folder, approach="hybrid")

    assert ("prompt", "hybrid") == (away.pop("approach"), back.pop("approach"))
    assert away == back
    assert {"provider": "openai", **HIDDEN}.items() <= back.items()
    assert (folder / "app/rag/embedders/openai.py").exists()


@pytest.mark.parametrize("verb", ["update", "recopy"])
def test_a_decision_record_is_history(release: Path, tmp_path: Path, verb: str) -> None:
    """It says why the project began as it did, in your words, whatever the project is now."""
    folder = make(release, tmp_path / "app", approach="rag")
    record = folder / RECORD
    written = record.read_text(encoding="utf-8")
    change(verb, folder, approach="hybrid")
    after = record.read_text(encoding="utf-8")
    record.write_text("# 1. Ours\n", encoding="utf-8")
    commit(folder)
    change(verb, folder, approach="finetune")

    assert written == after
    assert "# 1. Ours\n" == record.read_text(encoding="utf-8")


def test_python_files_hold_no_jinja_conditions() -> None:
    """Linters read the template in place; only a substitution may stand in a wiring file."""
    with_tags = [
        path.name
        for path in (ROOT / "template").rglob("*.py.jinja")
        if "{%" in path.read_text(encoding="utf-8")
    ]

    assert [] == with_tags
