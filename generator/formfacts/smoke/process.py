"""Start the commands of a template's author, and stop all that they leave behind.

Each command gets a session of its own, so that neither Ctrl-C nor a terminal reaches it; what it
prints is kept within bounds; after it, whatever it started is killed, daemons too.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from formfacts.errors import FormfactsError

# In the environment of every process of a run, so that those are found that left their session.
MARK = "FORMFACTS_SMOKE"
LONGEST_OUTPUT = 512 * 1024
CHUNK = 64 * 1024
POLL = 0.05
# What a killed process has held open is read for so long, and no longer.
LAST_WORDS = 2.0


@dataclass(frozen=True, slots=True)
class Finished:
    """How a process ended: its exit code (negative: the signal), or None where time ran out.

    `output` is what it printed to stdout and stderr together; `left` the number of processes that
    it had left running.
    """

    code: int | None
    output: str
    seconds: float
    left: int = 0


class Output:
    """What a process prints: the beginning and the end of it, within `LONGEST_OUTPUT` bytes."""

    def __init__(self, on_output: Callable[[bytes], object] | None = None) -> None:
        self._on_output = on_output
        self._head = bytearray()
        self._tail = bytearray()
        self._dropped = 0

    def add(self, data: bytes) -> None:
        """Take in what was printed next."""
        if data and self._on_output is not None:
            self._on_output(data)
        half = LONGEST_OUTPUT // 2
        room = half - len(self._head)
        self._head += data[:room] if room > 0 else b""
        self._tail += data[max(room, 0) :]
        if len(self._tail) > half + CHUNK:
            self._dropped += len(self._tail) - half
            del self._tail[:-half]

    def text(self) -> str:
        """Return it, with a line where something was left out."""
        middle = f"\n[... {self._dropped:,} bytes left out ...]\n" if self._dropped else ""
        return (bytes(self._head) + middle.encode() + bytes(self._tail)).decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Child:
    """A process that was started: `poll` gives its exit code once there is one.

    `descriptor` is where its output is read from; `mark` and `sessions` tell what belongs to it.
    """

    pid: int
    descriptor: int
    poll: Callable[[], int | None]
    mark: str
    sessions: Collection[int] = ()


def run_command(  # noqa: PLR0913  each is named where it is called
    command: Sequence[str],
    *,
    folder: Path,
    env: Mapping[str, str],
    timeout: float,
    mark: str,
    on_output: Callable[[bytes], object] | None = None,
) -> Finished:
    """Run a command to its end, or for `timeout` seconds; `env` is its whole environment.

    `on_output` is told what it prints as it comes. Afterwards no process that has `mark` is alive.
    Raises OSError where it cannot be started.
    """
    reading, writing = os.pipe()
    try:
        process = subprocess.Popen(  # noqa: S603  what the template's author wrote is meant to run
            list(command),
            cwd=folder,
            env={**env, MARK: mark},
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=writing,
            start_new_session=True,
        )
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    child = Child(process.pid, reading, process.poll, mark)
    return attend(child, timeout, Output(on_output))


@contextmanager
def background(
    command: Sequence[str], *, folder: Path, env: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Give a command that runs, prints where this process does, and is killed at the end.

    It stays in this process's session: whoever stops this process stops it too.
    """
    mark = os.environ.get(MARK, "")
    process = subprocess.Popen(  # noqa: S603  as in run_command
        list(command),
        cwd=folder,
        env={**env, MARK: mark},
        stdin=subprocess.DEVNULL,
        stdout=1,
        stderr=1,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def run_function(
    function: Callable[[], object], *, timeout: float, mark: str, env: Mapping[str, str]
) -> tuple[Finished, Any]:
    """Run a function in a copy of this process; return what it printed, and what it returned.

    What it returns goes through JSON; it is None where the function raised, which shows in the exit
    code: 1, with the error as the last line printed. `env` is added to the environment.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with tempfile.TemporaryFile() as reply:
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            os.environ.update({**env, MARK: mark})
            call(function, writing, reply)
        os.close(writing)
        poll = exit_code_of(pid)
        finished = attend(Child(pid, reading, poll, mark, [pid]), timeout, Output())
        reply.seek(0)
        return finished, json.loads(reply.read()) if finished.code == 0 else None


def exit_code_of(pid: int) -> Callable[[], int | None]:
    """Return a function that gives the exit code of a child once there is one."""
    codes: list[int] = []

    def poll() -> int | None:
        if not codes:
            found, status = os.waitpid(pid, os.WNOHANG)
            codes.extend([os.waitstatus_to_exitcode(status)] if found else [])
        return codes[0] if codes else None

    return poll


def call(function: Callable[[], object], output: int, reply: IO[bytes]) -> NoReturn:
    """Be the copy: call the function, print to `output`, write what it returned to `reply`."""
    code = 1
    try:
        os.setsid()
        for descriptor in (1, 2):
            os.dup2(output, descriptor)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdout = open(1, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
        sys.stderr = sys.stdout
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        reply.write(json.dumps(function(), default=str).encode())
        reply.flush()
        code = 0
    except FormfactsError as error:
        print(error)  # noqa: T201  into the check's log
    except BaseException as error:  # noqa: BLE001  whatever it is, the log has to tell
        traceback.print_exc()
        print(f"{type(error).__name__}: {error}")  # noqa: T201
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        os._exit(code)


def attend(child: Child, timeout: float, output: Output) -> Finished:
    """Take in what a process prints until it ends or time is up, then kill what is left of it."""
    began = time.monotonic()
    os.set_blocking(child.descriptor, False)
    try:
        is_open = watch(child, began + timeout, output)
        code = child.poll()
    finally:
        left = sweep(child.mark, child.sessions) - {child.pid}
        kill_group(child.pid)
        while child.poll() is None:
            time.sleep(POLL / 10)
    until = time.monotonic() + LAST_WORDS
    while is_open and time.monotonic() < until:
        is_open = take(child.descriptor, output)
    os.close(child.descriptor)
    return Finished(code, output.text(), time.monotonic() - began, len(left))


def watch(child: Child, deadline: float, output: Output) -> bool:
    """Take in the output until the process ends or time is up; return whether there may be more."""
    with selectors.DefaultSelector() as selector:
        selector.register(child.descriptor, selectors.EVENT_READ)
        is_open = True
        while child.poll() is None and time.monotonic() < deadline:
            wait = min(POLL, max(0.0, deadline - time.monotonic()))
            if not is_open:
                time.sleep(wait)
            elif selector.select(wait):
                is_open = take(child.descriptor, output)
    return is_open


def take(descriptor: int, output: Output) -> bool:
    """Take in what is there; return whether the pipe is still open."""
    try:
        data = os.read(descriptor, CHUNK)
    except BlockingIOError:
        time.sleep(POLL / 10)
        return True
    output.add(data)
    return bool(data)


def kill_group(group: int) -> None:
    """Kill the processes of a group that are still there."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def sweep(
    mark: str, sessions: Collection[int] = (), roots: Collection[int] = (), spared: int = 0
) -> set[int]:
    """Kill what belongs to a run, as `belonging` tells, and return which processes there were.

    `spared` is one that stays.
    """
    killed: set[int] = set()
    while found := belonging(mark, sessions, roots) - killed - {spared}:
        for pid in found:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        killed |= found
    return killed


def belonging(mark: str, sessions: Collection[int], roots: Collection[int]) -> set[int]:
    """Return the processes with this mark, in these sessions, or that descend from these roots.

    A mark that goes on after a slash is of the same run. Neither this process nor its parent is
    among them, nor the whole session that they are in.
    """
    import psutil  # 0.02 CPU seconds

    wanted = set(sessions) - {os.getsid(0)}
    found = set()
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            theirs = process.environ().get(MARK, "")
            if os.getsid(process.pid) in wanted or (mark and f"{theirs}/".startswith(f"{mark}/")):
                found.add(process.pid)
    for root in roots:
        with suppress(psutil.Error):
            found |= {process.pid for process in psutil.Process(root).children(recursive=True)}
    zombies = {pid for pid in found if is_zombie(pid)}
    return found - zombies - {os.getpid(), os.getppid()}


def is_zombie(pid: int) -> bool:
    """Whether a process has ended already, and only its exit code is left of it."""
    import psutil

    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return True
