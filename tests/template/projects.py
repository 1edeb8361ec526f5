"""Render projects from the working template, and run commands in them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from formfacts.scaffold.render import Job, render_new
from formfacts.scaffold.source import template_root, working_origin
from formfacts.smoke.cell import shown
from formfacts.smoke.cover import cover
from formfacts.smoke.matrix import read_matrix

APPROACHES = ("prompt", "rag", "finetune", "hybrid")

ROOT = Path(__file__).parents[2]
MODEL_CACHE = ROOT / ".cache" / "models"
# Those that `formfacts smoke` would try: every pair of options.
COMBINATIONS = tuple(cell.answers for cell in cover(read_matrix(ROOT), "pairwise").combinations)


def name(answers: Mapping[str, object]) -> str:
    """Name a combination, for pytest's list."""
    return "-".join(shown(value) for value in answers.values())


def project(folder: Path, answers: Mapping[str, object]) -> Path:
    """Render a project; what is not answered takes its default."""
    given = {"project_name": "Test project", **answers}
    render_new(Job(template_root(), working_origin(), data=given), folder)
    return folder


def files(folder: Path) -> set[str]:
    """Return the files of a freshly rendered project."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def run(folder: Path, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command in a project, with this environment's Python and no key, and show its output.

    Models that set-up makes are kept between runs: they follow from their inputs alone.
    """
    inherited = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("APP_", "OPENAI_")) and key not in {"MAKEFLAGS", "MAKELEVEL"}
    }
    environment = {
        **inherited,
        "APP_PYTHON": sys.executable,
        "APP_MODEL_CACHE": str(MODEL_CACHE),
        "HF_HUB_OFFLINE": "1",
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if check:
        assert done.returncode == 0, f"{command} in {folder}\n{done.stdout}\n{done.stderr}"
    return done


def app(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a verb of the project."""
    return run(folder, sys.executable, "-m", "app", *arguments, check=check)
