"""`files`: the repo has the files that its answers call for, and with `exact` no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from formfacts.smoke.checks.content import named_files, patterns
from formfacts.smoke.config import Files


def wrong_files(repo: Path, files: Files, holds: Callable[[str], bool]) -> list[str]:
    """Return a line per file that is missing, or should not be there.

    `holds` tells of a Jinja expression whether it is true of the repo's answers.
    """
    there = [name for name, _ in named_files(repo)]
    wanted = [path for part in files.sets if holds(part.when) for path in part.paths]
    missing = [path for path in wanted if not any(map(patterns([anchored(path)]), there))]
    faults = [f"missing: {path}" for path in missing]
    if files.exact:
        expected = patterns([anchored(path) for path in wanted])
        faults += [f"not expected: {name}" for name in there if not expected(name)]
    return faults


def anchored(path: str) -> str:
    """Return a path or pattern as one that starts at the repo's top."""
    return f"/{path.removeprefix('/')}"
