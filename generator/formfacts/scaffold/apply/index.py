"""Git's index: made beside the real one, and put in its place under git's own lock."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from formfacts.errors import GitError
from formfacts.scaffold.apply.journal import Pair
from formfacts.scaffold.apply.waiting import Waiting
from formfacts.scaffold.merge.threeway import Stages
from formfacts.scaffold.merge.tree import Entry
from formfacts.scaffold.repo import Repo


def copy_index(repo: Repo, copy: Path) -> None:
    """Copy the index; a repo may have none yet, which is an empty one."""
    with suppress(FileNotFoundError):
        shutil.copyfile(repo.git_dir / "index", copy)


def change_index(
    repo: Repo,
    index: Path,
    entries: Mapping[str, Entry | None],
    stages: Mapping[str, Stages],
    sparse: Iterable[str] = (),
) -> None:
    """Set entries in an index file; a path with stages is in conflict. Nothing else changes."""
    env = {"GIT_INDEX_FILE": str(index)}
    zero = "0" * len(repo.commit)
    paths = entries.keys() | stages.keys()
    lines = [line("0", zero, 0, path) for path in sorted(paths)]
    for path in sorted(paths):
        if path in stages:
            numbered = enumerate(stages[path], start=1)
            lines += [line(e.mode, e.oid, n, path) for n, e in numbered if e is not None]
        elif (entry := entries[path]) is not None:
            lines.append(line(entry.mode, entry.oid, 0, path))
    repo.git_bytes("update-index", "-z", "--index-info", stdin=b"".join(lines), env=env)
    if skipped := [path for path in sparse if entries.get(path) is not None]:
        stdin = b"".join(os.fsencode(path) + b"\0" for path in skipped)
        repo.git_bytes("update-index", "--skip-worktree", "-z", "--stdin", stdin=stdin, env=env)


def line(mode: str, oid: str, stage: int, path: str) -> bytes:
    """Return a line as `update-index -z --index-info` reads it."""
    return f"{mode} {oid} {stage}\t".encode() + os.fsencode(path) + b"\0"


def lock_index(repo: Repo, waiting: Waiting) -> None:
    """Take git's lock.

    The lock holds what the waiting index does, by which a later run knows it for ours.
    """
    lock = repo.git_dir / "index.lock"
    try:
        try:
            os.link(waiting.index, lock)
        except FileExistsError:
            raise
        except OSError:  # a file system without second names
            with lock.open("xb") as file:
                file.write(waiting.index.read_bytes())
    except FileExistsError:
        raise GitError(
            f"{lock} exists: another git runs in this repo, or one crashed; wait for it, or remove "
            "the file; nothing was changed"
        ) from None


def swap_index(repo: Repo, waiting: Waiting) -> None:
    """Make the waiting index the real one, in one step; the old one keeps a second name.

    Git takes the files that are in place for known, and need not read them again.
    """
    shutil.copyfile(waiting.index, waiting.fresh_index)
    env = {"GIT_INDEX_FILE": str(waiting.fresh_index)}
    repo.git("update-index", "-q", "--refresh", check=False, env=env)
    part = waiting.folder / "part-of-index"
    copy_index(repo, part)
    with suppress(FileNotFoundError):  # a repo that has none yet
        part.rename(waiting.old_index)  # so that it is there whole or not at all
    waiting.fresh_index.replace(repo.git_dir / "index")


def swap_back(repo: Repo, waiting: Waiting) -> bool:
    """Make the old index the real one again, which takes no room on the disk; whether it was done.

    Only if the lock is still ours, since then nobody has changed the index in between.
    """
    if not is_locked_by(repo, waiting) or not waiting.old_index.exists():
        return False
    waiting.old_index.replace(repo.git_dir / "index")
    return True


def unlock_index(repo: Repo, waiting: Waiting) -> None:
    """Let go of the lock if it is ours."""
    if is_locked_by(repo, waiting):
        (repo.git_dir / "index.lock").unlink()


def is_locked_by(repo: Repo, waiting: Waiting) -> bool:
    """Whether git's lock was taken with this waiting index."""
    try:
        return (repo.git_dir / "index.lock").read_bytes() == waiting.index.read_bytes()
    except FileNotFoundError:
        return False


def holds(repo: Repo, changes: Mapping[str, Pair], stages: Mapping[str, Stages]) -> bool:
    """Whether the real index is the one to come, whatever the user has staged since.

    So it has some of the changes, and none of their paths as it was.
    """
    found = index_entries(repo, changes.keys() | stages.keys())
    ahead = [
        path
        for path, now in found.items()
        if expected(path, changes, stages) != before(path, changes)
        and now in (expected(path, changes, stages), before(path, changes))
    ]
    return bool(ahead) and all(found[p] == expected(p, changes, stages) for p in ahead)


def index_entries(repo: Repo, paths: Collection[str]) -> dict[str, dict[int, Entry]]:
    """Return the entries of the real index for each of the paths, by stage."""
    found: dict[str, dict[int, Entry]] = {path: {} for path in paths}
    for entry_line in repo.git_bytes("ls-files", "--full-name", "--stage", "-z").split(b"\0"):
        meta, _, name = entry_line.partition(b"\t")
        path = os.fsdecode(name)
        if path in found:
            mode, oid, stage = meta.decode().split()
            found[path][int(stage)] = Entry(mode, oid)
    return found


def expected(
    path: str, changes: Mapping[str, Pair], stages: Mapping[str, Stages]
) -> dict[int, Entry]:
    """Return the index entries to come for a path, by stage."""
    if path in stages:
        return {n: e for n, e in enumerate(stages[path], start=1) if e is not None}
    after = changes[path][1]
    return {} if after is None else {0: after}


def before(path: str, changes: Mapping[str, Pair]) -> dict[int, Entry]:
    """Return the index entries that a path had, by stage."""
    was = changes[path][0] if path in changes else None
    return {} if was is None else {0: was}
