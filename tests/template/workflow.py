"""Run the shell of a GitHub workflow's steps on this machine, as far as our workflows go.

Of GitHub's expressions it knows the outputs of earlier steps, `a || b`, `x != ''` and whatever the
context of the test names; anything else is an error.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")


def load_workflow(path: Path) -> dict[str, Any]:
    """Read a workflow; YAML takes its key `on` for a truth value."""
    loaded: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {("on" if key is True else key): value for key, value in loaded.items()}


@dataclass
class Runner:
    """Runs the steps of one job in a folder; `scratch` is for what the steps write aside."""

    workflow: Mapping[str, Any]
    folder: Path
    scratch: Path
    context: Mapping[str, str]
    environment: Mapping[str, str]
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""

    def run(self, job: str) -> int:
        """Run the steps that have a shell, until one fails; return the last exit code."""
        for step in self.workflow["jobs"][job]["steps"]:
            if "run" in step and self.wanted(step) and (code := self.run_step(step)):
                return code
        return 0

    def wanted(self, step: Mapping[str, Any]) -> bool:
        """Tell whether the step's condition holds."""
        if "if" not in step:
            return True
        expression, operator, empty = step["if"].partition(" != ")
        assert (operator, empty) == (" != ", "''")
        return bool(self.value(expression))

    def run_step(self, step: Mapping[str, Any]) -> int:
        """Run one step as GitHub does for `shell: bash`, and read the outputs that it sets."""
        output = self.scratch / "output"
        output.write_text("", encoding="utf-8")
        given = {**self.workflow.get("env", {}), **step.get("env", {})}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder,
            env={
                **os.environ,
                **self.environment,
                **{name: self.fill(text) for name, text in given.items()},
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(self.scratch / "summary"),
                "RUNNER_TEMP": str(self.scratch),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.log += done.stdout
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            self.outputs[f"steps.{step['id']}.outputs.{name}"] = value
        return done.returncode

    def fill(self, text: str) -> str:
        """Put values in the place of the expressions in a variable's text."""
        return EXPRESSION.sub(lambda match: self.value(match[1]), text)

    def value(self, expression: str) -> str:
        """Return the first of the alternatives that is not empty."""
        parts = expression.split(" || ")
        return next(filter(None, map(self.look_up, parts)), "")

    def look_up(self, name: str) -> str:
        """Return an output of an earlier step, or what the test says."""
        return self.outputs.get(name, "") if name.startswith("steps.") else self.context[name]
