"""Cleaning up: whose processes are ended, and whose never."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from formfacts.smoke.remains import MARK
from formfacts.smoke.run.guardian import WORKERS, clean_up, guarded, register
from tests.smoke.processes import bystander, is_alive, new_mark, wait_until

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def test_a_number_that_another_process_has_by_now_is_left_alone(tmp_path: Path) -> None:
    """A worker of an hour ago may have had it."""
    (tmp_path / WORKERS).mkdir()
    with bystander() as other:
        (tmp_path / WORKERS / str(other.pid)).write_text("12345.0", encoding="ascii")
        clean_up(tmp_path, new_mark())

        assert is_alive(other.pid)
    assert not tmp_path.exists()


def test_marked_processes_end_though_the_folder_is_gone(tmp_path: Path) -> None:
    """A check may have removed it."""
    mark = new_mark()
    with bystander(**{MARK: f"{mark}/3"}) as process:
        clean_up(tmp_path / "gone", mark)

        assert -signal.SIGKILL == process.wait(5)


def test_nobody_registers_with_a_run_that_has_ended(tmp_path: Path) -> None:
    """It would be overlooked."""
    (tmp_path / WORKERS).mkdir()
    clean_up(tmp_path, new_mark())

    with pytest.raises(FileNotFoundError):
        register(tmp_path)


def test_the_guardian_ends_with_the_block(tmp_path: Path) -> None:
    """And with the process that started it, after it has cleaned up."""
    scratch, told = tmp_path / "scratch", tmp_path / "told"
    scratch.mkdir()
    with guarded(scratch, new_mark()):
        assert scratch.exists()
    assert not scratch.exists()

    scratch.mkdir()
    if (run := os.fork()) == 0:
        with guarded(scratch, new_mark()):
            told.touch()
            signal.pause()
    assert wait_until(told.exists)
    os.kill(run, signal.SIGKILL)
    os.waitpid(run, 0)

    assert wait_until(lambda: not scratch.exists(), 2)
