"""Nothing uncommitted may be in the way: said before anything is written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from formfacts.errors import GitError
from formfacts.scaffold.apply.disk import ELSEWHERE, FOLDER, alike, blocker, modes_count, on_disk
from formfacts.scaffold.apply.journal import Pair
from formfacts.scaffold.git import require_success, run, settings, text
from formfacts.scaffold.merge.tree import Entry
from formfacts.scaffold.repo import QUIET, Repo

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Checked:
    """A work tree in which nothing is in the way.

    `sparse` are the paths that a sparse checkout leaves out: only the index learns of them.
    """

    sparse: frozenset[str]


def check_work_tree(repo: Repo, changes: Mapping[str, Pair], tree: str, index: Path) -> Checked:
    """Raise GitError, naming the files, if writing the changes would lose anything.

    We look at the content of every file that would be written, whatever git was told not to look
    at (`--skip-worktree`, `--assume-unchanged`); then git itself tries the switch without doing it.
    """
    if repo.under_way is not None:
        raise GitError(f"{repo.top} is in the middle of {repo.under_way}: finish it first")
    staged, sparse = index_state(repo, changes)
    disk = on_disk(repo, changes)
    removed = {path for path, (_, after) in changes.items() if after is None}
    modes = modes_count(repo)
    in_the_way = [
        path
        for path, (before, _) in changes.items()
        if path in staged
        or not (
            alike(disk[path], before, modes=modes)
            or (path in sparse and disk[path] is None)
            or (before is None and makes_way(repo, path, disk[path], removed))
        )
    ]
    if in_the_way:
        raise GitError(
            f"uncommitted or untracked work is in the way: {listed(in_the_way)}: commit or move "
            "it, then retry; nothing was changed"
        )
    ask_git(repo, tree, index)
    return Checked(frozenset(path for path in sparse if disk.get(path) is None))


def index_state(repo: Repo, changes: Mapping[str, Pair]) -> tuple[set[str], set[str]]:
    """Return which paths are staged differently from HEAD, and which are marked to be skipped."""
    index: dict[str, list[Entry]] = {}
    skipped = set()
    command = ("ls-files", "--full-name", "-t", "--stage", "-z")
    for line in repo.git_bytes(*command).split(b"\0"):
        if not line:
            continue
        meta, _, name = line.partition(b"\t")
        tag, mode, oid, stage = meta.decode().split()
        path = os.fsdecode(name)
        index.setdefault(path, []).append(Entry(mode, oid if stage == "0" else f"{oid} {stage}"))
        if tag == "S":
            skipped.add(path)
    staged = {
        path
        for path, (before, _) in changes.items()
        if index.get(path, []) != ([] if before is None else [before])
    }
    return staged, skipped & changes.keys()


def makes_way(repo: Repo, path: str, found: Entry | None, removed: set[str]) -> bool:
    """Whether what stands in the place of a new file is to be removed, and was so checked."""
    if found == FOLDER:
        return holds_only(repo, path, removed)
    return found == ELSEWHERE and blocker(repo, path) in removed


def holds_only(repo: Repo, folder: str, paths: set[str]) -> bool:
    """Whether the folder has no file but the given ones."""
    return all(
        os.path.relpath(os.path.join(parent, name), repo.top) in paths  # noqa: PTH118
        for parent, folders, files in os.walk(repo.top / folder)
        for name in [*files, *(f for f in folders if os.path.islink(os.path.join(parent, f)))]  # noqa: PTH114, PTH118
    )


def ask_git(repo: Repo, tree: str, index: Path) -> None:
    """Let git try the switch to the tree, with a copy of the index, without doing it.

    Raises GitError with git's reason.
    """
    env = {**repo.objects, "GIT_INDEX_FILE": str(index)}
    refresh = [*settings(QUIET), "update-index", "-q", "--refresh"]
    refreshed = run(repo.top, refresh, env=env)
    if refreshed.returncode > 1:  # 1 is that there are changes in files that are not in the way
        require_success(refreshed, refresh)
    command = [*settings(QUIET), "read-tree", "-n", "-m", "-u", "HEAD", tree]
    done = run(repo.top, command, env=env)
    if done.returncode != 0:
        said = (text(done.stderr).strip().splitlines() or ["it gave no reason"])[0]
        why = said.removeprefix("error: ").removeprefix("fatal: ")
        raise GitError(f"git would not write the changes: {why}; nothing was changed")


def listed(paths: list[str]) -> str:
    """Return the first of the paths, and how many more there are."""
    more = len(paths) - MOST_NAMED
    return ", ".join(paths[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
