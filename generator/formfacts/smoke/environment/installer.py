"""The program that installs packages: uv where there is one, pip otherwise."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import uuid4

from formfacts.errors import FormfactsError
from formfacts.smoke.environment.sources import (
    DECISIVE,
    UV_DECISIVE,
    is_on,
    pip_configuration,
    uv_variables,
    without_passwords,
)

# Of another environment, or of another place to install to.
MISLEADING = (
    *("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "PYTHONHOME"),
    *("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON"),
    *("UV_SYSTEM_PYTHON", "UV_PYTHON", "UV_TARGET", "UV_PREFIX"),
)


@dataclass(frozen=True, slots=True)
class Installer:
    """A program that installs packages.

    `command` is how it begins, `variables` what it needs besides the caller's, `decisive` what in
    its configuration decides on the packages, without passwords. `run` is the mark of the run that
    its processes are of; see process.py. `options` are those of each installation.
    """

    name: Literal["uv", "pip"]
    command: tuple[str, ...]
    variables: Mapping[str, str]
    decisive: Mapping[str, str]
    run: str = ""
    options: tuple[str, ...] = ()

    def new_mark(self) -> str:
        """Return a mark for one process, by which no other is found."""
        return f"{self.run}/environment-{uuid4().hex}".lstrip("/")

    def install(self, python: Path) -> list[str]:
        """Return the command to which is added what to install into that Python's environment."""
        if self.name == "pip":
            # The modules that the checks import are compiled as they are; to compile all is slow.
            options = ["install", "--no-compile", "--no-input", "--disable-pip-version-check"]
            return [*self.command, "--python", str(python), *options]
        # pip looks at all of its indexes and takes the best version; uv does so when told.
        options = ["--index-strategy", "unsafe-best-match", "--no-progress"]
        return [*self.command, "pip", "install", "--python", str(python), *options, *self.options]


def find_installer(run: str = "") -> Installer:
    """Return uv, from PATH or beside our Python, or else pip; raise FormfactsError without both.

    Takes half a second, since pip is asked for its configuration.
    """
    beside = Path(sys.executable).with_name("uv")
    if uv := shutil.which("uv") or shutil.which(beside):
        return uv_installer(uv, run)
    return pip_installer(run)


def uv_installer(uv: str, run: str = "") -> Installer:
    """Return uv with the package sources that pip is configured with, its own variables first."""
    pip = find_pip()
    configured = pip_configuration(pip, caller()) if pip else {}
    made = uv_variables(configured)
    variables = {name: os.environ.get(name, value) for name, value in made.items()}
    found = {**variables, **caller()}
    decisive = {name: without_passwords(found[name]) for name in UV_DECISIVE if name in found}
    options = ("--no-index",) if is_on(configured.get("no-index", "")) else ()
    if options:
        decisive["no-index"] = "true"
    return Installer("uv", (uv,), variables, decisive, run, options)


def pip_installer(run: str = "") -> Installer:
    """Return pip, ours or that on PATH; raise FormfactsError without one."""
    pip = find_pip()
    if pip is None:
        raise FormfactsError("there is neither uv nor pip to install with: install uv")
    configured = pip_configuration(pip, caller())
    decisive = {
        name: without_passwords(configured[name]) for name in DECISIVE if name in configured
    }
    return Installer("pip", pip, {}, decisive, run)


def find_pip() -> tuple[str, ...] | None:
    """Return the command of our Python's pip, or of that on PATH."""
    from importlib.util import find_spec

    if find_spec("pip") is not None:
        return (sys.executable, "-m", "pip")
    found = shutil.which("pip")
    return None if found is None else (found,)


def caller() -> dict[str, str]:
    """Return the caller's variables without those that lead an installer elsewhere."""
    return {name: value for name, value in os.environ.items() if name not in MISLEADING}
