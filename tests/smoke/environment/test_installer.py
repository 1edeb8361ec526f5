"""Finding an installer, with its sources and without what leads it elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from formfacts.errors import FormfactsError
from formfacts.smoke.environment.installer import Installer, caller, find_installer, pip_installer


def test_installers(links: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have the configured sources; what is written down of them has no password."""
    monkeypatch.setenv("PIP_INDEX_URL", "https://me:secret@example.com/simple")
    monkeypatch.setenv("UV_FIND_LINKS", "/own")
    uv, pip = find_installer(), pip_installer()

    assert {
        "index-url": "https://example.com/simple",
        "find-links": str(links),
        "no-index": "1",
    } == pip.decisive
    if uv.name == "uv":
        assert {
            "UV_DEFAULT_INDEX": "https://example.com/simple",
            "UV_FIND_LINKS": "/own",
            "no-index": "true",
        } == uv.decisive
        assert "https://me:secret@example.com/simple" == uv.variables["UV_DEFAULT_INDEX"]
        assert ("--no-index",) == uv.options


def test_without_any_installer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The user is told to install one."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    with pytest.raises(FormfactsError, match="neither uv nor pip"):
        find_installer()


def test_marks_are_of_the_run() -> None:
    """So that the run's own clean-up finds an installer, and one installer no other."""
    one = Installer("uv", ("uv",), {}, {}, run="run-7")

    assert one.new_mark().startswith("run-7/environment-")
    assert one.new_mark() != one.new_mark()


def test_callers_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leads an installer to another environment."""
    for name in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "CONDA_PREFIX", "UV_SYSTEM_PYTHON"):
        monkeypatch.setenv(name, "elsewhere")

    assert "elsewhere" not in caller().values()
