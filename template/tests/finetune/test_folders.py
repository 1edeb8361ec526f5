"""A folder appears whole or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import DataError
from app.finetune.folders import replace_folder

KILLED = """\
import os, pathlib, signal, sys
from app.finetune.folders import replace_folder
with replace_folder(pathlib.Path(sys.argv[1])) as fresh:
    (fresh / "half").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def put(folder: Path, name: str) -> None:
    """Fill the folder with one file."""
    with replace_folder(folder) as fresh:
        (fresh / name).write_text(name)


def names(folder: Path) -> list[str]:
    """Return what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_the_new_folder_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """Nothing of the old one is left in it, and nothing beside it."""
    put(tmp_path / "a", "old")
    put(tmp_path / "a", "new")

    assert (names(tmp_path), names(tmp_path / "a")) == (["a"], ["new"])


def test_a_failure_leaves_the_old_folder(tmp_path: Path) -> None:
    """What was half done is gone."""
    put(tmp_path / "a", "old")
    with pytest.raises(ZeroDivisionError), replace_folder(tmp_path / "a") as fresh:
        (fresh / "half").write_text(str(1 / 0))

    assert (names(tmp_path), names(tmp_path / "a")) == (["a"], ["old"])


def test_a_kill_leaves_the_old_folder(tmp_path: Path) -> None:
    """And where there was none, there is none."""
    put(tmp_path / "old", "old")
    for name in ("old", "new"):
        command = [sys.executable, "-c", KILLED, str(tmp_path / name)]
        code = subprocess.run(command, check=False).returncode

        assert code == -signal.SIGKILL
    assert names(tmp_path / "old") == ["old"]
    assert not (tmp_path / "new").exists()


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    """A file where the folder's parent should be."""
    (tmp_path / "file").write_text("")

    with pytest.raises(DataError, match=r"file/a cannot be written .*settings\.yaml"):
        put(tmp_path / "file" / "a", "x")
