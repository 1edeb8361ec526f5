"""What every test starts from: an empty folder, a git without configuration, no terminal."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from formfacts import cli

ROOT = Path(__file__).parents[1]


class Result(NamedTuple):
    """What one command did."""

    code: int
    out: str
    err: str


Formfacts = Callable[..., Result]


@pytest.fixture(autouse=True, scope="session")
def signals_as_in_a_terminal() -> None:
    """Let programs under test be interrupted also where the tests run in the background.

    There Ctrl-C and the end of the terminal are ignored, and children inherit that.
    """
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(autouse=True)
def plain_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the machine's git configuration and the user's home out of every test."""
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def formfacts(capsys: pytest.CaptureFixture[str]) -> Formfacts:
    """Run a formfacts command in this process, as the shell would."""

    def run(*arguments: str) -> Result:
        capsys.readouterr()
        code = cli.run(list(arguments))
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def program() -> list[str]:
    """The command line that starts formfacts from the checkout, in a process of its own."""
    source = str(ROOT / "generator")
    start = f"import sys; sys.path.insert(0, {source!r}); from formfacts.cli import main; main()"
    return [sys.executable, "-c", start]
