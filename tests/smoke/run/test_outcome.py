"""What a result says of how a process ended."""

from __future__ import annotations

import pytest

from formfacts.smoke.process import Finished
from formfacts.smoke.result import CheckResult
from formfacts.smoke.run.outcome import LONGEST_SUMMARY, of_command, of_faults, of_function


@pytest.mark.parametrize(
    ("finished", "status", "summary"),
    [
        (Finished(0, "fine\n", 1.0), "passed", ""),
        (Finished(0, "", 1.0, left=2), "passed", "left 2 processes running: killed"),
        (Finished(3, "a\nlast\n\n", 1.0), "failed", "exit code 3: last"),
        (Finished(3, "", 1.0), "failed", "exit code 3"),
        (Finished(-9, "", 1.0), "failed", "killed by SIGKILL"),
        (Finished(-99, "", 1.0), "failed", "killed by signal 99"),
        (Finished(None, "begun", 1.0), "timeout", "not done after 5 s: stopped"),
        (Finished(1, "\x1b[31mred\x1b[0m\x07\n---\n", 1.0), "failed", "exit code 1: red"),
    ],
)
def test_commands(finished: Finished, status: str, summary: str) -> None:
    """By their exit code, and the last line that says something."""
    result = of_command("mine", finished, 5.0)

    assert (status, summary) == (result.status, result.summary)
    assert finished.output == result.log


def test_functions_fail_where_they_raise() -> None:
    """With the error's own line."""
    result = of_function("mine", Finished(1, "Traceback\nValueError: why\n", 1.0), 5.0)

    assert ("failed", "ValueError: why") == (result.status, result.summary)


def test_faults_fail_what_passed() -> None:
    """The first is the summary, all are in the log; what failed before stays as it was."""
    passed = CheckResult("mine", "passed", 1.0, log="said")
    result = of_faults(passed, ["x" * 500, "y", "z"])

    assert ("failed", f"said\n{'x' * 500}\ny\nz") == (result.status, result.log)
    assert result.summary.endswith("x and 2 more")
    assert LONGEST_SUMMARY == len(result.summary)
    assert passed == of_faults(passed, [])
    assert passed == of_faults(passed, None)
