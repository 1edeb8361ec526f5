"""Answers as JSON can hold them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from formfacts.smoke.report.text import whole

# Answers nested deeper than this are left out, also those that hold themselves.
DEEPEST = 20
LEFT_OUT = "..."


def plain(value: object, depth: int = 0) -> object:
    """Return a value as JSON can hold it; what it cannot hold, such as a date, as text."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if depth < DEEPEST and isinstance(value, Mapping):
        return {whole(str(key)): plain(item, depth + 1) for key, item in value.items()}
    if depth < DEEPEST and isinstance(value, list | tuple):
        return [plain(item, depth + 1) for item in value]
    nested = isinstance(value, Mapping | list | tuple)
    return LEFT_OUT if nested else whole(str(value))
