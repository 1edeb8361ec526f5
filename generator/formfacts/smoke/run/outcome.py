"""From how a process ended to the result of its check."""

from __future__ import annotations

import re
import signal
from collections.abc import Sequence

from formfacts.smoke.process import Finished
from formfacts.smoke.result import CheckResult, Status

LONGEST_SUMMARY = 200
# How make, ruff, mypy, deptry and pytest end: with a count of what they have told before.
CLOSING = re.compile(
    r"make(\[\d+\])?: \*\*\* |Found \d+ |\[\*\] \d+ fixable"
    r"|=*\s*\d+ (failed|passed|errors?|files? would)\b"
)
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


def of_command(name: str, finished: Finished, timeout: float) -> CheckResult:
    """Return the result of a command: exit code 0 is what passes."""
    log = finished.output
    if finished.code == 0:
        left = f"left {finished.left} processes running: killed" if finished.left else ""
        return CheckResult(name, "passed", finished.seconds, left, log)
    if finished.code is None:
        return CheckResult(name, "timeout", finished.seconds, out_of_time(timeout), log)
    why = f"{ending(finished.code)}: {last_line(log)}".removesuffix(": ")
    return CheckResult(name, "failed", finished.seconds, why[:LONGEST_SUMMARY], log)


def of_function(name: str, finished: Finished, timeout: float) -> CheckResult:
    """Return the result of a check of ours: it fails where it raised."""
    if finished.code is None:
        why = out_of_time(timeout)
        return CheckResult(name, "timeout", finished.seconds, why, finished.output)
    status: Status = "passed" if finished.code == 0 else "failed"
    why = "" if finished.code == 0 else last_line(finished.output) or ending(finished.code)
    return CheckResult(name, status, finished.seconds, why[:LONGEST_SUMMARY], finished.output)


def of_faults(result: CheckResult, faults: Sequence[str] | None) -> CheckResult:
    """Return the result with the faults that a check of ours has found."""
    if result.status != "passed" or not faults:
        return result
    more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
    room = LONGEST_SUMMARY - len(more)
    log = "\n".join([*filter(None, [result.log]), *faults])
    return CheckResult(result.check, "failed", result.seconds, f"{faults[0][:room]}{more}", log)


def out_of_time(timeout: float) -> str:
    """Say that a check was stopped."""
    return f"not done after {timeout:g} s: stopped"


def ending(code: int) -> str:
    """Say how a process ended that did not succeed."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"


def last_line(log: str) -> str:
    """Return the last line that says something, without colours and control characters.

    What tells where to read more is left out, and a closing count unless there is nothing else.
    """
    closing = ""
    for line in reversed(ESCAPES.sub("", log).splitlines()):
        text = "".join(sign for sign in line if sign.isprintable()).strip()
        if not any(sign.isalnum() for sign in text) or "://" in text:
            continue
        if not CLOSING.match(text):
            return text
        closing = closing or text
    return closing
