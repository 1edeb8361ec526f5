"""Contents of git objects, read and written many at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from formfacts.errors import GitError
from formfacts.scaffold.repo import Repo

# `git cat-file --batch` says hash, type and size before each content.
HEAD_PARTS = 3


def read_blobs(repo: Repo, oids: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of objects, by hash, with one git process.

    Raises GitError if one is missing, as in a damaged repo.
    """
    wanted = list(dict.fromkeys(oids))
    if not wanted:
        return {}
    stdin = "".join(f"{oid}\n" for oid in wanted).encode()
    output = repo.git_bytes("cat-file", "--batch", stdin=stdin)
    found: dict[str, bytes] = {}
    start = 0
    for oid in wanted:
        end = output.index(b"\n", start)
        head = output[start:end].split()
        if len(head) < HEAD_PARTS:
            raise GitError(f"{repo.top} lacks the object {oid}: git fsck says what is damaged")
        size = int(head[-1])
        found[oid] = output[end + 1 : end + 1 + size]
        start = end + 1 + size + 1
    return found


def write_blobs(repo: Repo, contents: Sequence[bytes]) -> list[str]:
    """Store contents as objects, byte for byte, and return their hashes in order."""
    if not contents:
        return []
    with TemporaryDirectory(prefix="formfacts-blobs-") as folder:
        paths = [Path(folder, str(number)) for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        stdin = b"".join(os.fsencode(path) + b"\n" for path in paths)
        command = ("hash-object", "-w", "--no-filters", "--stdin-paths")
        return repo.git_bytes(*command, stdin=stdin).decode().split()
