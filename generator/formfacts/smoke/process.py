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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from formfacts.errors import FormfactsError
from formfacts.scaffold.staging import uninterrupted
from formfacts.smoke.output import CHUNK, Output
from formfacts.smoke.remains import MARK, adopting, belonging, end_with, sweep

POLL = 0.05
# What a killed process has held open is read for so long, and no longer.
LAST_WORDS = 2.0
STOPPING = (signal.SIGTERM, signal.SIGHUP)


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


@dataclass(frozen=True, slots=True)
class Child:
    """A process that was started: `poll` gives its exit code once there is one.

    It leads a session. `descriptor` is where its output is read from, `mark` is on what it starts.
    """

    pid: int
    descriptor: int
    poll: Callable[[], int | None]
    mark: str


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
    Raises OSError where it cannot be started, ValueError for text that no program can be given.
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
    except (OSError, ValueError):
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
    code: 1, with the error as the last line printed. `env` is its whole environment.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    with tempfile.TemporaryFile() as reply:
        with uninterrupted():
            pid = os.fork()
            if pid == 0:
                end_with(parent)
                os.close(reading)
                call(function, writing, reply, {**env, MARK: mark})
        os.close(writing)
        finished = attend(Child(pid, reading, exit_code_of(pid), mark), timeout, Output())
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


def call(
    function: Callable[[], object], output: int, reply: IO[bytes], env: Mapping[str, str]
) -> NoReturn:
    """Be the copy: call the function, print to `output`, write what it returned to `reply`."""
    code = 1
    try:
        become_leader()
        os.environ.clear()
        os.environ.update(env)
        tempfile.tempdir = None  # to be looked up again, in this environment
        print_to(output)
        copy = os.getpid()
        returned = json.dumps(function(), default=str).encode()
        if os.getpid() != copy:  # the function forked, and this is what should have ended in it
            os._exit(0)
        reply.write(returned)
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


def become_leader() -> None:
    """Leave the session of the process that this is a copy of, and its ways with signals.

    What is ignored here would be ignored by every command that is started from here.
    """
    os.setsid()
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {*STOPPING, signal.SIGINT})


def print_to(descriptor: int) -> None:
    """Have all that this process prints go there; there is nothing to read."""
    for number in (1, 2):
        os.dup2(descriptor, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    # A line at a time: what is killed has no chance to write what is left in a buffer.
    options = {"buffering": 1, "encoding": "utf-8", "errors": "replace", "closefd": False}
    sys.stdout = open(1, "w", **options)  # type: ignore[call-overload]  # noqa: SIM115
    sys.stderr = sys.stdout


def attend(child: Child, timeout: float, output: Output) -> Finished:
    """Take in what a process prints until it ends or time is up, then kill what is left of it."""
    began = time.monotonic()
    os.set_blocking(child.descriptor, False)
    try:
        is_open = watch(child, began + timeout, output)
        code = child.poll()
    finally:
        left = kill_all(child) - {child.pid}
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


def kill_all(child: Child) -> set[int]:
    """Kill a process and what belongs to it; return which processes there were."""
    sessions, roots = {child.pid}, {child.pid, *adopting()}
    found = belonging(child.mark, sessions, roots)
    # At one stroke: those that beget others faster than they are found have no time to.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    return found | sweep(child.mark, sessions, roots)
