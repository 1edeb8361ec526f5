"""Files that one side gave another name, so that both sides' changes meet in one file."""

from __future__ import annotations

import os

from formfacts.scaffold.merge.tree import Tree
from formfacts.scaffold.repo import Repo

# Git's own measure and bounds: half of the content alike, a thousand candidates.
DETECTION = ("--find-renames=50%", "-l1000", "--no-rename-empty", "--diff-filter=R")


def find_renames(repo: Repo, old: str, new: str) -> dict[str, str]:
    """Return old path → new path for the files that were renamed between two trees (hashes)."""
    output = repo.git_bytes("diff-tree", "-r", "-z", *DETECTION, old, new)
    fields = [os.fsdecode(part) for part in output.split(b"\0")[:-1]]
    return {fields[at + 1]: fields[at + 2] for at in range(0, len(fields), 3)}


def worth_looking(base: Tree, other: Tree) -> bool:
    """Whether a file is gone and another has come: without both, nothing was renamed."""
    return any(path not in other for path in base) and any(path not in base for path in other)


def moved(tree: Tree, old: str, new: str) -> None:
    """Give a file of the tree its new path."""
    if old in tree:
        tree[new] = tree.pop(old)
