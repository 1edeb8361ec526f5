"""Find and stop the processes that a command leaves behind, wherever they have moved to.

A process is known by the mark in its environment, by its session, or by whom it descends from: a
daemon leaves its parent and its session, one with an environment of its own lacks the mark.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psutil import Process

# In the environment of every process of a run.
MARK = "FORMFACTS_SMOKE"
# Processes that beget others faster than they are found are not chased for ever.
SWEPT_WITHIN = 5.0
# https://man7.org/linux/man-pages/man2/prctl.2.html
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
# Neither a session nor an ancestor of anything that is ours: the kernel's and init's.
NEVER = frozenset({0, 1})
ADOPTING: set[int] = set()


def sweep(
    mark: str, sessions: Collection[int] = (), roots: Collection[int] = (), spared: int = 0
) -> set[int]:
    """Kill what belongs to a run, as `belonging` tells, and return which processes there were.

    `spared` is one that stays.
    """
    killed: set[int] = set()
    until = time.monotonic() + SWEPT_WITHIN
    while found := belonging(mark, sessions, roots) - killed - {spared}:
        for pid in found:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        killed |= found
        if time.monotonic() > until:
            break
    return killed


def belonging(mark: str, sessions: Collection[int], roots: Collection[int]) -> set[int]:
    """Return the processes with this mark, in these sessions, or that descend from these roots.

    A mark that goes on after a slash is of the same run. Neither this process nor what it descends
    from is among them, nor the session that they are in.
    """
    import psutil  # 0.02 CPU seconds

    lineage = {os.getpid(), *ancestors()}
    wanted = set(sessions) - {os.getsid(0)} - NEVER
    found = set()
    for process in psutil.process_iter():
        if session_of(process.pid) in wanted or (mark and is_marked(process, mark)):
            found.add(process.pid)
    for root in set(roots) - (lineage - {os.getpid()}) - NEVER:
        with suppress(psutil.Error):
            found |= {process.pid for process in psutil.Process(root).children(recursive=True)}
    return {pid for pid in found - lineage if session_of(pid) != os.getsid(0) and is_alive(pid)}


def ancestors() -> Iterator[int]:
    """Yield the parent of this process, its parent, and so on."""
    import psutil

    with suppress(psutil.Error):
        yield from (process.pid for process in psutil.Process().parents())


def session_of(pid: int) -> int:
    """Return the session of a process, or one that is nobody's."""
    with suppress(OSError):
        return os.getsid(pid)
    return -1


def is_marked(process: Process, mark: str) -> bool:
    """Whether a process was started with this mark, or one that goes on from it."""
    import psutil

    with suppress(psutil.Error, OSError):
        return f"{process.environ().get(MARK, '')}/".startswith(f"{mark}/")
    return False


def is_alive(pid: int) -> bool:
    """Whether a process is more than an exit code that nobody has asked for."""
    import psutil

    with suppress(psutil.Error):
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    return False


def adopt_orphans() -> None:
    """Become the parent of whoever loses its own below this process, as far as the system can.

    So daemons stay among the descendants of the process that started them.
    """
    if control(PR_SET_CHILD_SUBREAPER, 1):
        ADOPTING.add(os.getpid())


def adopting() -> set[int]:
    """Return this process if it adopts orphans, so that all that is below it is its own."""
    return ADOPTING & {os.getpid()}


def end_with(parent: int) -> None:
    """Have this process killed when its parent dies, as far as the system can."""
    control(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def control(option: int, value: int) -> bool:
    """Set one of the attributes that Linux lets a process have; return whether it did."""
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).prctl(option, value, 0, 0, 0) == 0)
