"""Run formfacts and Copier in this process as their command lines would; keep what they say."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from tests.matrix.situation import Situation

USERS_SETTINGS = "[user]\n\tname = Ann\n\temail = ann@example.org\n"


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: its exit code, what it printed, and the exception that nobody caught."""

    code: int
    output: str
    crash: str = ""


def run_formfacts(situation: Situation, project: Path) -> Run:
    """Run `formfacts update`, or `promote` where answers change."""
    from formfacts import cli

    arguments = ["update", "--defaults", str(project)]
    if situation.promote:
        sets = [part for k, v in situation.promote.items() for part in ("--set", f"{k}={v}")]
        arguments = ["promote", *sets, str(project)]
    return run(lambda: cli.run(arguments))


def abort(project: Path) -> Run:
    """Run `formfacts update --abort`."""
    from formfacts import cli

    return run(lambda: cli.run(["update", "--abort", str(project)]))


def run_copier(situation: Situation, project: Path) -> Run:
    """Run `copier update --defaults`, with other answers where answers change."""
    from copier._cli import CopierApp

    arguments = ["copier", "update", "--defaults"]
    if situation.promote:
        arguments += ["--vcs-ref=:current:"]
        arguments += [part for k, v in situation.promote.items() for part in ("--data", f"{k}={v}")]

    def update() -> int:
        return int(CopierApp.run([*arguments, str(project)], exit=False)[1])

    return run(update)


def run(command: Callable[[], int]) -> Run:
    """Run a command and catch everything."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return Run(command(), out.getvalue())
        except Exception as error:  # noqa: BLE001  whatever it is, the user sees a traceback
            return Run(1, out.getvalue(), type(error).__name__)


@contextmanager
def users_machine(home: Path, settings: str) -> Iterator[None]:
    """Let all that runs meanwhile see this home folder and this git configuration only."""
    from plumbum import local

    config = home / "gitconfig"
    config.write_text(USERS_SETTINGS + settings)
    wanted = {
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_NOSYSTEM": "1",
        "XDG_CONFIG_HOME": str(home / ".config"),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        # Copier's git runs in the environment that plumbum copied when it was imported.
        with local.env(**wanted):
            yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
