"""`formfacts smoke` in a process of its own, on small templates that these tests write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.smoke.templates import lay_out

LONGEST_S = 120
QUESTIONS = "store: {type: str, choices: [a, b], default: a}\n"
FILES = {
    "copier.yml": f"_subdirectory: template\n{QUESTIONS}",
    "template/store.txt.jinja": "{{ store }}\n",
}


@dataclass(frozen=True, slots=True)
class Smoked:
    """What a run did: its exit code, what it printed, its report, where it was kept."""

    code: int
    out: str
    err: str
    report: Mapping[str, Any]

    @property
    def statuses(self) -> dict[str, dict[str, str]]:
        """The status of each check of each repo."""
        return {
            cell["id"]: {check["check"]: check["status"] for check in cell["checks"]}
            for cell in self.report["cells"]
        }

    def check(self, cell: str, name: str) -> Mapping[str, Any]:
        """Return one result."""
        checks = next(found["checks"] for found in self.report["cells"] if found["id"] == cell)
        return next(check for check in checks if check["check"] == name)


@dataclass(frozen=True, slots=True)
class Bench:
    """A template and the places that its runs get; `folder` holds all of them."""

    folder: Path

    @property
    def template(self) -> Path:
        """The template's folder."""
        return self.folder / "template"

    @property
    def cache(self) -> Path:
        """What stays between runs."""
        return self.folder / "cache"

    @property
    def temporary(self) -> Path:
        """What a run has to leave empty."""
        return self.folder / "tmp"

    @property
    def report(self) -> Path:
        """Where runs write their report."""
        return self.folder / "report.json"

    def write(self, smoke: str = "", **files: str) -> None:
        """Write the template's smoke.yml and further files of it."""
        lay_out(self.template, {"smoke.yml": smoke, **files} if smoke else files)

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of a run."""
        given = ["--cache", str(self.cache), "--env", sys.executable, "--report", str(self.report)]
        return [sys.executable, "-m", "formfacts", "smoke", str(self.template), *given, *arguments]

    def env(self, **variables: str) -> dict[str, str]:
        """Return the variables of a run."""
        own = {"PYTHONPATH": str(ROOT / "generator"), "TMPDIR": str(self.temporary)}
        return {**os.environ, **own, **variables}

    def smoke(self, *arguments: str, folder: Path | None = None, **variables: str) -> Smoked:
        """Run to the end, and see that nothing is left."""
        done = subprocess.run(
            self.command(*arguments),
            check=False,
            cwd=folder,
            env=self.env(**variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
            start_new_session=True,
        )
        assert [] == list(self.temporary.iterdir())
        text = self.report.read_text(encoding="utf-8") if self.report.exists() else "{}"
        self.report.unlink(missing_ok=True)
        return Smoked(done.returncode, done.stdout, done.stderr, json.loads(text))


def make_bench(folder: Path, files: Mapping[str, str] = FILES) -> Bench:
    """Return a bench with the template that these files make."""
    bench = Bench(folder)
    bench.temporary.mkdir()
    lay_out(bench.template, files)
    return bench
