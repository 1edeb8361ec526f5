"""One environment for all generated repos: made once for what they declare, kept and reused.

The scripts in a virtual environment hold its path, so that it cannot be made elsewhere and renamed:
it is made in its place, under a lock, and a marker says that it is whole.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from formfacts.errors import FormfactsError, TargetError
from formfacts.scaffold.staging import refusal, uninterrupted
from formfacts.smoke.environment.build import build
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.environment import Environment, check_python, python_of
from formfacts.smoke.environment.install import Say
from formfacts.smoke.environment.installer import Installer, find_installer
from formfacts.smoke.environment.lock import Lock, make_lock
from formfacts.smoke.remains import sweep

READY = ".ready"
# Holds the mark of the installer's process, for whoever finds the environment incomplete.
BUILDING = ".building"
KEPT_S = 30 * 24 * 3600
REMOVED_WITHIN_S = 5.0
POLL_S = 0.05


def shared_environment(
    cache: Path,
    united: Declared,
    tools: Iterable[str],
    say: Say,
    installer: Installer | None = None,
) -> Environment:
    """Return the environment for what is declared, made where it is not in the cache yet.

    Raises TemplateError where the installer fails, TargetError where the cache cannot be written,
    UsageError where this Python will not do.
    """
    check_python(united.python)
    lock = make_lock(united, tools, installer or find_installer())
    environments = cache.absolute() / "environments"
    folder = environments / lock.key
    try:
        with held(folder, say):
            if not is_ready(folder):
                remove(folder)
                make(folder, lock, say)
            os.utime(folder / READY)
        remove_unused(environments)
    except OSError as error:
        raise TargetError(refusal(folder, error)) from None
    return Environment(python_of(folder), folder, lock.key, "shared")


def make(folder: Path, lock: Lock, say: Say) -> None:
    """Make the environment; leave nothing of one that fails."""
    mark = lock.installer.new_mark()
    folder.mkdir()
    (folder / BUILDING).write_text(mark, encoding="utf-8")
    say(f"making the shared environment {folder.name}, which is kept")
    try:
        build(folder, lock, say, mark=mark, why="the shared environment cannot be made")
        (folder / BUILDING).rename(folder / READY)
    except BaseException:
        with uninterrupted():
            remove(folder)
        raise


def is_ready(folder: Path) -> bool:
    """Whether the environment is whole, and the Python that it was made from still there."""
    return (folder / READY).exists() and python_of(folder).exists()


@contextmanager
def held(folder: Path, say: Say) -> Iterator[None]:
    """Lock an environment, which need not exist; wait for a run that has it, and say so."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    descriptor = open_lock(folder)
    try:
        if not locked(descriptor):
            say(f"waiting for another run, which makes the shared environment {folder.name}")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def open_lock(folder: Path) -> int:
    """Open the file beside the environment that is locked; it stays, for others may wait on it."""
    return os.open(folder.with_name(f"{folder.name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)


def locked(descriptor: int) -> bool:
    """Lock the file at once; return whether that worked."""
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def remove(folder: Path) -> None:
    """Remove an environment whose lock the caller has, and stop what a killed run left at work."""
    with suppress(OSError):
        sweep((folder / BUILDING).read_text(encoding="utf-8"))
    until = time.monotonic() + REMOVED_WITHIN_S
    while folder.exists():
        # What was killed just now may write for a moment more.
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            if time.monotonic() > until:
                raise FormfactsError(f"{folder} cannot be removed: remove it, and try again")
            time.sleep(POLL_S)


def remove_unused(environments: Path) -> None:
    """Remove what was not used for 30 days, and what killed runs left; never what is locked."""
    for folder in environments.iterdir():
        if folder.is_dir() and is_unused(folder):
            descriptor = open_lock(folder)
            try:
                if locked(descriptor) and is_unused(folder):
                    remove(folder)
            finally:
                os.close(descriptor)


def is_unused(folder: Path) -> bool:
    """Whether the environment is incomplete, or was last used 30 days ago."""
    try:
        return (folder / READY).stat().st_mtime < time.time() - KEPT_S
    except OSError:
        return True
