"""Remove a folder that anything may have written to, and may be writing to still."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

ATTEMPTS = 5


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, as far as this user may.

    What a process was writing as it was killed may get in the way of the first attempt, and so do
    folders that a check has made read-only.
    """
    for _ in range(ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        for place, _, _ in os.walk(folder):
            with suppress(OSError):
                Path(place).chmod(0o700)
