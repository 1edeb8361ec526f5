"""`paths`: nothing names a place that only the machine has on which the repo was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from formfacts.smoke.checks.content import named_files, patterns, read_text

# Somebody's home; `/home/user` and the like stand for anybody's in examples and container files.
HOMES = re.compile(
    r"(?<![\w.:/-])(?:/home|/Users)/(?!(?:app|me|name|runner|ubuntu|user|username|vscode|you)\b)"
    r"[\w.-]+/|\b[A-Z]:\\Users\\(?!Public\b|user\b|name\b)[\w.-]+\\"
)

SHORTEST = 2


def absolute_paths(repo: Path, places: Sequence[Path], ignore: Sequence[str] = ()) -> list[str]:
    """Return a line per absolute path of this machine: in `places`, in a home, or a link's."""
    passed_over = patterns(ignore)
    # `/app` is a folder in many a container; and root's home is the same everywhere.
    here = [str(place) for place in places if len(place.parts) > SHORTEST and not usual(place)]
    faults = []
    for name, path in sorted(named_files(repo)):
        if passed_over(name):
            continue
        if path.is_symlink() and path.readlink().is_absolute():
            faults.append(f"{name}: links to {path.readlink()}")
        for number, line in enumerate((read_text(path) or "").splitlines(), start=1):
            found = [place for place in here if holds_path(line, place)]
            found += [match[0] for match in HOMES.finditer(line)]
            faults += [f"{name}:{number}: {place}" for place in found[:1]]
    return faults


def usual(place: Path) -> bool:
    """Whether a folder is the home of somebody whom machines have anyway."""
    return place.parent in {Path("/home"), Path("/Users")} and not HOMES.search(f"{place}/")


def holds_path(line: str, place: str) -> bool:
    """Whether a line names a place, or something in it."""
    return re.search(rf"{re.escape(place)}(?![\w.-])", line) is not None
