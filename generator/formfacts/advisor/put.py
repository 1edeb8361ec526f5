"""Write a file whole or not at all, and never over one that is not ours."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from formfacts.errors import TargetError

if TYPE_CHECKING:
    from pathlib import Path


def put(path: Path, text: str, what: str, is_ours: Callable[[Path], bool]) -> None:
    """Write the text; `what` names such files in the error where another one is in the way.

    Raises:
        TargetError: something else is there, or the place cannot be written.
    """
    if path.exists() and not is_ours(path):
        raise TargetError(f"{path} exists and is not {what}; choose another name")
    real = path.resolve()  # a link stays one, and what it points at is written
    beside = real.with_name(f".{real.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(real)
    except OSError as error:
        beside.unlink(missing_ok=True)
        why = (error.strerror or type(error).__name__).lower()
        raise TargetError(f"{path} cannot be written: {why}") from error


def starts_with(mark: str) -> Callable[[Path], bool]:
    """Return a test for files that have a mark among their first thousand bytes."""

    def is_ours(path: Path) -> bool:
        try:
            with path.open("rb") as file:
                return mark.encode() in file.read(1_000)
        except OSError:
            return False

    return is_ours
