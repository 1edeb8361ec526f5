"""Installers that see a folder of tiny packages and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from formfacts.smoke.environment.installer import Installer, find_installer, pip_installer
from tests.smoke.environment.packages import SLOW_BACKEND, write_source, write_wheel


@pytest.fixture
def links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with tiny 1.0 and 2.0, `needy`, which requires tiny, and `slow`, a source."""
    for name in os.environ:
        if name.startswith(("PIP_", "UV_")):
            monkeypatch.delenv(name)
    folder = tmp_path / "links"
    folder.mkdir()
    write_wheel(folder, "tiny", "1.0")
    write_wheel(folder, "tiny", "2.0")
    write_wheel(folder, "needy", "1.0", ["tiny"])
    write_source(folder, "slow", "1.0", SLOW_BACKEND)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("SLOW_STARTED", str(tmp_path / "started"))
    monkeypatch.setenv("SLOW_GO", str(tmp_path / "go"))
    return folder


@pytest.fixture(params=["uv", "pip"])
def installer(links: Path, request: pytest.FixtureRequest) -> Installer:
    """Either installer."""
    found = find_installer() if request.param == "uv" else pip_installer()
    if found.name != request.param:
        pytest.skip("there is no uv")
    return found
