"""What lies in a work tree and in git's index, byte for byte."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.matrix.user import git

LINK, PROGRAM, FILE = "link", "program", "file"


@dataclass(frozen=True, slots=True)
class Found:
    """One file: what kind it is, and its bytes (of a link, its target)."""

    kind: str
    content: bytes

    @property
    def binary(self) -> bool:
        """Whether it has no lines."""
        return self.kind == LINK or b"\0" in self.content

    @property
    def lines(self) -> frozenset[bytes]:
        """Its lines, without their endings; empty ones do not count."""
        return frozenset(line.rstrip(b"\r") for line in self.content.split(b"\n")) - {b""}

    @property
    def marked(self) -> bool:
        """Whether it holds conflict marks."""
        starts = (b"<<<<<<< ", b">>>>>>> ")
        return not self.binary and all(
            any(line.startswith(start) for line in self.lines) for start in starts
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A work tree, its index (by path and stage), and where HEAD is.

    `staged` are the paths at which index and HEAD differ.
    """

    tree: Mapping[str, Found]
    index: Mapping[tuple[str, int], Found]
    head: str
    staged: frozenset[str] = frozenset()

    def conflicted(self, path: str) -> bool:
        """Whether git lists the path as unmerged."""
        return any((path, stage) in self.index for stage in (1, 2, 3))

    def reachable(self, *, staged: bool) -> list[Found]:
        """Return the files, and all that git holds on to until a conflict is resolved.

        What else is in the index counts if it was `staged` alone: `git add` would write over it.
        """
        held = [found for (_, stage), found in self.index.items() if stage or staged]
        return [*self.tree.values(), *held]


def take(top: Path) -> Snapshot:
    """Look at a repo's work tree."""
    head = git(top, "rev-parse", "HEAD", fails=True) + git(top, "symbolic-ref", "HEAD", fails=True)
    staged = git(top, "diff", "--cached", "--name-only", "--no-renames", "-z", fails=True)
    names = frozenset(os.fsdecode(name) for name in staged.split(b"\0")[:-1])
    modes = git(top, "config", "core.fileMode", fails=True) != b"false\n"
    index, left_out = read_index(top)
    return Snapshot({**left_out, **dict(walk(top, modes=modes))}, index, head.decode(), names)


def walk(top: Path, *, modes: bool) -> Iterator[tuple[str, Found]]:
    """Yield every file below a folder, except what is git's own.

    Without `modes`, none is executable.
    """
    for parent, folders, files in os.walk(top):
        for name in [*files, *folders]:
            place = Path(parent, name)
            if name != ".git" and (place.is_symlink() or not place.is_dir()):
                yield os.path.relpath(place, top), look(place, modes=modes)
        folders[:] = [name for name in folders if name != ".git"]


def look(place: Path, *, modes: bool) -> Found:
    """Read one file."""
    if place.is_symlink():
        return Found(LINK, os.fsencode(place.readlink()))
    executable = place.stat().st_mode & stat.S_IXUSR and modes
    return Found(PROGRAM if executable else FILE, place.read_bytes())


Index = dict[tuple[str, int], Found]


def read_index(top: Path) -> tuple[Index, dict[str, Found]]:
    """Read the entries of the index, and those files that a sparse checkout leaves out.

    A submodule's content is its commit.
    """
    kinds = {"120000": LINK, "100755": PROGRAM}
    entries = []
    for line in git(top, "ls-files", "-t", "--stage", "-z", fails=True).split(b"\0")[:-1]:
        meta, _, name = line.partition(b"\t")
        tag, mode, oid, stage = meta.decode().split()
        entries.append((os.fsdecode(name), int(stage), mode, oid, tag == "S"))
    blobs = read_blobs(top, {oid for _, _, mode, oid, _ in entries if mode != "160000"})
    index = {
        (path, stage): Found(kinds.get(mode, FILE), blobs.get(oid, oid.encode()))
        for path, stage, mode, oid, _ in entries
    }
    return index, {path: index[path, 0] for path, _, _, _, skipped in entries if skipped}


def read_blobs(top: Path, oids: set[str]) -> dict[str, bytes]:
    """Return the contents of git's objects."""
    if not oids:
        return {}
    wanted = sorted(oids)
    output = git(top, "cat-file", "--batch", stdin="".join(f"{oid}\n" for oid in wanted).encode())
    found, start = {}, 0
    for oid in wanted:
        end = output.index(b"\n", start)
        size = int(output[start:end].split()[2])
        found[oid] = output[end + 1 : end + 1 + size]
        start = end + size + 2
    return found
