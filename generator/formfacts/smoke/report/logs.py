"""How much of a log a report keeps."""

from __future__ import annotations

from formfacts.smoke.report.text import whole
from formfacts.smoke.result import CheckResult

PASSED_LOG = 2 * 1024
OTHER_LOG = 24 * 1024
# Of the bytes that are kept of a long log, its last part; the first tells how it was started.
TAIL = 2 / 3
MARK_SIZE = 64


def kept_log(check: CheckResult, most: int = OTHER_LOG) -> str:
    """Return the end of the log of a check that passed, else the head and tail of it.

    At most `PASSED_LOG` and `most` bytes, each; a line says what was left out of the middle.
    """
    if check.status == "passed":
        return end(check.log, min(most, PASSED_LOG))
    return ends(check.log, most)


def end(log: str, most: int) -> str:
    """Return the last `most` bytes of a log, from the start of a line where there is one."""
    data = whole(log).encode()
    if len(data) <= most:
        return data.decode()
    kept = data[-most:]
    _, newline, lines = kept.partition(b"\n")
    return (lines if newline and lines else kept).decode(errors="ignore")


def ends(log: str, most: int) -> str:
    """Return the first and the last bytes of a log, with a line where some were left out."""
    data = whole(log).encode()
    if len(data) <= most:
        return data.decode()
    room = most - MARK_SIZE
    tail = int(room * TAIL)
    head = room - tail
    mark = f"\n[... {len(data) - room:,} bytes left out ...]\n"
    return data[:head].decode(errors="ignore") + mark + data[-tail:].decode(errors="ignore")
