"""What to do next, as evidence has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from formfacts.advisor.approach import Approach

Kind = Literal[
    "stay",
    "promote",
    "fix_retrieval",
    "fix_reading",
    "fix_prompt",
    "collect_cases",
    "collect_rows",
    "check_rows",
    "measure",
]


@dataclass(frozen=True)
class Step:
    """One thing to do: what and why, the command for it, and how many of what is to be collected.

    `first` holds what has to be so before the command is worth running.
    """

    kind: Kind
    say: str
    command: str = ""
    number: int | None = None
    to: Approach | None = None
    first: tuple[str, ...] = ()
