"""`formfacts new` in a source checkout: what it says of a template that is in no release."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formfacts.scaffold.source import PUBLIC_SOURCE
from formfacts.scaffold.template import open_template
from tests.conftest import ROOT, Result

BESIDE = ("generator/formfacts", "examples", "releases", "CHANGELOG.md")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose working template is the newest release."""
    root = tmp_path / "checkout"
    with open_template(PUBLIC_SOURCE) as template:
        newest = template.checkout(template.resolve(template.latest() or ""))
        shutil.copytree(newest, root, symlinks=True)
    for part in BESIDE:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        (root / part).parent.mkdir(exist_ok=True)
        copy(ROOT / part, root / part)
    return root


def new(checkout: Path, target: Path) -> Result:
    """Run `formfacts new` from the checkout."""
    code = f"from formfacts.cli import main; main(['new', {str(target)!r}, '--defaults'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(checkout / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def version_of(project: Path) -> str:
    """Return the version that the project's answers file names."""
    lines = (project / ".copier-answers.yml").read_text("utf-8").splitlines()
    return next(line for line in lines if line.startswith("_commit: ")).removeprefix("_commit: ")


def test_a_released_state_has_its_version_and_no_warning(checkout: Path, tmp_path: Path) -> None:
    """The project can be updated by anyone."""
    result = new(checkout, tmp_path / "app")

    with open_template(PUBLIC_SOURCE) as template:
        latest = template.latest()
    assert (0, "", latest) == (result.code, result.err, version_of(tmp_path / "app"))


def test_a_state_ahead_of_the_release_is_for_development_only(
    checkout: Path, tmp_path: Path
) -> None:
    """One line says so, and the answers file names that very state."""
    with (checkout / "template/app/cli.py").open("a", encoding="utf-8") as file:
        file.write("# ahead\n")

    result = new(checkout, tmp_path / "app")

    version = version_of(tmp_path / "app")
    expected = (
        "formfacts: warning: for development only: the template in this checkout is ahead of its "
        f"newest release, and only this very state of it, {version}, can update the project\n"
    )
    assert (0, expected) == (result.code, result.err)
    assert "+untagged." in version
    assert "# ahead\n" in (tmp_path / "app/app/cli.py").read_text("utf-8")
