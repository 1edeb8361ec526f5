"""An environment for one generated repo alone: nothing that it forgot to declare is there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from formfacts.errors import TargetError
from formfacts.scaffold.staging import refusal
from formfacts.smoke.environment.build import build
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.environment import Environment, check_python, python_of
from formfacts.smoke.environment.inside import read_inside
from formfacts.smoke.environment.install import Say, install
from formfacts.smoke.environment.installer import Installer, find_installer
from formfacts.smoke.environment.lock import make_lock
from formfacts.smoke.environment.pyproject import parse

# What git keeps goes along: some backends read the version from it.
NOT_SOURCE = shutil.ignore_patterns(".venv", "__pycache__")


def isolated_environment(
    folder: Path,
    declared: Declared,
    tools: Iterable[str],
    say: Say,
    installer: Installer | None = None,
) -> Environment:
    """Make an environment in a folder that is new or empty; packages come from a warm cache.

    An `installer` that is found once saves half a second for each environment. Raises TemplateError
    where the installer fails, TargetError where the folder is taken, UsageError where this Python
    will not do.
    """
    check_python(declared.python)
    lock = make_lock(declared, tools, installer or find_installer())
    folder = folder.absolute()
    why = "what the repo declares cannot be installed"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise TargetError(f"{folder} is not empty: choose a new folder for the environment")
        build(folder, lock, say, mark=lock.installer.new_mark(), why=why)
    except OSError as error:
        raise TargetError(refusal(folder, error)) from None
    return Environment(python_of(folder), folder, lock.key, "isolated")


def install_repo(
    environment: Environment, repo: Path, installer: Installer | None = None, say: Say = len
) -> bool:
    """Build the repo and install it, without what it depends on; return whether it is a package.

    A copy is built, so that the repo stays as it is. Raises TemplateError where that fails.
    """
    if not is_package(repo):
        return False
    installer = installer or find_installer()
    with tempfile.TemporaryDirectory(prefix="build-", dir=environment.folder) as build_folder:
        copy = Path(build_folder, "repo")
        shutil.copytree(repo, copy, symlinks=True, ignore=NOT_SOURCE)
        what = ["--no-deps", str(copy)]
        why = "the repo cannot be built and installed"
        install(installer, environment.folder, what, say, mark=installer.new_mark(), why=why)
    return True


def is_package(repo: Path) -> bool:
    """Whether the repo has a pyproject.toml that says how, or of what, to build a package."""
    text = read_inside(repo, "pyproject.toml")
    return text is not None and not parse(text, "pyproject.toml").keys().isdisjoint(
        {"build-system", "project"}
    )
