"""What lies in the work tree, in the terms of git's trees."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from formfacts.scaffold.merge.threeway import parents
from formfacts.scaffold.merge.tree import EXECUTABLE, FILE, LINK, SUBMODULE, Entry
from formfacts.scaffold.repo import Repo

# What changes whenever a file is written or replaced; None where nothing is.
Stamp = tuple[int, ...] | None

# Stand-ins for what no file entry describes.
FOLDER = Entry("040000", "")
ELSEWHERE = Entry("beyond a link or a file", "")
OTHER = Entry("a socket, pipe or device", "")


def on_disk(repo: Repo, paths: Iterable[str]) -> dict[str, Entry | None]:
    """Return what lies at each path of the work tree, hashed as git would store it; None: nothing.

    A folder is FOLDER, whatever lies behind a link or below a file is ELSEWHERE.
    """
    found: dict[str, Entry | None] = {}
    files: list[str] = []
    for path in paths:
        entry = look(repo, path)
        found[path] = entry
        if entry is not None and entry.regular:
            files.append(path)
    for path, oid in zip(files, hash_files(repo, files), strict=True):
        entry = found[path]
        found[path] = Entry(entry.mode if entry else FILE, oid)
    return found


def look(repo: Repo, path: str) -> Entry | None:
    """Return what lies at a path; a regular file's hash is left open."""
    place = repo.top / path
    if blocker(repo, path) is not None:
        return ELSEWHERE
    try:
        status = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISLNK(status.st_mode):
        return Entry(LINK, hash_link(repo, place))
    if stat.S_ISDIR(status.st_mode):
        return Entry(SUBMODULE, "") if (place / ".git").exists() else FOLDER
    if not stat.S_ISREG(status.st_mode):
        return OTHER
    return Entry(EXECUTABLE if status.st_mode & 0o100 else FILE, "")


def blocker(repo: Repo, path: str) -> str | None:
    """Return the link, file or other repo that the path leads through, if it does."""
    for parent in parents(path):
        place = repo.top / parent
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            return parent
        if (place / ".git").exists():
            return parent
    return None


def hash_link(repo: Repo, place: Path) -> str:
    """Return the hash of a link's target as git stores it."""
    target = os.fsencode(place.readlink())
    header = f"blob {len(target)}\0".encode()
    algorithm = "sha256" if len(repo.commit) == len(hashlib.sha256().hexdigest()) else "sha1"
    return hashlib.new(algorithm, header + target, usedforsecurity=False).hexdigest()


def hash_files(repo: Repo, paths: list[str]) -> list[str]:
    """Return the hashes of files, converted as the repo asks for (line endings, LFS)."""
    plain = [path for path in paths if not (path.startswith('"') or {*"\r\n"} & {*path})]
    stdin = b"".join(os.fsencode(path) + b"\n" for path in plain)
    hashes = {}
    if plain:
        output = repo.git_bytes("hash-object", "--stdin-paths", stdin=stdin)
        hashes = dict(zip(plain, output.decode().split(), strict=True))
    for path in paths:
        if path not in hashes:  # a name that a line cannot hold: one by one
            hashes[path] = repo.git("hash-object", "--", path).strip()
    return [hashes[path] for path in paths]


def alike(one: Entry | None, other: Entry | None, *, modes: bool) -> bool:
    """Whether two entries are the same; without `modes`, executable or not does not count."""
    if one is None or other is None or modes:
        return one == other
    return one.oid == other.oid and one.regular == other.regular


def modes_count(repo: Repo) -> bool:
    """Whether the work tree can tell executable files from others."""
    return repo.git("config", "--type=bool", "core.fileMode", check=False).strip() != "false"


def stamp(place: Path) -> Stamp:
    """Return the stamp of a file, without reading it."""
    try:
        status = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    times = (status.st_mtime_ns, status.st_ctime_ns)
    return (status.st_mode, status.st_ino, status.st_size, *times)
