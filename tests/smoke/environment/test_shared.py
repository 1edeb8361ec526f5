"""The one environment for all: made once, whole or not at all, also by runs that are killed."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from formfacts.errors import TargetError, TemplateError, UsageError
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.environment import Environment
from formfacts.smoke.environment.installer import Installer
from formfacts.smoke.environment.shared import BUILDING, KEPT_S, READY, shared_environment
from tests.conftest import ROOT

NEEDY = Declared(("needy",), ("tiny<2",))
SLOW = Declared(("slow",))
# What another run does, in a process of its own.
RUN = f"""
import sys
sys.path.insert(0, {str(ROOT / "generator")!r})
from pathlib import Path
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.shared import shared_environment
say = lambda text: print(text, flush=True)
print(shared_environment(Path(sys.argv[1]), Declared(("slow",)), [], say).folder)
"""


def version_of(environment: Environment, module: str) -> str:
    """Ask the environment's Python."""
    command = [str(environment.python), "-c", f"import {module}; print({module}.VERSION)"]
    return subprocess.check_output(command, text=True).strip()


def is_alive(pid: int) -> bool:
    """Whether a process is there that is not dead and merely not yet buried."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_for(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


@contextmanager
def another_run(cache: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another run make the slow environment."""
    command = [sys.executable, "-c", RUN, str(cache)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_made_once(tmp_path: Path, installer: Installer) -> None:
    """The first run installs, under the constraints; the next finds it there."""
    said: list[str] = []

    first = shared_environment(
        tmp_path / "cache", NEEDY, ["slow; python_version<'3'"], said.append, installer
    )
    again = shared_environment(
        tmp_path / "cache", NEEDY, ["slow; python_version<'3'"], said.append, installer
    )

    assert "1.0" == version_of(first, "tiny")
    assert again == first
    assert said[-1].startswith("installed in ")
    assert 1 == sum(text.startswith("making the shared environment") for text in said)
    if installer.name == "uv":
        assert [text for text in said if text.startswith("Resolved 2 packages in ")]
    assert f"installing 2 requirements with {installer.name}" == said[1]
    assert (tmp_path / "cache/environments" / first.lock / "bin/needy-run").exists()
    lock = (first.folder / "lock.txt").read_text()
    assert "[requirements]\nneedy\n\n[constraints]\ntiny<2\n" in lock
    assert lock.endswith("# what was installed\nneedy==1.0\ntiny==1.0\n")


def test_a_failure_leaves_nothing(tmp_path: Path, installer: Installer) -> None:
    """What cannot be installed is told, and not found by the next run."""
    with pytest.raises(TemplateError, match=r"the shared environment cannot be made: .*gone"):
        shared_environment(tmp_path, Declared(("gone",)), [], len, installer)

    assert [".lock"] == [path.suffix for path in (tmp_path / "environments").iterdir()]


def test_killed_in_the_middle(tmp_path: Path, links: Path) -> None:
    """The next run stops the installer that was left at work, and makes the environment anew."""
    with another_run(tmp_path) as process:
        wait_for((tmp_path / "started").exists)
        process.send_signal(signal.SIGKILL)
    left = int((tmp_path / "started").read_text())
    (incomplete,) = (tmp_path / "environments").glob(f"*/{BUILDING}")
    assert is_alive(left)
    assert not incomplete.with_name(READY).exists()
    (incomplete.parent / "litter").touch()

    (tmp_path / "go").touch()
    made = shared_environment(tmp_path, SLOW, [], len)

    assert incomplete.parent == made.folder
    assert "1.0" == version_of(made, "slow")
    assert not (made.folder / "litter").exists()
    assert not is_alive(left)


def test_two_runs_at_once(tmp_path: Path, links: Path) -> None:
    """The second says that it waits for the first, and then uses what that has made."""
    with another_run(tmp_path) as first:
        wait_for((tmp_path / "started").exists)
        with another_run(tmp_path) as second:
            assert second.stdout is not None
            assert second.stdout.readline().startswith("waiting for another run")
            (tmp_path / "go").touch()
            folders = [run.communicate(timeout=30)[0].splitlines()[-1] for run in (first, second)]

    assert folders[0] == folders[1]
    assert 1 == len((tmp_path / "started").read_text().splitlines())


def test_interrupted(tmp_path: Path, links: Path) -> None:
    """After Ctrl-C neither the environment nor a process is left."""
    with another_run(tmp_path) as process:
        wait_for((tmp_path / "started").exists)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)

    assert [] == list((tmp_path / "environments").glob("*/"))
    assert not is_alive(int((tmp_path / "started").read_text()))


def test_unused_ones_go(tmp_path: Path, links: Path) -> None:
    """What was not used for 30 days is removed, but not while it is locked."""
    old = [shared_environment(tmp_path, Declared((text,)), [], len) for text in ("tiny<2", "tiny")]
    for environment in old:
        long_ago = time.time() - KEPT_S - 60
        os.utime(environment.folder / READY, (long_ago, long_ago))
    environments = tmp_path / "environments"
    (environments / "left-by-a-killed-run").mkdir()
    with (environments / f"{old[0].lock}.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        new = shared_environment(tmp_path, NEEDY, [], len)

    assert {old[0].folder, new.folder} == {path for path in environments.iterdir() if path.is_dir()}


def test_use_keeps_it(tmp_path: Path, links: Path) -> None:
    """One that is old and used is as good as new; one whose Python is gone is made again."""
    made = shared_environment(tmp_path, NEEDY, [], len)
    os.utime(made.folder / READY, (0, 0))

    assert made == shared_environment(tmp_path, NEEDY, [], len)
    assert time.time() - (made.folder / READY).stat().st_mtime < 60

    made.python.unlink()
    said: list[str] = []
    assert made == shared_environment(tmp_path, NEEDY, [], said.append)
    assert made.python.exists()
    assert said


def test_faults_of_the_caller(tmp_path: Path, links: Path) -> None:
    """A cache that cannot be written, and a Python that will not do."""
    (tmp_path / "file").touch()

    with pytest.raises(TargetError, match="file"):
        shared_environment(tmp_path / "file", NEEDY, [], len)
    with pytest.raises(UsageError, match="require Python >=99"):
        shared_environment(tmp_path, Declared((), (), ">=99"), [], len)
