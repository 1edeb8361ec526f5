"""The folders that the commands in the docs are run in."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

from formfacts.advisor.files import load_situation, save_advice
from formfacts.advisor.recommendation import advise
from formfacts.scaffold.git import init_with_commit
from formfacts.scaffold.render import Job, render_new
from formfacts.scaffold.source import PUBLIC_SOURCE
from formfacts.scaffold.template import open_template
from tests.conftest import ROOT
from tests.docs.terminal import run_lines

SITUATION = ROOT / "examples/support-assistant/situation.yml"


class Stage:
    """Makes folders below `folder`, by what a comment in the docs calls them.

    Each has `facts.yaml`, a situation. A project has `advice.yaml` too, and two more projects below
    `repos`, all three out of git's sight.
    """

    def __init__(self, folder: Path, program: list[str]) -> None:
        self.folder = folder
        self.programs = folder / "programs"
        self.programs.mkdir()
        self._made = 0
        self._add_program("formfacts", *program)
        # What a generated repo's targets do is tested there; here they have to exist.
        self._add_program("make", shutil.which("make") or "make", "--dry-run")

    def _add_program(self, name: str, *command: str) -> None:
        path = self.programs / name
        path.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
        path.chmod(0o755)

    def make(self, scene: str) -> Path:
        """Make a folder and return it; raise ValueError if nothing is called that."""
        self._made += 1
        folder = self.folder / str(self._made) / "here"
        match scene:
            case "in ":
                folder.mkdir(parents=True)
            case "in a checkout":
                self._make_checkout(folder)
            case "in a project":
                self._make_project(folder)
            case _:
                raise ValueError(f"the docs run a block {scene}: add that to tests/docs/scenes.py")
        shutil.copy(SITUATION, folder / "facts.yaml")
        return folder

    def _make_checkout(self, folder: Path) -> None:
        (folder / ".venv").mkdir(parents=True)
        (folder / ".venv/bin").symlink_to(self.programs)
        (folder / "examples").symlink_to(ROOT / "examples")

    def _make_project(self, folder: Path) -> None:
        first = self.folder / "project"
        if not first.exists():
            generate_oldest(first)
            # What this renders is kept in the project, and spares every copy that second.
            run_lines(first, self.programs, [(0, "formfacts status")], [0])
        for copy in (folder, folder / "repos/one", folder / "repos/two"):
            shutil.copytree(first, copy, symlinks=True)
        save_advice(advise(load_situation(SITUATION)), folder / "advice.yaml")
        hidden = "facts.yaml\nadvice.yaml\nrepos\n"
        (folder / ".git/info").mkdir(exist_ok=True)
        (folder / ".git/info/exclude").write_text(hidden, encoding="utf-8")


def generate_oldest(folder: Path) -> None:
    """Make a project of the template's first release, as `formfacts new` does."""
    with open_template(PUBLIC_SOURCE) as template:
        origin = template.resolve(template.versions()[0])
        answers = {"project_name": "Test project", "approach": "rag"}
        render_new(Job(template.checkout(origin), origin, data=answers), folder)
    init_with_commit(folder)
