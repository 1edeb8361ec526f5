"""Write a folder whole or not at all."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import DataError

_ABANDONED = 7 * 24 * 3600  # seconds after which nobody can still be filling a folder


@contextmanager
def replace_folder(folder: Path) -> Iterator[Path]:
    """Give a fresh folder to fill, and put it in place of `folder` when the block succeeds.

    A failure or a kill inside the block leaves `folder` as it was; a kill between the two renames
    leaves no `folder`, never half of one. Raises DataError when the place cannot be written to.
    """
    fresh = folder.with_name(f".{folder.name}-{os.getpid()}")
    old = folder.with_name(f"{fresh.name}-old")
    try:
        remove_leftovers(folder)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
    except OSError as error:
        reason = error.strerror or error
        raise DataError(f"{folder} cannot be written ({reason}): see settings.yaml") from None
    try:
        yield fresh
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def remove_leftovers(folder: Path) -> None:
    """Remove what killed runs left beside the folder long ago."""
    for leftover in folder.parent.glob(f".{folder.name}-*"):
        if time.time() - leftover.stat().st_mtime > _ABANDONED:
            shutil.rmtree(leftover, ignore_errors=True)
