"""The workflow does what it says: its own lines are run here, as a runner would run them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from formfacts.cli import joined
from formfacts.errors import UsageError
from formfacts.smoke.workflow import workflow
from tests.conftest import ROOT
from tests.docs.help_page import root_context
from tests.smoke.run.smoked import FILES
from tests.smoke.templates import lay_out

INSTALL = "pip install -e . uv"
JOBS = ("plan", "smoke", "report")
Step = dict[str, Any]


def steps(text: str, job: str) -> list[Step]:
    """Return the steps of a job."""
    found: list[Step] = yaml.safe_load(text)["jobs"][job]["steps"]
    return found


def lines_of(text: str, job: str) -> list[str]:
    """Return what a job runs that calls formfacts, or prepares for that."""
    return [step["run"] for step in steps(text, job) if "run" in step and "pip" not in step["run"]]


def test_ours_is_made_by_the_command() -> None:
    """`formfacts smoke workflow --install ... > .github/workflows/smoke.yml`."""
    path = ROOT / ".github" / "workflows" / "smoke.yml"

    assert workflow(install=INSTALL) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "template", [".", "my template", "a: b #c", "it's", '"quoted"', "$HOME", "@SHARDS@"]
)
def test_any_folder_is_one_argument(tmp_path: Path, template: str) -> None:
    """For YAML and for the shell."""
    text = workflow(template, shards=2, install='pip install x  # it\'s: "y"')
    line = next(line for line in lines_of(text, "smoke") if "--shard" in line)
    show = f"formfacts() {{ printf '%s' \"$2\"; }}\n{line.replace('${{ matrix.shard }}', '1')}"
    done = subprocess.run(["sh", "-c", show], capture_output=True, text=True, check=True)

    assert template == done.stdout
    assert 'pip install x  # it\'s: "y"' == steps(text, "smoke")[2]["run"]


@pytest.mark.parametrize(
    ("template", "options"),
    [
        (".", {"shards": 0}),
        (".", {"shards": 257}),
        ("a\nb", {}),
        ("", {}),
        ("${{ x }}", {}),
        (".", {"install": "a\nb"}),
        (".", {"install": ""}),
    ],
)
def test_what_cannot_stand_in_a_workflow_is_refused(template: str, options: Any) -> None:  # noqa: ANN401
    """Several lines, expressions of Actions, more jobs than there may be."""
    with pytest.raises(UsageError):
        workflow(template, **options)


def test_every_command_in_it_is_one_of_ours() -> None:
    """With options that exist: read by the command line itself."""
    text = workflow()
    lines = "\n".join(line for job in JOBS for line in lines_of(text, job))
    calls = re.findall(r"formfacts (smoke[^|>\n]*)", lines)
    how = yaml.safe_load(text)["env"]["HOW"]
    ways = [option.replace("{0}", "HEAD") for option in re.findall(r"'(--[^']*)'", how)]

    assert (3, 3) == (len(calls), len(ways))
    for call in calls:
        for way in ways:
            parse(re.sub(r"\$\{?HOW\S*", way, re.sub(r"\$\{\{.*?\}\}", "1", call)))


def parse(call: str) -> None:
    """Have the command line read a call; raises where it does not understand it."""
    name, *words = joined(shlex.split(call))
    root_context().command.commands[name].make_context("formfacts", words)


class Runner:
    """Runs the lines of the workflow in a checkout of a template, with three shards."""

    def __init__(self, folder: Path, text: str) -> None:
        """Make the places that a runner has."""
        self.text, self.checkout, self.temp = text, folder / "checkout", folder / "temp"
        self.output, self.programs = folder / "output", folder / "bin"
        for place in (self.temp, self.programs):
            place.mkdir()
        program = self.programs / "formfacts"
        start = f'exec {sys.executable} -m formfacts "$@"'
        options = f"--cache {folder}/cache --env {sys.executable}"
        script = f'#!/bin/sh\n[ "$2" = merge ] && {start}\n{start} {options}\n'
        program.write_text(script, encoding="utf-8")
        program.chmod(0o755)

    def run(self, job: str, how: str, shard: int = 0) -> list[int]:
        """Run a job's lines until one fails, and return the exit codes."""
        codes = []
        for line in lines_of(self.text, job):
            done = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", line.replace("${{ matrix.shard }}", str(shard))],
                cwd=self.checkout,
                env={
                    **os.environ,
                    "PATH": f"{self.programs}:{os.environ['PATH']}",
                    "PYTHONPATH": str(ROOT / "generator"),
                    "RUNNER_TEMP": str(self.temp),
                    "GITHUB_OUTPUT": str(self.output),
                    "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
                    "HOW": how,
                },
                check=False,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
            )
            codes.append(done.returncode)
            if done.returncode:
                break
        return codes


def test_its_lines_do_what_they_say(tmp_path: Path) -> None:
    """Two repos in three shards, of which one has none; one repo fails, and the report is whole."""
    checkout = lay_out(tmp_path / "checkout", FILES)
    lay_out(checkout, {"smoke.yml": "checks: {mine: {run: grep -x a store.txt}}"})
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        who = ["-c", "user.name=t", "-c", "user.email=t@localhost"]
        subprocess.run(["git", *who, *command], cwd=checkout, check=True)
    runner = Runner(tmp_path, workflow(shards=3))

    assert [0, 0] == runner.run("plan", "--changed-since HEAD")
    assert "shards=[]\n" == runner.output.read_text(encoding="utf-8")
    runner.output.unlink()
    assert [0, 0] == runner.run("plan", "--env isolated")
    assert "shards=[1, 2, 3]\n" == runner.output.read_text(encoding="utf-8")
    assert [[0]] * 3 == [runner.run("smoke", "", shard) for shard in (1, 2, 3)]
    reports = [json.loads((runner.temp / f"report-{n}.json").read_text()) for n in (1, 2, 3)]
    assert [1, 1, 0] == [len(report["cells"]) for report in reports]
    assert [1] == runner.run("report", "")
    assert "FAIL b mine" in (runner.temp / "summary.md").read_text(encoding="utf-8")
    timings = json.loads((runner.temp / "timings.json").read_text(encoding="utf-8"))
    assert {"a", "b"} == set(timings)
    assert {"smoke.html", "smoke.xml"} < {path.name for path in runner.temp.iterdir()}
    status = ["git", "status", "--porcelain"]
    assert b"" == subprocess.run(status, cwd=checkout, check=True, capture_output=True).stdout


def test_a_run_that_could_not_be_done_fails_its_job(tmp_path: Path) -> None:
    """Unlike one in which something failed, which the last job tells of."""
    lay_out(tmp_path / "checkout", {**FILES, "smoke.yml": "nonsense: 1"})
    runner = Runner(tmp_path, workflow(shards=2))
    (runner.temp / "timings.json").write_text("{}", encoding="utf-8")

    assert [1] == runner.run("smoke", "", 1)
