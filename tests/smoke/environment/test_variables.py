"""What commands see of the environment they run in, and do not see of the caller's."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from formfacts.smoke.environment.environment import Environment
from formfacts.smoke.environment.install import make_venv
from formfacts.smoke.environment.variables import variables


def test_its_programs_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And those of the caller's own environments are not there at all."""
    python = make_venv(tmp_path / "env")
    monkeypatch.setenv("VIRTUAL_ENV", "/active")
    path = ["/active/bin", str(Path(sys.executable).parent), "/usr/bin", "", "/bin"]
    monkeypatch.setenv("PATH", os.pathsep.join(path))

    told = variables(Environment(python, tmp_path / "env", "", "shared"))

    own = [str(Path(sys.executable).parent)] if sys.prefix == sys.base_prefix else []
    expected = [str(tmp_path / "env/bin"), *own, "/usr/bin", "/bin"]
    assert expected == told["PATH"].split(os.pathsep)
    assert {"PATH", "VIRTUAL_ENV"} == told.keys()
    assert str(tmp_path / "env") == told["VIRTUAL_ENV"]
    assert str(python) == shutil.which("python", path=told["PATH"])


def test_an_interpreter_without_an_environment(tmp_path: Path) -> None:
    """It is named by PATH alone."""
    told = variables(Environment(tmp_path / "bin/python", tmp_path, "", "existing"))

    assert {"PATH"} == told.keys()
