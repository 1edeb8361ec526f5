"""What the user has made of a project, piece by piece, and which pieces are no longer there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from tests.matrix.snapshot import LINK, Found, Snapshot

Tree = Mapping[str, Found]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that the user made, in a file, and how to tell whether it is still there."""

    path: str
    there: Callable[[Snapshot], bool]


def pieces(base: Tree, before: Snapshot, tracked: frozenset[str]) -> Iterator[Piece]:
    """Yield the user's work: all in which the work tree and the index differ from the rendering.

    `tracked` are the files that git kept when the project was generated.
    """
    for path, found in before.tree.items():
        if base.get(path) != found:
            yield from pieces_of_file(path, base, before)
    for (path, _), found in before.index.items():
        if path in before.staged or path not in before.tree:
            yield from content_pieces(path, base, found, staged=True)
    for path in tracked - before.tree.keys():
        if (path, 0) not in before.index:
            yield Piece(path, partial(stays_deleted, path))


def pieces_of_file(path: str, base: Tree, before: Snapshot) -> Iterator[Piece]:
    """Yield what the user made of a file: content, kind, line endings, lines left out, name."""
    found, old = before.tree[path], base.get(path)
    yield from content_pieces(path, base, found, staged=False)
    if old is None:
        yield Piece(path, partial(named, path))
    elif found.kind != old.kind:
        yield Piece(path, partial(has_kind, path, before))
    # Git may have converted the endings in the work tree: what it stores is what was meant.
    if crlf(before.index.get((path, 0), found)) and crlf(found) and not crlf(old):
        yield Piece(path, partial(has_crlf, path, before))
    if old is not None and not found.binary and not old.binary:
        for line in old.lines - found.lines:
            yield Piece(path, partial(stays_removed, path, line))


def content_pieces(path: str, base: Tree, found: Found, *, staged: bool) -> Iterator[Piece]:
    """Yield the lines that no file of the template has; all of a file that has no lines."""
    if found.binary:
        if found not in base.values():
            yield Piece(path, partial(has_content, found, staged=staged))
        return
    known = {line for other in base.values() if not other.binary for line in other.lines}
    for line in found.lines - known:
        yield Piece(path, partial(has_line, line, staged=staged))


def has_content(found: Found, after: Snapshot, *, staged: bool = False) -> bool:
    """Whether the content is somewhere within the user's reach."""
    links = found.kind == LINK
    everything = after.reachable(staged=staged)
    return any(o.content == found.content and (o.kind == LINK) == links for o in everything)


def has_line(line: bytes, after: Snapshot, *, staged: bool = False) -> bool:
    """Whether the line is somewhere within the user's reach."""
    everything = after.reachable(staged=staged)
    return any(line in found.lines for found in everything if not found.binary)


def has_kind(path: str, before: Snapshot, after: Snapshot) -> bool:
    """Whether a file is still a link, executable or neither, as the user has it."""
    return any(found.kind == before.tree[path].kind for found in at(path, before, after))


def has_crlf(path: str, before: Snapshot, after: Snapshot) -> bool:
    """Whether the lines of a file still end as on Windows."""
    return any(crlf(found) for found in at(path, before, after))


def at(path: str, before: Snapshot, after: Snapshot) -> list[Found]:
    """Return what is at a path, or is the user's side of a conflict there.

    Where nothing is, the file may have moved: to one of the paths that are new.
    """
    places = (after.tree.get(path), after.index.get((path, 2)))
    if named(path, after):
        return [found for found in places if found is not None]
    return [found for other, found in after.tree.items() if other not in before.tree]


def named(path: str, after: Snapshot) -> bool:
    """Whether a file of that name is there, or in conflict."""
    return path in after.tree or after.conflicted(path)


def stays_deleted(path: str, after: Snapshot) -> bool:
    """Whether a deleted file is still gone, or git lists it as unmerged."""
    return path not in after.tree or after.conflicted(path)


def stays_removed(path: str, line: bytes, after: Snapshot) -> bool:
    """Whether a removed line is still gone, or stands in a conflict."""
    found = after.tree.get(path)
    if found is None or found.binary or found.marked or after.conflicted(path):
        return True
    return line not in found.lines


def crlf(found: Found | None) -> bool:
    """Whether the lines end as on Windows."""
    if found is None or b"\r\n" not in found.content:
        return False
    return found.content.count(b"\n") == found.content.count(b"\r\n")
