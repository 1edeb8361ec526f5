"""Formfacts as a wheel lays it out: read-only, for any user, without a home, many at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from formfacts.scaffold.bundle import newest_release, read_header
from tests.conftest import ROOT

BUNDLE = ROOT / "releases/template.bundle"
NOBODY = 65534
# Everything is imported first: nobody may not be able to read where Python lies.
USE = """
import os, sys
import packaging.version
from formfacts.errors import FormfactsError
from formfacts.scaffold import upgrades
from formfacts.scaffold.source import is_wheel, template_root, working_origin
from formfacts.scaffold.template import open_template
if {uid}:
    os.setgid({uid})
    os.setuid({uid})
assert is_wheel()
origin = working_origin()
with open_template(origin.source) as template:
    assert origin == template.resolve(template.latest())
    folder = template.checkout(origin)
    there = [folder / "copier.yml", template_root() / "examples"]
    print(origin.version, *(path.exists() for path in there))
    for ref in ("v99.0.0", "v0.1.0+untagged.00000000"):
        try:
            template.resolve(ref)
        except FormfactsError as error:
            print(error)
"""


@pytest.fixture(scope="module")
def installed() -> Iterator[Path]:
    """A folder for PYTHONPATH with formfacts as in a wheel, which nobody may write to.

    It does not lie below pytest's own folder, which lets in nobody but its owner.
    """
    with TemporaryDirectory() as place:
        folder = Path(place, "site")
        package = folder / "formfacts"
        skipped = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "generator/formfacts", package, ignore=skipped)
        shutil.copytree(ROOT / "examples", package / "_template/examples", ignore=skipped)
        shutil.copy(BUNDLE, package / "_template")
        set_modes(folder, 0o555, 0o444)
        Path(place).chmod(0o755)
        yield folder
        set_modes(folder, 0o755, 0o644)


def set_modes(folder: Path, folders: int, files: int) -> None:
    """Give the folder and all that is in it these modes."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(folders if path.is_dir() else files)


def start(installed: Path, code: str, **environment: str | None) -> subprocess.Popen[str]:
    """Start Python with the installed formfacts; None takes a variable away."""
    plain = {"PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    wanted = {**os.environ, **plain, **environment}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=installed,
        env={key: text for key, text in wanted.items() if text is not None},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def newest_tag() -> str:
    """Return the newest version in the bundle."""
    return newest_release(read_header(BUNDLE)) or ""


@pytest.mark.parametrize("home", [None, "/nonexistent", "/proc", "/root"])
def test_releases_are_read_by_anyone(installed: Path, home: str | None) -> None:
    """As nobody, if the tests run as root; without a home, or with one that cannot be read."""
    uid = NOBODY if os.geteuid() == 0 else 0
    process = start(installed, USE.format(uid=uid), HOME=home, GIT_CONFIG_GLOBAL=None)
    out, err = process.communicate()

    latest = newest_tag()
    assert "" == err
    assert f"{latest} True True" == out.splitlines()[0]
    assert out.splitlines()[1].endswith(f"up to {latest}: pip install --upgrade formfacts")
    assert "was made from an untagged state of the template" in out.splitlines()[2]


def test_many_at_once_do_not_meet(installed: Path, tmp_path: Path) -> None:
    """Each process has its own folder, and none is left."""
    processes = [start(installed, USE.format(uid=0), TMPDIR=str(tmp_path)) for _ in range(6)]
    said = [process.communicate() for process in processes]

    assert {("", 0)} == {
        (err, process.returncode) for process, (_, err) in zip(processes, said, strict=True)
    }
    assert (1, []) == (len({out for out, _ in said}), list(tmp_path.iterdir()))


def test_new_renders_the_newest_release(installed: Path, tmp_path: Path) -> None:
    """From a read-only install, with files that can be written to, and no warning."""
    arguments = ["new", str(tmp_path / "app"), "--defaults", "--example", "docs-chat"]
    code = f"from formfacts.cli import main; main({arguments!r})"
    before = sorted(installed.rglob("*"))
    process = start(installed, code, HOME="/nonexistent")
    out, err = process.communicate()

    answers = (tmp_path / "app/.copier-answers.yml").read_text("utf-8")
    assert ("", 0) == (err, process.returncode)
    assert f"from template {newest_tag()}" in out
    assert f"\n_commit: {newest_tag()}\n_src_path: gh:formfacts/formfacts\n" in answers
    assert (tmp_path / "app/README.md").stat().st_mode & 0o200
    assert before == sorted(installed.rglob("*"))
