"""Whom a sweep finds, and above all whom it never does."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from formfacts.smoke.remains import MARK, belonging, session_of, sweep
from tests.smoke.processes import bystander, is_alive, new_mark


@pytest.mark.parametrize(
    ("mark", "found"),
    [
        ("run", True),
        ("run/3", True),
        ("run/3/x", False),
        ("ru", False),
        ("run/", False),
        ("", False),
    ],
)
def test_a_mark_stands_for_itself_and_what_goes_on_from_it(mark: str, found: bool) -> None:  # noqa: FBT001
    """After a slash; nothing else is of the same run, and no mark stands for nobody."""
    unique = new_mark()
    with bystander(**{MARK: f"{unique}run/3"}) as process:
        wanted = f"{unique}{mark}" if mark else ""

        assert found == (process.pid in belonging(wanted, (), ()))


def test_an_empty_mark_finds_nobody() -> None:
    """Though most processes have an empty one."""
    assert set() == belonging("", (), ())


def test_this_process_and_its_ancestors_are_never_found() -> None:
    """Not by their session, not as descendants of an ancestor, and not those of init's."""
    ancestors = [process.pid for process in psutil.Process().parents()]
    sessions = {0, 1, os.getsid(0), *map(session_of, ancestors)} - {os.getpid()}
    found = belonging("", {0, 1, os.getsid(0)}, {0, 1, *ancestors})

    assert set() == found
    assert not {os.getpid(), *ancestors} & belonging("", sessions, ancestors)


def test_who_shares_our_session_is_spared() -> None:
    """Even a descendant: it was not started as part of a run."""
    import subprocess

    with subprocess.Popen(["sleep", "600"]) as process:
        try:
            assert set() == belonging("", (), {os.getpid()}) & {process.pid}
        finally:
            process.kill()


def test_a_session_and_all_descendants_are_found() -> None:
    """By the number of the process that leads them."""
    with bystander() as process:
        assert {process.pid} == belonging("", {process.pid}, ())
        assert process.pid in belonging("", (), {os.getpid()})


def test_those_that_ended_are_not_found() -> None:
    """Nobody has asked yet how they ended."""
    with bystander() as process:
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

        assert set() == belonging("", {process.pid}, {process.pid})


def test_a_sweep_kills_but_for_one() -> None:
    """It says whom."""
    mark = new_mark()
    with bystander(**{MARK: mark}) as one, bystander(**{MARK: f"{mark}/2"}) as two:
        assert {one.pid} == sweep(mark, spared=two.pid)
        assert -9 == one.wait()
        assert is_alive(two.pid)


def test_numbers_of_nobody_are_no_error() -> None:
    """They ended in the meantime."""
    highest = int(Path("/proc/sys/kernel/pid_max").read_text(encoding="ascii"))

    assert set() == sweep("", {highest}, {highest})
