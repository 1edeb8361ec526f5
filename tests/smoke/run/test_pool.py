"""Pieces of work in processes of their own: all are heard of, whatever becomes of them."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from formfacts.errors import FormfactsError, UsageError
from formfacts.smoke.run.pool import Emit, work_through

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def run(pieces: dict[str, Any], jobs: int = 2) -> tuple[list[tuple[str, Any]], dict[str, int]]:
    """Work through the pieces; return what was heard, and how each ended."""
    heard: list[tuple[str, Any]] = []
    codes: dict[str, int] = {}
    work_through(pieces, jobs, lambda name, value: heard.append((name, value)), codes.__setitem__)
    return heard, codes


@pytest.mark.parametrize("jobs", [1, 2, 50])
def test_all_that_is_emitted_is_heard(jobs: int) -> None:
    """In order for each piece, also where it is more than a pipe holds."""

    def work(number: int, emit: Emit) -> None:
        for step in range(3):
            emit([number, step, "x" * 200_000])

    heard, codes = run({str(n): partial(work, n) for n in range(5)}, jobs)

    assert dict.fromkeys("01234", 0) == codes
    for number in range(5):
        assert [0, 1, 2] == [value[1] for name, value in heard if name == str(number)]


def test_no_more_than_the_jobs_at_a_time(tmp_path: Path) -> None:
    """And in the order in which they are given."""

    def work(emit: Emit) -> None:
        begun = time.monotonic()
        time.sleep(0.1)
        emit([begun, time.monotonic()])

    heard, _ = run(dict.fromkeys("abcdef", work), 2)

    spans = [value for _, value in heard]
    most = max(sum(one[0] <= at < one[1] for one in spans) for at, _ in spans)
    assert 2 == most


def test_a_piece_that_dies_is_told_and_the_others_go_on(capfd: pytest.CaptureFixture[str]) -> None:
    """By a signal, by a fault of ours, or by leaving."""

    def killed(emit: Emit) -> None:
        emit("before")
        os.kill(os.getpid(), signal.SIGKILL)

    def faulty(_: Emit) -> None:
        raise ZeroDivisionError("a fault of ours")

    pieces = {"k": killed, "f": faulty, "l": lambda _: os._exit(7), "o": lambda emit: emit("fine")}
    heard, codes = run(pieces)

    assert {"k": -9, "f": 1, "l": 7, "o": 0} == codes
    assert {("k", "before"), ("o", "fine")} == set(heard)
    assert "a fault of ours" in capfd.readouterr().err


def test_a_torn_line_counts_as_none() -> None:
    """Nobody knows what it was to say."""

    def work(emit: Emit) -> None:
        emit("whole")
        frames = emit.__closure__ or ()
        writing = next(cell.cell_contents for cell in frames if isinstance(cell.cell_contents, int))
        os.write(writing, b'{"half')
        os._exit(1)

    assert ([("a", "whole")], {"a": 1}) == run({"a": work})


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (UsageError("say so"), "say so"),
        (OSError(28, "No space left on device", "/tmp/x"), "/tmp/x: No space left on device"),  # noqa: S108
    ],
)
def test_what_nothing_can_go_on_with_is_raised(error: Exception, message: str) -> None:
    """Here, and not as a fault of one piece."""

    def work(_: Emit) -> None:
        raise error

    with pytest.raises(FormfactsError, match=message):
        run({"a": work})
