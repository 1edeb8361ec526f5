"""Write files of a work tree, each in one step, keeping what stood there until all is done."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from formfacts.errors import GitError
from formfacts.scaffold.apply.disk import blocker
from formfacts.scaffold.apply.waiting import Waiting
from formfacts.scaffold.merge.threeway import parents
from formfacts.scaffold.merge.tree import SUBMODULE, Entry, tree_lines
from formfacts.scaffold.repo import Repo


def prepare(repo: Repo, waiting: Waiting, tree: str, paths: Iterable[str]) -> None:
    """Write the tree's files of these paths into the waiting folder, as a checkout would."""
    wanted = b"".join(os.fsencode(path) + b"\0" for path in paths)
    waiting.new.mkdir(parents=True, exist_ok=True)
    if not wanted:
        return
    env = {"GIT_INDEX_FILE": str(waiting.folder / "tree-index")}
    repo.git("read-tree", tree, env=env)
    prefix = f"--prefix={waiting.new}/"
    repo.git_bytes("checkout-index", prefix, "-z", "--stdin", stdin=wanted, env=env)


def prepare_entries(repo: Repo, waiting: Waiting, entries: Mapping[str, Entry]) -> None:
    """Do the same for single entries, which no tree holds together."""
    env = {"GIT_INDEX_FILE": str(waiting.folder / "entries-index")}
    waiting.new.mkdir(parents=True, exist_ok=True)
    if not entries:
        return
    repo.git_bytes("update-index", "-z", "--index-info", stdin=tree_lines(entries), env=env)
    repo.git("checkout-index", f"--prefix={waiting.new}/", "--all", env=env)


def replace_file(repo: Repo, waiting: Waiting, path: str) -> None:
    """Put the waiting file in the place of another, in one step; what stood there is kept."""
    place = repo.top / path
    place.parent.mkdir(parents=True, exist_ok=True)
    keep(place, waiting.old / path)
    (waiting.new / path).replace(place)


def add_file(repo: Repo, waiting: Waiting, path: str) -> bool:
    """Put the waiting file where nothing stands but empty folders; whether it was so.

    Nothing is ever added beyond a link that the user has in the place of a folder.
    """
    place = repo.top / path
    if blocker(repo, path) is not None:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir() and not place.is_symlink():
        remove_empty(place)
    return move_to_free_place(waiting.new / path, place)


def move_to_free_place(source: Path, place: Path) -> bool:
    """Move a file to a place only if nothing stands there; whether it was so."""
    try:
        os.link(source, place, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError:  # a file system without second names
        if os.path.lexists(place):
            return False
        source.rename(place)
        return True
    source.unlink()
    return True


def remove_file(repo: Repo, waiting: Waiting, path: str) -> None:
    """Take a file away, and the folders that are empty without it; it is kept."""
    place = repo.top / path
    kept = waiting.old / path
    kept.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        place.rename(kept)
    remove_empty(place.parent, upto=repo.top)


def restore_file(repo: Repo, waiting: Waiting, path: str) -> bool:
    """Put back what stood in a place; whether there was something."""
    kept, place = waiting.old / path, repo.top / path
    if not kept.is_symlink() and not kept.is_file():
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir() and not place.is_symlink():
        remove_empty(place)
    kept.replace(place)
    return True


def in_the_way(leaving: Iterable[str], coming: Iterable[str]) -> set[str]:
    """Return which of the leaving paths have to be gone before the others can come.

    Those that are a folder of theirs, that lie in a folder of their name, or that have their name
    for a file system to which upper and lower case are the same.
    """
    coming = {folded(path) for path in coming}
    folders = {parent for path in coming for parent in parents(path)}
    return {
        path
        for path in leaving
        if folded(path) in coming | folders or coming & set(parents(folded(path)))
    }


def folded(path: str) -> str:
    """Return the path as the least particular file system knows it."""
    return unicodedata.normalize("NFC", path).casefold()


def keep(place: Path, kept: Path) -> None:
    """Give a file a second name under which it stays."""
    if not place.is_symlink() and not place.is_file():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(place, kept, follow_symlinks=False)
    except FileExistsError:
        return
    except OSError:  # a file system without second names
        place.rename(kept)


def remove_empty(folder: Path, *, upto: Path | None = None) -> None:
    """Remove a folder with its empty subfolders; or, with `upto`, it and its parents if empty."""
    with suppress(OSError):
        if upto is None:
            for parent, _, _ in os.walk(folder, topdown=False):
                Path(parent).rmdir()
            return
        while folder != upto and folder.is_relative_to(upto):
            folder.rmdir()
            folder = folder.parent


def check_submodules(changes: Mapping[str, tuple[Entry | None, Entry | None]]) -> None:
    """Raise GitError if a change would add, move or remove a submodule."""
    for path, pair in changes.items():
        if any(entry is not None and entry.mode == SUBMODULE for entry in pair):
            raise GitError(f"{path} is a submodule: update it by hand, then retry")
