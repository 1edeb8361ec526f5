"""Processes to be killed: forked from one that has everything imported, so that they start at once.

Each is the leader of a process group of its own, to which the git processes that it starts belong.
Run as a program, this module is the process that forks: it reads a request in JSON from a line of
its input, answers with a line as the child starts and, once asked, another one when it has ended.
Until then nobody else can get the child's id, so that a late kill strikes nobody else.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[3]
# What changes files, in the words of Python's audit hooks and of git.
CHANGES = frozenset({"os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "os.symlink"})
GIT_CHANGES = frozenset(
    {"update-ref", "symbolic-ref", "update-index", "read-tree", "checkout-index", "commit-tree"}
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended.

    `code` is its exit code, or minus the signal that killed it; `steps` in how many steps it
    changed the project, if it lived to tell.
    """

    code: int
    output: str
    steps: int | None


class Nursery:
    """Starts processes; one at a time."""

    def __init__(self, folder: Path) -> None:
        paths = os.pathsep.join([str(ROOT), str(ROOT / "generator")])
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths, "TMPDIR": str(folder)},
            text=True,
        )

    def close(self) -> None:
        """End the process that forks."""
        self._process.communicate()

    def start(
        self,
        *command: str,
        die_at: int | None = None,
        env: Mapping[str, str] | None = None,
        largest: int | None = None,
    ) -> int:
        """Start a formfacts command, and return the id of its process and group.

        It kills itself before its step number `die_at`; no file that it writes can become larger
        than `largest` bytes.
        """
        limits = {"die_at": die_at, "env": dict(env or {}), "largest": largest}
        request = {"command": command, **limits}
        return int(self._ask(request)["pid"])

    def wait(self) -> Ended:
        """Wait for the process that was started last."""
        return Ended(**self._ask("wait"))

    def run(self, *command: str, **options: Any) -> Ended:  # noqa: ANN401  those of start
        """Start a command and wait for its end."""
        self.start(*command, **options)
        return self.wait()

    def _ask(self, request: object) -> dict[str, Any]:
        questions, answers = self._process.stdin, self._process.stdout
        assert questions is not None
        assert answers is not None
        questions.write(json.dumps(request) + "\n")
        questions.flush()
        line = answers.readline()
        assert line, "the process that forks is gone"
        return dict(json.loads(line))


def serve() -> None:
    """Read requests until there are no more."""
    import copier._main  # noqa: F401
    import yaml  # noqa: F401

    import formfacts.cli
    import formfacts.commands.promote
    import formfacts.commands.status
    import formfacts.commands.update
    import formfacts.scaffold.apply.abort
    import formfacts.scaffold.lifecycle.promote
    import formfacts.scaffold.lifecycle.status
    import formfacts.scaffold.lifecycle.update
    import formfacts.scaffold.render  # noqa: F401

    while line := sys.stdin.readline():
        request = json.loads(line)
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as steps:
            pid = os.fork()
            if pid == 0:
                os.setpgid(0, 0)
                live(request, output.fileno(), steps.fileno())
            os.setpgid(pid, pid)
            say({"pid": pid})
            sys.stdin.readline()
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            told = os.pread(steps.fileno(), 20, 0).decode()
            text = os.pread(output.fileno(), 1_000_000, 0).decode()
            say({"code": code, "output": text, "steps": int(told) if told else None})


def say(answer: Mapping[str, Any]) -> None:
    """Print an answer."""
    print(json.dumps(answer), flush=True)  # noqa: T201


def live(request: Mapping[str, Any], output: int, steps: int) -> NoReturn:
    """Be the child: run the command, and die where it is to die."""
    if request["largest"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["largest"], resource.RLIM_INFINITY))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ.update(request["env"])
    tempfile.tempdir = None
    counter = Counter(request["command"][-1], request["die_at"])
    sys.addaudithook(counter.hear)
    try:
        code = act(request["command"])
    finally:
        counter.die_at = None
        sys.stdout.flush()
        sys.stderr.flush()
        os.pwrite(steps, str(counter.steps).encode(), 0)
    os._exit(code)


def act(command: Sequence[str]) -> int:
    """Run a command and return the exit code."""
    from formfacts import cli

    try:
        cli.main(command)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 1
    except BaseException:  # noqa: BLE001  what nobody caught is what a test wants to see
        traceback.print_exc()
        return 99
    return 0


class Counter:
    """Counts the steps in which this process changes a project, and kills it before one of them."""

    def __init__(self, project: str, die_at: int | None) -> None:
        self.project = project
        self.steps = 0
        self.die_at = die_at

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of one event."""
        if event == "subprocess.Popen":
            changes = not GIT_CHANGES.isdisjoint(arguments[1])
        else:
            changes = event in CHANGES and str(arguments[0]).startswith(self.project)
        self.steps += changes
        if changes and self.steps == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    serve()
