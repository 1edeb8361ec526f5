"""Do many pieces of work in a few processes, and hear of each as it comes."""

from __future__ import annotations

import json
import os
import selectors
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NoReturn

from formfacts.errors import FormfactsError
from formfacts.scaffold.staging import uninterrupted
from formfacts.smoke.process import become_leader
from formfacts.smoke.remains import adopt_orphans

CHUNK = 1 << 16
TICK = 0.5
RAISED = "raised"
Emit = Callable[[Any], None]
Work = Callable[[Emit], None]


@dataclass
class Worker:
    """A process at work on the piece called `name`; `heard` is what it has sent of a line."""

    name: str
    pid: int
    descriptor: int
    heard: bytearray = field(default_factory=bytearray)


def work_through(
    pieces: Mapping[str, Work],
    jobs: int,
    hear: Callable[[str, Any], object],
    ended: Callable[[str, int], object],
    tick: Callable[[], object] = lambda: None,
) -> None:
    """Do the pieces in their order, `jobs` at a time, each in a process and a session of its own.

    What a piece emits, as JSON, comes to `hear` with its name; at its end `ended` is told the exit
    code, which is 0 unless the process died; `tick` is called now and then. Whoever stops this
    early has to kill the processes. Raises FormfactsError where a piece does, or meets an OSError.
    """
    waiting = deque(pieces.items())
    with selectors.DefaultSelector() as selector:
        while waiting or selector.get_map():
            while waiting and len(selector.get_map()) < jobs:
                worker = start(*waiting.popleft())
                selector.register(worker.descriptor, selectors.EVENT_READ, worker)
            for key, _ in selector.select(TICK):
                worker = key.data
                data = os.read(worker.descriptor, CHUNK)
                worker.heard += data
                for value in whole_lines(worker):
                    hear(worker.name, value)
                if not data:
                    selector.unregister(worker.descriptor)
                    os.close(worker.descriptor)
                    _, status = os.waitpid(worker.pid, 0)
                    ended(worker.name, os.waitstatus_to_exitcode(status))
            tick()


def whole_lines(worker: Worker) -> Iterator[Any]:
    """Yield what a worker has sent, and keep what has not come whole yet."""
    *lines, rest = worker.heard.split(b"\n")
    worker.heard = bytearray(rest)
    for line in lines:
        value = json.loads(line)
        if isinstance(value, dict) and RAISED in value:
            raise FormfactsError(value[RAISED])
        yield value


def start(name: str, work: Work) -> Worker:
    """Start a process for one piece of work."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with uninterrupted():
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            be_worker(work, writing)
    os.close(writing)
    return Worker(name, pid, reading)


def be_worker(work: Work, writing: int) -> NoReturn:
    """Be the process: do the work, and send what it emits."""
    code = 1

    def emit(value: object) -> None:
        """Send one line."""
        data = json.dumps(value, default=str).encode() + b"\n"
        while data:
            data = data[os.write(writing, data) :]

    try:
        become_leader()
        adopt_orphans()
        work(emit)
        code = 0
    except (FormfactsError, OSError) as error:
        with suppress(OSError):
            emit({RAISED: told(error)})
    except BaseException:  # noqa: BLE001  a fault of ours: it has to be seen
        with suppress(OSError):
            traceback.print_exc()
            sys.stderr.flush()
    finally:
        os._exit(code)


def told(error: FormfactsError | OSError) -> str:
    """Say on one line what went wrong, and what to do about what the system refused."""
    if isinstance(error, FormfactsError):
        return str(error)
    what = f"{error.filename}: {error.strerror}" if error.filename and error.strerror else error
    return f"{what}: see to it, or set TMPDIR or --cache to another folder"
