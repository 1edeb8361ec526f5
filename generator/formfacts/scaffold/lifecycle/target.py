"""Where a project is to go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Target:
    """Where a project is to go: a version, and answers that differ from its own.

    `ask` is whether new questions are asked in the terminal, `trust` whether the template may run
    its own commands. `same_files` says that old and new are two sets of files of one version, so
    that no file of one is a renamed file of the other. `added` are files to add, by path.
    """

    version: str
    data: Mapping[str, object] = field(default_factory=dict)
    ask: bool = False
    trust: bool = False
    same_files: bool = False
    added: Mapping[str, bytes] = field(default_factory=dict)
