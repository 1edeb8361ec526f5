"""What a new version of the template changes, file by file, and whether that has arrived."""

from __future__ import annotations

from tests.matrix.snapshot import Snapshot
from tests.matrix.work import Tree, has_content, has_line


def not_applied(old: Tree, new: Tree, after: Snapshot) -> list[str]:
    """Return the files whose change has not arrived."""
    return [
        path
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path) and not applied(path, old, new, after)
    ]


def applied(path: str, old: Tree, new: Tree, after: Snapshot) -> bool:
    """Whether one file's change is there: what is new, and no longer what was removed."""
    before, wanted = old.get(path), new.get(path)
    found = after.tree.get(path)
    if wanted is None:
        return found is None
    if before is not None and found is not None and before.kind != wanted.kind != found.kind:
        return False
    if wanted.binary:
        moved = wanted in old.values() and path in after.tree
        return moved or has_content(wanted, after)
    added = wanted.lines - known(old)
    if before is None:
        return found is not None and all(has_line(line, after) for line in added)
    removed = frozenset() if before.binary else before.lines - wanted.lines
    still = found.lines if found is not None and not found.binary else frozenset()
    return all(has_line(line, after) for line in added) and not removed & still


def known(old: Tree) -> frozenset[bytes]:
    """Return every line of the template's old version."""
    return frozenset(line for found in old.values() if not found.binary for line in found.lines)


def has_marks(before: Tree, after: Tree) -> list[str]:
    """Return the files that conflict marks have come into."""
    return [
        path
        for path, found in after.items()
        if found.marked and not (path in before and before[path].marked)
    ]
