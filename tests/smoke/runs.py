"""Run `formfacts smoke` as a user does, and see to it that it leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil

from formfacts.smoke.report.reading import read_report
from formfacts.smoke.result import RED, CheckResult, Report

LONGEST_S = 600


def smoke(
    template: Path,
    program: list[str],
    *,
    checks: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
    env: str = sys.prefix,
) -> tuple[int, Report]:
    """Smoke a template, one repo at a time; return exit code and report.

    What the run needs and leaves lies beside the template, in a folder that nothing else is in. By
    default nothing is installed: the repos are run in this Python's environment.
    """
    place = template.parent
    report, temporary = place / "report.json", place / "tmp"
    temporary.mkdir()
    wanted = [part for name in checks for part in ("--check", name)]
    kept = [part for text in only for part in ("--only", text)]
    done = subprocess.run(
        [
            *(*program, "smoke", str(template), "--env", env, "--report", str(report)),
            *("--cache", str(place / "cache"), "--jobs", "1", *wanted, *kept),
        ],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert report.exists(), done.stdout + done.stderr
    assert [] == list(temporary.iterdir())
    assert [] == processes_in(place)
    return done.returncode, read_report(report)


def processes_in(place: Path) -> list[str]:
    """Return the processes that work in a folder, or were told of it."""
    found = []
    for process in psutil.process_iter():
        try:
            told = [process.cwd(), *process.environ().values()]
        except (psutil.Error, OSError):
            continue
        if process.pid != os.getpid() and any(str(place) in text for text in told):
            found.append(" ".join(process.cmdline()))
    return found


def red(report: Report) -> dict[tuple[str, str], CheckResult]:
    """Return what failed, by repo and check."""
    return {
        (cell.id, check.check): check
        for cell in report.cells
        for check in cell.checks
        if check.status in RED
    }


def ran(report: Report) -> set[str]:
    """Return the checks that were run, or found that there was nothing to run, in some repo."""
    return {check.check for cell in report.cells for check in cell.checks} - {"render"}
