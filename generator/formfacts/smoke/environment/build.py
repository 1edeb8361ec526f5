"""Fill an environment with what was declared."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from formfacts.smoke.environment.install import Say, install, make_venv
from formfacts.smoke.environment.lock import Lock, write_lock

REQUIREMENTS = "requirements.txt"
CONSTRAINTS = "constraints.txt"


def build(folder: Path, lock: Lock, say: Say, *, mark: str, why: str) -> None:
    """Make a virtual environment in the folder, install into it, and write its lock.

    `mark` is that of the installer's process. Raises TemplateError beginning with `why` where it
    fails.
    """
    listed = [*lock.declared.requirements, *lock.tools]
    make_venv(folder)
    if listed:
        began = time.monotonic()
        what = ["--requirement", write_lines(folder / REQUIREMENTS, listed)]
        if lock.declared.constraints:
            what += ["--constraint", write_lines(folder / CONSTRAINTS, lock.declared.constraints)]
        say(f"installing {len(listed)} requirements with {lock.installer.name}")
        install(lock.installer, folder, what, say, mark=mark, why=why)
        say(f"installed in {time.monotonic() - began:.1f} s")
    write_lock(folder, lock)


def write_lines(path: Path, lines: Iterable[str]) -> str:
    """Write a file for the installer and return its path."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)
