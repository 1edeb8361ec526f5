"""Projects appear whole or not at all: killed, terminated, two at once, asked in a terminal."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from formfacts.scaffold.project import Request, create

LONGEST_WAIT_S = 60
RETURN, CTRL_C = b"\r", b"\x03"


def start(
    program: list[str], folder: Path, *arguments: str, path: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start `formfacts new` in a process of its own; commands in `path` come first."""
    return subprocess.Popen(
        [*program, "new", *arguments],
        cwd=folder,
        env={**os.environ, "PATH": f"{path}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.fixture
def slow_commit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a git that takes a minute to commit, so that no run is over too soon."""
    script = tmp_path_factory.mktemp("bin") / "git"
    real = shutil.which("git")
    text = f'#!/bin/sh\ncase "$*" in *" commit "*) exec sleep 60 ;; esac\nexec {real} "$@"\n'
    script.write_text(text, encoding="utf-8")
    script.chmod(0o755)
    return script.parent


def wait_until(folder: Path, pattern: str) -> None:
    """Wait until something that matches the pattern is there."""
    end = time.monotonic() + LONGEST_WAIT_S
    while not list(folder.glob(pattern)):
        assert time.monotonic() < end, f"no {pattern} in {folder}"
        time.sleep(0.001)


def names(folder: Path) -> list[str]:
    """Return what is in the folder, hidden folders by the part of the name that is fixed."""
    return sorted(path.name.split("formfacts-")[0] for path in folder.iterdir())


# The hidden folder is there; files are being rendered; git is at work.
MOMENTS = [".app.formfacts-*", ".app.formfacts-*/app/app", ".app.formfacts-*/app/.git/objects/??"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_leaves_nothing_at_the_target(
    tmp_path: Path, program: list[str], slow_commit: Path, moment: str
) -> None:
    """After SIGKILL the target is not there, and the next run clears up and succeeds."""
    process = start(program, tmp_path, "app", "--defaults", path=slow_commit)
    wait_until(tmp_path, moment)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    left = names(tmp_path)

    create(Request(target=tmp_path / "app", defaults=True))

    assert ([".app."], ["app"]) == (left, names(tmp_path))


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_stopped_leaves_nothing_at_all(
    tmp_path: Path, program: list[str], slow_commit: Path, moment: str, number: int, code: int
) -> None:
    """SIGTERM and Ctrl-C clean up behind themselves and say it with their exit code."""
    process = start(program, tmp_path, "app", "--defaults", path=slow_commit)
    wait_until(tmp_path, moment)
    os.kill(process.pid, number)
    process.communicate()

    assert (code, []) == (process.returncode, names(tmp_path))


def test_two_at_once_give_one_project(tmp_path: Path, program: list[str]) -> None:
    """One run makes the project, the other says that the place is taken."""
    both = [start(program, tmp_path, "app", "--defaults") for _ in range(2)]
    errors = [process.communicate()[1].decode() for process in both]

    assert [0, 1] == sorted(process.returncode for process in both)
    assert ["app"] == names(tmp_path)
    assert "app was taken in the meantime" in "".join(errors) or "not empty" in "".join(errors)


def in_terminal(program: list[str], folder: Path, keys: list[bytes], *arguments: str) -> int:
    """Run `formfacts new` in a terminal, press a key whenever it waits, return the exit code."""
    here, there = pty.openpty()
    process = subprocess.Popen(
        [*program, "new", *arguments],
        cwd=folder,
        env={**os.environ, "TERM": "xterm"},
        stdin=there,
        stdout=there,
        stderr=there,
        start_new_session=True,
    )
    os.close(there)
    shown, end = b"", time.monotonic() + LONGEST_WAIT_S
    while time.monotonic() < end:
        if not select.select([here], [], [], 1)[0]:
            continue
        try:
            shown += os.read(here, 4096)
        except OSError:
            break  # the program has ended
        if b"\x1b[6n" in shown:  # it asks where the cursor is
            os.write(here, b"\x1b[1;1R")
            shown = b""
        elif keys and b"?" in shown and b"\x1b[?25h" in shown:
            os.write(here, keys.pop(0))
            shown = b""
    os.close(here)
    return process.wait(LONGEST_WAIT_S)


def test_asks_in_a_terminal_what_is_not_given(tmp_path: Path, program: list[str]) -> None:
    """Return takes the default shown: the folder's name, and the template's own defaults."""
    given = ["-d", "approach=prompt", "-d", "project_description=It answers."]

    code = in_terminal(program, tmp_path, [RETURN, RETURN], "app", *given)

    answers = (tmp_path / "app/.copier-answers.yml").read_text(encoding="utf-8")
    assert (0, ["app"]) == (code, names(tmp_path))
    assert "project_name: app\nprovider: offline\n" in answers


def test_ctrl_c_at_a_question_leaves_nothing(tmp_path: Path, program: list[str]) -> None:
    """Stopped while it asks, it exits with 130 and the folder is as it was."""
    code = in_terminal(program, tmp_path, [RETURN, CTRL_C], "app")

    assert (130, []) == (code, names(tmp_path))
