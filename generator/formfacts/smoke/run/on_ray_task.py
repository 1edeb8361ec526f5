"""What a worker of a Ray cluster does for one shard: it starts a process that does all else.

A worker has threads of Ray's and may be killed at any time, so nothing else is done in it. This
module travels to the node as it is, to say so where formfacts is not there; therefore it uses the
standard library alone.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

PAUSE = 0.1
# Seconds that the process gets to clean up after it was told to stop.
GRACE = 30.0


def run_shard(version: str, job: bytes, luggage: bytes) -> dict[str, object]:
    """Run a shard on this node; return its exit code, its report, its last words and the node.

    `job` is a line of JSON. Where Ray cancels the task, KeyboardInterrupt is raised.
    """
    node = socket.gethostname()
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        # As in a cluster that was started in the background; Ray would cancel in vain.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # Not what this process imports: Ray lets it look into the driver's folders too.
    found = printed("import formfacts; print(formfacts.__version__)")
    if found != version:
        there = f"there is {found}" if found else "it is not there"
        said = f"formfacts {version} is needed on each node, and {there}: install it there"
        return {"code": 2, "report": "", "said": said, "node": node}
    answer = ask_process(job + luggage)
    if not answer:
        said = "the process that ran it was killed: is there enough memory?"
        return {"code": 1, "report": "", "said": said, "node": node}
    return {**json.loads(answer), "node": node}


def printed(code: str) -> str:
    """Return what this Python prints for a line of code."""
    command = [sys.executable, "-P", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  ours
    return done.stdout.strip()


def ask_process(question: bytes) -> bytes:
    """Start the process that does the work, and return what it answers."""
    command = [sys.executable, "-P", "-m", "formfacts.smoke.run.on_ray_node"]
    reading, writing = os.pipe()
    # Ray kills the process group of a worker that dies, and this is to clean up after it.
    process = subprocess.Popen(  # noqa: S603  ours
        command, stdin=subprocess.PIPE, stdout=writing, start_new_session=True
    )
    os.close(writing)
    assert process.stdin is not None  # noqa: S101  as was asked for
    answer = bytearray()
    try:
        with suppress(BrokenPipeError):  # it has died: its answer is empty
            process.stdin.write(question)
            process.stdin.flush()
        listen(reading, answer, float("inf"))
    finally:
        # The end of its input tells it to stop; when it has cleaned up, its output ends.
        with suppress(BrokenPipeError):
            process.stdin.close()
        listen(reading, answer, GRACE)
        os.close(reading)
        process.wait()
    return bytes(answer)


def listen(descriptor: int, answer: bytearray, seconds: float) -> None:
    """Take in what comes until it ends or time is up."""
    deadline = time.monotonic() + seconds
    # In short waits, for only between two of them can the task be interrupted.
    while time.monotonic() < deadline:
        if select.select([descriptor], [], [], PAUSE)[0]:
            data = os.read(descriptor, 1 << 16)
            if not data:
                return
            answer += data
