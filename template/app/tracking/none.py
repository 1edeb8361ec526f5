"""No tracking: the metrics of a run are in its report and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from app.settings import Settings


class NoTracker:
    """Records nothing."""

    def start(self, parameters: Mapping[str, Any]) -> None:
        """Begin a run."""

    def log(self, step: int, metrics: Mapping[str, float]) -> None:
        """Pass over the metrics of one step."""

    def finish(self, artifacts: Iterable[Path]) -> None:
        """End the run."""


def make_tracker(settings: Settings, root: Path) -> NoTracker:  # noqa: ARG001  as its siblings
    """Make the tracker; it needs no settings."""
    return NoTracker()
