"""The order of versions: PEP 440's, in which Copier too orders a template's tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.version import Version

# `git describe` names a commit by the last tag before it, how many commits follow, and its hash.
DESCRIBED = re.compile(r"(?P<tag>.+)-(?P<after>\d+)-g[0-9a-f]{4,64}")


def parse(name: str) -> Version | None:
    """Return the version that a tag's name stands for, None if it names none."""
    from packaging.version import InvalidVersion, Version  # 0.01 CPU seconds --help need not pay

    try:
        return Version(name)
    except InvalidVersion:
        return None


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are versions, oldest first."""
    found = [(version, name) for name in names if (version := parse(name)) is not None]
    return tuple(name for _, name in sorted(found))


def newest(names: Iterable[str]) -> str | None:
    """Return the newest version; a pre-release only where there is nothing else."""
    ordered = in_order(names)
    final = [name for name in ordered if (version := parse(name)) and not version.is_prerelease]
    best = final or list(ordered)
    return best[-1] if best else None


def compare(older: str, newer: str) -> int:
    """Return -1, 0 or 1 as the first name is older than the second, the same or newer.

    What `git describe` says counts as after its tag. A name without a version, such as a hash,
    comes from a time before the template had any, and counts as older than all that have one.
    """
    if older == newer:
        return 0
    first, second = rank(older), rank(newer)
    return (first > second) - (first < second)


def rank(name: str) -> tuple[int, Version, int]:
    """Return what sorts the name among others: has it a version, which, how many commits after."""
    from packaging.version import Version

    described = DESCRIBED.fullmatch(name)
    tag, after = (described["tag"], int(described["after"])) if described else (name, 0)
    version = parse(tag)
    return (0, Version("0"), 0) if version is None else (1, version, after)
