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

from formfacts.scaffold.refuse import rendered
from formfacts.scaffold.render import Job, render_new
from formfacts.scaffold.snapshot import template_files
from formfacts.scaffold.source import PUBLIC_SOURCE, bundle_path
from formfacts.scaffold.template import open_template
from tests.conftest import ROOT

# One worker builds and installs for all of them.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


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


def packaged_files() -> set[str]:
    """Return what of the template a wheel has: the releases, and the examples as they are here."""
    examples = (path for path in (ROOT / "examples").rglob("*") if path.is_file())
    kept = (path for path in examples if "__pycache__" not in path.parts)
    return {"template.bundle", *(str(path.relative_to(ROOT)) for path in kept)}


def content(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return mode and bytes of every file below the folder, git's own left out."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
        for path in rendered(folder)
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def test_wheel_holds_the_releases_and_nothing_else(built: Path) -> None:
    """The bundle and the examples are in the wheel, and neither a working template nor caches."""
    archive = zipfile.ZipFile(next(built.glob("*.whl")))
    names = archive.namelist()

    inside = {name.removeprefix("formfacts/_template/") for name in names if "/_template/" in name}
    tops = {name.split("/")[0].split("-")[0] for name in names}
    assert packaged_files() == inside
    assert {"formfacts"} == tops
    assert [] == [name for name in names if name.endswith(".pyc") or "__pycache__" in name]
    assert bundle_path().read_bytes() == archive.read("formfacts/_template/template.bundle")


def test_sdist_holds_what_the_tests_need(built: Path) -> None:
    """The sdist is the whole project: it can be tested, built and released again."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    wanted = {"LICENSE", "README.md", "pyproject.toml", "tests/test_wheel.py", "CHANGELOG.md"}
    wanted |= {"releases/release.py", "releases/template.bundle"}
    wanted |= {file.path for file in template_files(ROOT)}
    assert set() == wanted - names


def test_installed_formfacts_generates_without_network(installed: Path, tmp_path: Path) -> None:
    """Away from the checkout, offline, it makes what the newest release renders to."""
    nowhere = "http://127.0.0.1:9"
    environment = {
        **{key: text for key, text in os.environ.items() if not key.startswith("PYTHON")},
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), nowhere),
        "GIT_ALLOW_PROTOCOL": "none",
    }
    answers = {"project_name": "app", "approach": "rag", "embedder": "none"}
    data = [f"--data={name}={value}" for name, value in answers.items()]
    with open_template(PUBLIC_SOURCE) as template:
        origin = template.resolve(template.latest() or "")
        folder = tmp_path / "release/app"
        root = template.checkout(origin)
        render_new(Job(root, origin, data=answers), folder)

    command = [str(installed), "new", "wheel/app", "--defaults", *data]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert content(folder) == content(tmp_path / "wheel/app")


def test_installed_formfacts_has_the_examples(installed: Path, tmp_path: Path) -> None:
    """They are laid over the newest release."""
    command = [str(installed), "new", "app", "--defaults", "--example", "docs-chat"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    example = ROOT / "examples/docs-chat/content/data/docs"
    assert content(example) == content(tmp_path / "app/data/docs")
