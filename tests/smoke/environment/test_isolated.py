"""An environment of a repo's own, and the proof that the repo can be built."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from formfacts.errors import TargetError, TemplateError
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.installer import Installer
from formfacts.smoke.environment.isolated import install_repo, isolated_environment
from tests.smoke.environment.packages import write_repo

TINY = Declared(("tiny==1.0",))


def test_only_what_is_declared(tmp_path: Path, installer: Installer) -> None:
    """It has what the repo declares, and nothing else can be imported."""
    environment = isolated_environment(tmp_path / "env", TINY, [], len, installer)

    imports = [str(environment.python), "-c", "import tiny; import needy"]
    done = subprocess.run(imports, capture_output=True, text=True, check=False)
    assert "isolated" == environment.kind
    assert "No module named 'needy'" in done.stderr


def test_the_repo_is_built(tmp_path: Path, installer: Installer) -> None:
    """It is installed from a copy: the repo itself stays as it is."""
    repo = write_repo(tmp_path / "repo")
    before = sorted(path.name for path in repo.rglob("*"))
    environment = isolated_environment(tmp_path / "env", Declared(()), [], len, installer)

    assert install_repo(environment, repo, installer)
    subprocess.run([environment.python, "-c", "import app"], cwd=tmp_path, check=True)
    assert before == sorted(path.name for path in repo.rglob("*"))
    assert [] == list(environment.folder.glob("build-*"))


def test_a_repo_that_cannot_be_built(tmp_path: Path, installer: Installer) -> None:
    """Its backend's failure is the template's."""
    repo = write_repo(tmp_path / "repo", "raise ValueError('no way')")
    environment = isolated_environment(tmp_path / "env", Declared(()), [], len, installer)

    with pytest.raises(TemplateError, match=r"^the repo cannot be built and installed: ") as error:
        install_repo(environment, repo, installer)
    assert "\n" not in str(error.value)


def test_a_repo_that_is_no_package(tmp_path: Path, links: Path) -> None:
    """There is nothing to build without a pyproject.toml, or with one for tools alone."""
    environment = isolated_environment(tmp_path / "env", Declared(()), [], len)
    repo = tmp_path / "repo"
    repo.mkdir()

    assert not install_repo(environment, repo)
    (repo / "pyproject.toml").write_text("[tool.ruff]\n")
    assert not install_repo(environment, repo)


def test_a_folder_that_is_taken(tmp_path: Path, links: Path) -> None:
    """What is in it is left alone."""
    (tmp_path / "mine").touch()

    with pytest.raises(TargetError, match="is not empty"):
        isolated_environment(tmp_path, TINY, [], len)
