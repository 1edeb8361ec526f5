"""What a merge does to one file, in the words of the report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of a file. The order is that of the report: what needs you comes first."""

    CONFLICT = "conflict"
    MERGED = "merged"
    ADDED = "added"
    UPDATED = "updated"
    RENAMED = "renamed"
    REMOVED = "removed by the template"
    KEPT = "kept yours"
    DELETED = "deleted by you"

    @property
    def writes(self) -> bool:
        """Whether the work tree changes."""
        return self not in {Outcome.KEPT, Outcome.DELETED}


@dataclass(frozen=True, slots=True)
class Change:
    """One file of the report.

    `was` is its earlier path, where it was renamed; `yours` and `template` say what each side did
    to it; `note` says what is left to know or do.
    """

    path: str
    outcome: Outcome
    was: str | None = None
    yours: str = "left as it was"
    template: str = "left as it was"
    note: str = ""
