"""Render projects from the working template, and run commands in them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from formfacts.scaffold.render import Job, render_new
from formfacts.scaffold.source import template_root, working_origin

APPROACHES = ("prompt", "rag", "finetune", "hybrid")
PROVIDERS = ("offline", "openai")
ORCHESTRATIONS = ("plain",)

# Every approach with every provider and orchestration, then the embedders that the default leaves
# out, where there is something to embed.
COMBINATIONS = (
    *(
        {"approach": approach, "provider": provider, "orchestration": orchestration}
        for approach in APPROACHES
        for provider in PROVIDERS
        for orchestration in ORCHESTRATIONS
    ),
    {"approach": "rag", "embedder": "none"},
    {"approach": "rag", "embedder": "openai", "provider": "openai"},
)

ROOT = Path(__file__).parents[2]
MODEL_CACHE = ROOT / ".cache" / "models"


def name(answers: Mapping[str, str]) -> str:
    """Name a combination, for pytest's list."""
    return "-".join(value for value in answers.values() if value != "plain")


def project(folder: Path, answers: Mapping[str, str]) -> Path:
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
