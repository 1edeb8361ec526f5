"""What a situation is: what the template changes, what the user does, and what is to come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tests.matrix.texts import BASE, Files, Writes, with_writes
from tests.matrix.user import User

APPROACHES = "approach: {type: str, default: rag, choices: [prompt, rag]}\n"


class Kind(StrEnum):
    """What a run came to."""

    MERGED = "merged"
    KEPT = "kept"
    CONFLICT = "conflict reported"
    REFUSED = "refused"
    DROPPED = "change dropped silently"
    MARKERS = "markers, exit 0"
    LOST = "SILENT LOSS"
    LOST_LOUDLY = "loss, exit not 0"
    CRASHED = "crash"


SAFE = frozenset({Kind.MERGED, Kind.KEPT, Kind.CONFLICT, Kind.REFUSED})


@dataclass(frozen=True, slots=True)
class Questions:
    """The template's questions in one version, and the answers that a project has there.

    `upgrades` is what its UPGRADES.yaml says of the way to this version.
    """

    text: str = APPROACHES
    answers: Mapping[str, str] = field(default_factory=lambda: {"approach": "rag"})
    upgrades: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """One row of the matrix.

    `first` is what version 1 of the template has besides `BASE`, `template` what version 2 changes,
    `excluded` what it excludes from then on. `user` is what the user wrote and committed, `then`
    what they did afterwards. `prefix` is where in the repo the project lies, `settings` the user's
    own git configuration. With `promote` the version stays and these answers change.

    `expected` is what formfacts is to make of it, `there` says what is in which file then.
    """

    name: str
    expected: Kind
    template: Writes = field(default_factory=dict)
    user: Writes = field(default_factory=dict)
    then: Callable[[User], None] | None = None
    first: Writes = field(default_factory=dict)
    excluded: tuple[str, ...] = ()
    old: Questions = field(default_factory=Questions)
    new: Questions = field(default_factory=Questions)
    promote: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    settings: str = ""
    there: Mapping[str, str | bytes] = field(default_factory=dict)

    @property
    def files(self) -> tuple[Files, Files]:
        """The template's files in its two versions."""
        first = with_writes(BASE, self.first)
        return first, with_writes(first, self.template)

    @property
    def answers(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The project's answers before and after."""
        after = {**self.old.answers, **self.promote} if self.promote else self.new.answers
        return self.old.answers, after

    @property
    def versions(self) -> tuple[str, str]:
        """The project's version before and after."""
        return "v1.0.0", "v1.0.0" if self.promote else "v2.0.0"
