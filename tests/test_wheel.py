"""The wheel, built and installed away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from formfacts.scaffold.project import Request, create
from formfacts.scaffold.render import LEFT_BY_TOOLS, rendered
from tests.conftest import ROOT

# One worker builds and installs for all of them.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

TEMPLATE_PARTS = ("copier.yml", "template", "partials", "examples")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `formfacts` of a new environment that holds the wheel and what it requires."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    python = str(folder / "bin/python")
    wheel = str(next(built.glob("*.whl")))
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    return folder / "bin/formfacts"


def template_files() -> set[str]:
    """Return the files that make up the template in the checkout, caches left out."""
    paths = [ROOT / part for part in TEMPLATE_PARTS]
    files = [path for part in paths for path in ([part] if part.is_file() else part.rglob("*"))]
    return {
        str(path.relative_to(ROOT))
        for path in files
        if path.is_file()
        and path.suffix != ".pyc"
        and not set(LEFT_BY_TOOLS) & set(path.relative_to(ROOT).parts)
    }


def content(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return mode and bytes of every file below the folder, git's own left out."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
        for path in rendered(folder)
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def test_wheel_holds_the_whole_template_and_nothing_else(built: Path) -> None:
    """Every file of the template is in the wheel, and no cache of any tool."""
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()

    inside = {name.removeprefix("formfacts/_template/") for name in names if "/_template/" in name}
    tops = {name.split("/")[0].split("-")[0] for name in names}
    assert template_files() == inside
    assert {"formfacts"} == tops
    assert [] == [name for name in names if name.endswith(".pyc") or "__pycache__" in name]


def test_sdist_holds_what_the_tests_need(built: Path) -> None:
    """The sdist is the whole project: it can be tested and built again."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    wanted = {"LICENSE", "README.md", "pyproject.toml", "tests/test_wheel.py", *template_files()}
    assert set() == wanted - names


def test_installed_formfacts_generates_without_network(installed: Path, tmp_path: Path) -> None:
    """Away from the checkout, offline, it makes the same repo as the checkout does."""
    nowhere = "http://127.0.0.1:9"
    environment = {
        **{key: text for key, text in os.environ.items() if not key.startswith("PYTHON")},
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), nowhere),
        "GIT_ALLOW_PROTOCOL": "none",
    }
    arguments = ["--defaults", "--example", "docs-chat", "--data", "embedder=none"]
    create(
        Request(
            target=tmp_path / "checkout/app",
            example="docs-chat",
            data=("embedder=none",),
            defaults=True,
        )
    )

    command = [str(installed), "new", "wheel/app", *arguments]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert content(tmp_path / "checkout/app") == content(tmp_path / "wheel/app")
