"""Run the commands of smoke.yml, each in a copy of the repo and with an environment of its own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from formfacts.smoke.checks.server import faults as server_faults
from formfacts.smoke.checks.server import free_port
from formfacts.smoke.config import Check, Command, Server
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.environment import Environment
from formfacts.smoke.environment.variables import variables
from formfacts.smoke.process import Finished, run_command, run_function
from formfacts.smoke.result import CheckResult
from formfacts.smoke.run.keeping import Reproduction
from formfacts.smoke.run.outcome import of_command, of_faults, of_function
from formfacts.smoke.run.setting import Setting
from formfacts.smoke.run.surroundings import OF_PROXIES, SETTLED, bare, places_in, surroundings

SHELL = ("/bin/sh", "-e", "-c")
SHORTEST_SECRET = 6
SERVER = (sys.executable, "-m", "formfacts.smoke.checks.server")
# Gives the environment for what a repo declares; raises FormfactsError where it cannot be made.
Environments = Callable[[Declared], Environment]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a check, and how its command can be run again, if it had one."""

    result: CheckResult
    reproduction: Reproduction | None = None


@dataclass(frozen=True, slots=True)
class Repo:
    """A repo to run commands on: what it was made with, and what it declares."""

    folder: Path
    answers: Mapping[str, object]
    declared: Declared


@dataclass(frozen=True, slots=True)
class Commands:
    """Runs commands below `folder`, which is that of one combination; `mark` is on each process."""

    setting: Setting
    folder: Path
    mark: str
    environments: Environments

    def run(self, check: Check, repo: Repo) -> Outcome:
        """Run a check that is a command."""
        assert isinstance(check.task, Command)  # noqa: S101  the caller has looked
        command = self.setting.text(check.task.run, repo.answers)
        env = self.env(repo)
        finished = run_command(
            [*SHELL, command],
            folder=copy_repo(repo.folder, self.folder / "check" / check.name),
            env=env,
            timeout=check.timeout,
            mark=self.mark,
        )
        again = self.reproduction((*SHELL, command), env, check, repo)
        finished = hidden(finished, env, again.passed)
        return Outcome(of_command(check.name, finished, check.timeout), again)

    def serve(self, check: Check, server: Server, repo: Repo) -> Outcome:
        """Start a server and ask it."""
        port = free_port()
        command = self.setting.text(server.serve, repo.answers, port)
        path = self.setting.text(server.get, repo.answers, port)
        folder = copy_repo(repo.folder, self.folder / "check" / check.name)
        env = self.env(repo)

        finished, faults = run_function(
            partial(server_faults, command, port, path, folder=folder, env=env),
            timeout=check.timeout,
            mark=self.mark,
            env=self.bare,
        )
        again = (*SERVER, str(port), path, f"{check.timeout:g}", command)
        reproduction = self.reproduction(again, env, check, repo)
        result = of_function(check.name, hidden(finished, env, reproduction.passed), check.timeout)
        return Outcome(of_faults(result, faults), reproduction)

    def reproduction(
        self, command: Sequence[str], env: Mapping[str, str], check: Check, repo: Repo
    ) -> Reproduction:
        """Return how to run a command again, with the caller's variables left out."""
        config = self.setting.config
        # Proxies as well: their addresses may hold a password.
        passed = {*config.passed, *OF_PROXIES} & env.keys() - config.env.keys() - SETTLED.keys()
        theirs = tuple(sorted(name for name in passed if env[name] == os.environ.get(name)))
        kept = {name: value for name, value in env.items() if name not in theirs}
        return Reproduction(tuple(command), kept, theirs, repo.folder, check.timeout)

    @property
    def bare(self) -> dict[str, str]:
        """The environment variables of what runs no command of the author's."""
        return bare(self.folder, self.setting.config.passed)

    def env(self, repo: Repo) -> dict[str, str]:
        """Return the environment variables of a command."""
        own = variables(self.environments(repo.declared))
        added = self.setting.variables(repo.answers)
        return surroundings(own, added, self.setting.config.passed, **places_in(self.folder))


def hidden(finished: Finished, env: Mapping[str, str], names: Iterable[str]) -> Finished:
    """Return what was printed with `$NAME` for the values of these variables: logs are published.

    A short one is no secret: `pass: CI` is `true`.
    """
    output = finished.output
    for name in names:
        if len(env[name]) >= SHORTEST_SECRET:
            output = output.replace(env[name], f"${name}")
    return replace(finished, output=output)


def copy_repo(repo: Path, to: Path) -> Path:
    """Copy a repo, so that no check sees what another has left."""
    return Path(shutil.copytree(repo, to, symlinks=True))
