"""Lines of shell, run in a terminal where somebody presses Enter at every question."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

NOWHERE = "http://127.0.0.1:9"
OFFLINE = {
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy"), NOWHERE),
    "GIT_ALLOW_PROTOCOL": "file",
    "GIT_TERMINAL_PROMPT": "0",
}
# Ends the shell at the first line that does not exit as it should, and says which.
CHECK = """\
expect() {
  [ "$1" = "$2" ] || { echo "line $3 exits with $1, not $2"; exit 1; }
}
"""
LIMIT = 300
PAUSE = 0.1
SHOWN = 20


def run_lines(
    folder: Path, programs: Path, lines: Sequence[tuple[int, str]], codes: Sequence[int]
) -> str:
    """Run numbered lines in one shell; return the end of what was shown if one exits otherwise.

    `programs` come before those of PATH. Returns nothing if each line exits with its code, and
    raises TimeoutError after LIMIT seconds.
    """
    checked = [
        f"{line}\nexpect $? {code} {number}"
        for (number, line), code in zip(lines, codes, strict=True)
    ]
    inherited = {name: os.environ[name] for name in os.environ if not name.startswith("MAKE")}
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        ["sh", "-c", "\n".join([CHECK, *checked])],
        cwd=folder,
        env={**inherited, **OFFLINE, "PATH": f"{programs}:{inherited['PATH']}", "TERM": "dumb"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        shown = attend(ours)
    finally:
        os.close(ours)
        if child.poll() is None:
            stop(child)
    written = [line for line in shown.splitlines() if line.strip()]  # Enter shows as empty lines
    return "\n".join(written[-SHOWN:]) if child.returncode else ""


def attend(terminal: int) -> str:
    """Press Enter whenever the terminal pauses, until nobody has it open; return what it showed."""
    shown, end = b"", time.monotonic() + LIMIT
    while time.monotonic() < end:
        if not select.select([terminal], [], [], PAUSE)[0]:
            os.write(terminal, b"\r")
            continue
        try:
            shown += os.read(terminal, 65536)
        except OSError:  # the last program has gone
            return shown.decode(errors="replace").replace("\r\n", "\n")
    raise TimeoutError(f"still running after {LIMIT} seconds: {shown.decode(errors='replace')}")


def stop(child: subprocess.Popen[bytes]) -> None:
    """Let a shell that closed its terminal come to its end, or end it with what it started."""
    try:
        child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
