"""A server that a repo has: it starts, answers with success, and is stopped."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Mapping
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from uuid import uuid4

from formfacts.smoke.process import background, run_function

HOST = "127.0.0.1"
PATIENCE = 0.1
LONGEST_ANSWER = 10_000
OK = range(200, 400)


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def answers(command: str, port: int, path: str, *, folder: Path, env: Mapping[str, str]) -> None:
    """Start the server and ask it for `path` until it answers; print what happened.

    Raises ValueError where it ends before it answers, or answers with anything but success. How
    long that may take is for the caller to bound.
    """
    with background(["/bin/sh", "-c", command], folder=folder, env=env) as server:
        while server.poll() is None:
            answer = ask(port, path)
            if answer is None:
                time.sleep(PATIENCE)
                continue
            status, text = answer
            print(f"GET {path} -> {status}\n{text}")  # noqa: T201  into the check's log
            if status not in OK:
                raise ValueError(f"GET {path} was answered with {status}")
            return
        raise ValueError(f"the server ended before it answered, with exit code {server.poll()}")


def ask(port: int, path: str) -> tuple[int, str] | None:
    """Return status and text of the answer; None while nobody listens."""
    connection = HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("GET", f"/{path.removeprefix('/')}")
        answer = connection.getresponse()
        return answer.status, answer.read(LONGEST_ANSWER).decode("utf-8", "replace")
    except ConnectionRefusedError:
        return None
    except (OSError, HTTPException) as error:
        raise ValueError(f"GET {path} was not answered: {error or type(error).__name__}") from None
    finally:
        connection.close()


def faults(
    command: str, port: int, path: str, *, folder: Path, env: Mapping[str, str]
) -> list[str]:
    """Return, in a line, how the server does not do as `answers` tells; nothing if it does."""
    try:
        answers(command, port, path, folder=folder, env=env)
    except ValueError as error:
        return [str(error)]
    return []


def main() -> None:
    """Do it again, in this folder and environment: `python -m ... PORT PATH SECONDS COMMAND`."""
    port, path, seconds, command = sys.argv[1:]
    env = dict(os.environ)
    look = partial(faults, command, int(port), path, folder=Path.cwd(), env=env)
    mark = f"again-{uuid4().hex}"
    finished, found = run_function(look, timeout=float(seconds), mark=mark, env=env)
    sys.stdout.write(finished.output)
    sys.stdout.flush()
    if finished.code is None:
        sys.exit(f"not done after {seconds} s: stopped")
    sys.exit(found[0] if found else finished.code)


if __name__ == "__main__":
    main()
