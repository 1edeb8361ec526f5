"""A process that outlives a killed run, to stop what the run had started and remove its litter."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from formfacts.scaffold.staging import uninterrupted
from formfacts.smoke.remains import sweep
from formfacts.smoke.run.removing import remove

# Seconds between two looks at whether the run is still there.
PAUSE = 0.2
WORKERS = "workers"
ENDED = "ended"


@contextmanager
def guarded(scratch: Path, mark: str) -> Iterator[None]:
    """Have the scratch folder removed and every process of the run killed, however the run ends.

    A SIGKILL cannot be caught: then another process, which waits for that, does it.
    """
    (scratch / WORKERS).mkdir()
    run = os.getpid()
    with uninterrupted():
        guardian = os.fork()
        if guardian == 0:
            outlive(run, scratch, mark)
    try:
        yield
    finally:
        with uninterrupted():
            clean_up(scratch, mark, spared=guardian)
            with suppress(ProcessLookupError):
                os.kill(guardian, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(guardian, 0)


def register(scratch: Path) -> None:
    """Note this process as one that leads a session of the run.

    Raises FileNotFoundError where the run has ended.
    """
    number = os.getpid()
    (scratch / WORKERS / str(number)).write_text(str(begun(number)), encoding="ascii")


def outlive(run: int, scratch: Path, mark: str) -> NoReturn:
    """Be the other process: wait until the run is no longer the parent, then clean up after it."""
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        while os.getppid() == run:
            time.sleep(PAUSE)
        clean_up(scratch, mark)
    finally:
        os._exit(0)


def clean_up(scratch: Path, mark: str, spared: int = 0) -> None:
    """Kill what is left of the run, then remove its folder."""
    # A worker that comes to register from now on finds no place to, and ends.
    with suppress(OSError):
        (scratch / WORKERS).rename(scratch / ENDED)
    workers = registered(scratch)
    sweep(mark, sessions=workers, roots=workers, spared=spared)
    remove(scratch)


def registered(scratch: Path) -> list[int]:
    """Return the workers that were noted, but for numbers that another process has by now."""
    found = []
    with suppress(OSError):
        for path in (scratch / ENDED).iterdir():
            with suppress(ValueError):
                number, began = int(path.name), begun(int(path.name))
                # While a session goes on whose leader is gone, nobody else gets its number.
                if began is None or path.read_text(encoding="ascii") in {"", str(began)}:
                    found.append(number)
    return found


def begun(number: int) -> float | None:
    """Return when a process began, None where there is none of this number."""
    import psutil

    try:
        return psutil.Process(number).create_time()
    except psutil.Error:
        return None
