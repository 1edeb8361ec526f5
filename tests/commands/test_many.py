"""The same work in many projects."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from formfacts.commands.many import for_each, progress
from formfacts.errors import GitError, UsageError

FOLDERS = [Path("a"), Path("b"), Path("c")]


class Terminal(io.StringIO):
    """An output that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def upper(folder: Path) -> str:
    """Work, but not in b."""
    if folder.name == "b":
        raise UsageError("b is wrong: try c")
    return folder.name.upper()


def test_one_failure_stops_none(capsys: pytest.CaptureFixture[str]) -> None:
    """It is printed as it happens, and is part of the result."""
    results = for_each(FOLDERS, upper)

    assert ["A", None, "C"] == [result.value for result in results]
    assert "formfacts: b: b is wrong: try c\n" == capsys.readouterr().err
    assert {
        "path": "b",
        "error": {"type": "UsageError", "message": "b is wrong: try c", "exit_code": 2},
    } == results[1].error_data()


def test_the_error_of_one_is_left_to_the_caller(capsys: pytest.CaptureFixture[str]) -> None:
    """Who raises it."""
    (result,) = for_each([Path("b")], upper)

    assert (None, UsageError) == (result.value, type(result.error))
    assert "" == capsys.readouterr().err


def test_a_bug_is_no_failure() -> None:
    """What is not for the user to mend goes up."""
    with pytest.raises(ZeroDivisionError):
        for_each(FOLDERS, lambda _: 1 // 0)


def test_no_value_is_a_value_too() -> None:
    """The work may return nothing."""
    assert [None] * 3 == [result.error for result in for_each(FOLDERS, lambda _: None)]


@pytest.mark.parametrize(("total", "drawn"), [(3, True), (1, False)])
def test_progress(monkeypatch: pytest.MonkeyPatch, total: int, drawn: bool) -> None:  # noqa: FBT001
    """A bar on a terminal, for more than one project."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with progress(total) as advance:
        advance()

    assert drawn == ("projects" in terminal.getvalue())


def test_errors_stand_beside_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal too, each on a line of its own."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    def fail(folder: Path) -> None:
        raise GitError(f"no repo in {folder}")

    for_each(FOLDERS, fail)
    assert all(f"no repo in {folder}" in terminal.getvalue() for folder in FOLDERS)
