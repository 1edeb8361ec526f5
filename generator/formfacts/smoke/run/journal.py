"""What a run leaves for the next: results to take over, and how long each combination took."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

from formfacts.errors import FormfactsError
from formfacts.smoke.plan import read_timings
from formfacts.smoke.result import CheckResult

RESULTS = "results.jsonl"
TIMINGS = "timings.json"
LOCK = "lock"


def state_folder(cache: Path, root: Path) -> Path:
    """Return the folder that runs of this template share, below the cache; it may not be there."""
    name = f"{root.name[:40]}-{sha256(os.fsencode(root)).hexdigest()[:12]}"
    return cache / "templates" / name


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Make the folder and hold it against other runs; raise FormfactsError if one has it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK).open("w")
    except OSError as error:
        raise FormfactsError(
            f"cannot write {folder}: {error.strerror}: name another folder with --cache"
        ) from None
    with file as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FormfactsError(
                f"another smoke run works in {folder}: wait for it, or pass --cache with another "
                "folder"
            ) from None
        yield


class Journal:
    """The passed checks of the run before, if it is to be continued, and those of this one.

    Each stands under a key that changes with whatever the outcome may depend on.
    """

    def __init__(self, folder: Path, *, resume: bool) -> None:
        self._path = folder / RESULTS
        self._before = read_results(self._path) if resume else {}
        if not resume:
            self._path.unlink(missing_ok=True)

    def passed(self, key: str, name: str) -> CheckResult | None:
        """Return the result under a key, if that check has passed before, by its name now."""
        found = self._before.get(key)
        return None if found is None else replace(found, check=name)

    def keep(self, key: str, result: CheckResult) -> None:
        """Write down a result that may be taken over; a line at a time: a kill tears but one."""
        if result.status == "passed":
            line = json.dumps({"key": key, **asdict(result)}, ensure_ascii=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")


def read_results(path: Path) -> dict[str, CheckResult]:
    """Read the results in a journal; a line that a kill has torn counts as none."""
    found = {}
    with suppress(OSError):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError, TypeError, KeyError, AttributeError):
                data = json.loads(line)
                key = str(data.pop("key"))
                found[key] = CheckResult(**data)
    return found


def keep_timings(path: Path, seconds: Mapping[str, float]) -> None:
    """Add to the file with the seconds by id, for the plan of the next run."""
    known = {**read_timings(path), **{name: round(value, 2) for name, value in seconds.items()}}
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")
    temporary.replace(path)
