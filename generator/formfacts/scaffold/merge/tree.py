"""Trees as mappings from path to entry, between git's objects and folders.

Paths are relative to the project, with slashes. Names that are not UTF-8 keep their bytes (as
`os.fsdecode` does).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from formfacts.scaffold.repo import Repo

FILE, EXECUTABLE, LINK, SUBMODULE = "100644", "100755", "120000", "160000"
REGULAR = frozenset({FILE, EXECUTABLE})


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a tree: git's mode, and the hash of its content."""

    mode: str
    oid: str

    @property
    def regular(self) -> bool:
        """Whether it is a plain file, executable or not."""
        return self.mode in REGULAR


Tree = dict[str, Entry]


def read_tree(repo: Repo, treeish: str) -> Tree:
    """Return the files of a tree or commit."""
    return parse_listing(repo.git_bytes("ls-tree", "-r", "-z", "--full-tree", treeish))


def read_project(repo: Repo, commit: str) -> Tree:
    """Return the project's files in a commit; none if it has none there."""
    if not repo.prefix:
        return read_tree(repo, commit)
    place = ("--full-tree", commit, "--", repo.prefix)
    tree = parse_listing(repo.git_bytes("ls-tree", "-r", "-z", *place))
    return {path.removeprefix(repo.prefix): entry for path, entry in tree.items()}


def parse_listing(listing: bytes) -> Tree:
    """Read `ls-tree -z` (mode, type, hash) or `ls-files -s -z` (mode, hash, stage)."""
    tree: Tree = {}
    for line in listing.split(b"\0"):
        if line:
            meta, _, path = line.partition(b"\t")
            mode, second, third = meta.decode().split()
            oid = second if len(third) == 1 else third
            tree[os.fsdecode(path)] = Entry(mode, oid)
    return tree


def tree_lines(changes: Mapping[str, Entry]) -> bytes:
    """Return entries as `update-index -z --index-info` reads them."""
    return b"".join(
        f"{entry.mode} {entry.oid}\t".encode() + os.fsencode(path) + b"\0"
        for path, entry in changes.items()
    )


def removal_lines(repo: Repo, paths: Iterable[str]) -> bytes:
    """Return the same for paths to remove."""
    zero = "0" * len(repo.commit)
    return b"".join(f"0 {zero}\t".encode() + os.fsencode(path) + b"\0" for path in paths)


def write_tree(repo: Repo, onto: str | None, changes: Mapping[str, Entry | None]) -> str:
    """Write a tree object: that of `onto`, if given, with the changes; return its hash.

    The changes' paths are those of the whole repo.
    """
    with TemporaryDirectory(prefix="formfacts-index-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        if onto is not None:
            repo.git("read-tree", onto, env=index)
        removed = [path for path, entry in changes.items() if entry is None]
        added = {path: entry for path, entry in changes.items() if entry is not None}
        # A file can only take a folder's place once the folder is gone.
        lines = removal_lines(repo, removed) + tree_lines(added)
        repo.git_bytes("update-index", "-z", "--index-info", stdin=lines, env=index)
        return repo.git("write-tree", env=index).strip()


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as a tree: its object, its files, and which of them its own rules ignore."""

    oid: str
    tree: Tree
    ignored: tuple[str, ...]


def add_folder(repo: Repo, folder: Path, attributes: Mapping[str, bytes]) -> Folder:
    """Put a rendered folder into the object store, as the repo itself would store these files.

    `attributes` are the project's own .gitattributes files, by path; they count where the folder
    has none.
    """
    added = lay_out(folder, attributes)
    with TemporaryDirectory(prefix="formfacts-index-") as place:
        env = {
            "GIT_INDEX_FILE": str(Path(place, "index")),
            "GIT_WORK_TREE": str(folder),
            "GIT_DIR": str(repo.git_dir),
        }
        repo.git("-C", str(folder), *AS_RENDERED, "add", "--all", "--force", ".", env=env)
        listing = repo.git_bytes("-C", str(folder), "ls-files", "--stage", "-z", env=env)
        ignored = repo.git_bytes(
            "-C",
            str(folder),
            "ls-files",
            "--cached",
            "--ignored",
            "--exclude-per-directory=.gitignore",
            "-z",
            env=env,
        )
        tree = parse_listing(listing)
        for path in added:
            del tree[path]
            repo.git("-C", str(folder), "rm", "--cached", "--quiet", "--", path, env=env)
        oid = repo.git("write-tree", env=env).strip()
    return Folder(oid, tree, tuple(os.fsdecode(path) for path in ignored.split(b"\0") if path))


# Modes and links are what Copier rendered, whatever the user's file system can hold; and all of it
# is stored, whatever part of the repo the user has checked out.
AS_RENDERED = (
    "-c",
    "core.fileMode=true",
    "-c",
    "core.symlinks=true",
    "-c",
    "core.ignoreCase=false",
    "-c",
    "core.safecrlf=false",
    "-c",
    "core.sparseCheckout=false",
)


def lay_out(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write the files that the folder does not have, and return which these were."""
    added = []
    for path, content in files.items():
        target = folder / path
        if not target.exists() and not target.is_symlink():
            with suppress(OSError):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                added.append(path)
    return added


def attribute_files(tree: Iterable[str]) -> list[str]:
    """Return the paths of a tree that tell git how to store files."""
    return [path for path in tree if path == ".gitattributes" or path.endswith("/.gitattributes")]
