"""Processes for these tests: short programs that misbehave, and who is alive."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any
from uuid import uuid4

import psutil

from formfacts.smoke.process import Finished, run_command, run_function
from formfacts.smoke.remains import MARK

PATIENCE = 10.0
# What a command is given; a shell needs no more.
ENV = {"PATH": os.environ.get("PATH", os.defpath)}
# Leaves its parent and its session, and closes what it was given.
DAEMON = """
import os, sys, time
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
for number in range(3): os.close(number)
open(sys.argv[1] + ".new", "w").write(str(os.getpid()))
os.rename(sys.argv[1] + ".new", sys.argv[1])
time.sleep(600)
"""


def new_mark() -> str:
    """Return a mark that no other process has."""
    return f"test-{uuid4().hex}"


def shell(script: str, folder: Path, *, timeout: float = 30.0, mark: str = "") -> Finished:
    """Run a script of the shell as a check is run."""
    return run_command(
        ["/bin/sh", "-c", script], folder=folder, env=ENV, timeout=timeout, mark=mark or new_mark()
    )


def call(function: Any, *, timeout: float = 30.0) -> tuple[Finished, Any]:  # noqa: ANN401
    """Run a function as a check of ours is run."""
    return run_function(function, timeout=timeout, mark=new_mark(), env=ENV)


def daemon(told: Path, *, env: str = "") -> str:
    """Return the shell's line that starts a daemon, which writes its number to `told`."""
    (told.parent / "daemon.py").write_text(DAEMON, encoding="utf-8")
    wait = f"while ! test -e {told}; do sleep 0.02; done"
    return f"{env} {sys.executable} -S {told.parent}/daemon.py {told}; {wait}"


def is_alive(pid: int) -> bool:
    """Whether a process runs, and is not just waiting to be asked how it ended."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def marked(mark: str) -> list[int]:
    """Return the processes with a mark that begins so."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK, "").startswith(mark) and is_alive(process.pid):
                found.append(process.pid)
        except (psutil.Error, OSError):
            continue
    return found


def wait_until(condition: Any, seconds: float = PATIENCE) -> bool:  # noqa: ANN401
    """Wait until a condition holds, and return whether it came to."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def bystander(**variables: str) -> Iterator[Popen[bytes]]:
    """Give a process that nobody may touch, in a session of its own."""
    process = Popen(
        ["sleep", "600"], env={**ENV, **variables}, stdin=DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
