"""A state of our template as git would hash it, worked out without git.

A release is a commit whose hash follows from its files, its version, its date and the release
before it, and from nothing else. So whoever makes the release gets the same hash.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

from formfacts.errors import TemplateError

PARTS = ("copier.yml", "UPGRADES.yaml", "template", "partials")
# A checkout's template folder may hold what tools left there; a release never does.
LEFT_BY_TOOLS = (
    "__pycache__",
    "*.py[co]",
    ".cache",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
)
IDENTITY = "formfacts <formfacts@localhost>"
FILE, EXECUTABLE, LINK = "100644", "100755", "120000"


@dataclass(frozen=True, slots=True)
class File:
    """One file of the template: its path below the root, git's mode for it, its bytes."""

    path: str
    mode: str
    content: bytes


def template_files(root: Path) -> Iterator[File]:
    """Yield the files of the template under `root`, without what tools left there."""
    for part in PARTS:
        path = root / part
        if path.is_dir() and not path.is_symlink():
            yield from files_below(path, part)
        elif path.exists():
            yield read_file(path, part)


def files_below(folder: Path, prefix: str) -> Iterator[File]:
    """Yield the files below a folder, their paths starting with `prefix`."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if any(fnmatch(entry.name, pattern) for pattern in LEFT_BY_TOOLS):
            continue
        path = f"{prefix}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from files_below(Path(entry.path), path)
        else:
            yield read_file(Path(entry.path), path)


def read_file(path: Path, name: str) -> File:
    """Read one file as git sees it."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            return File(name, LINK, os.fsencode(path.readlink()))
        if not stat.S_ISREG(mode):
            raise TemplateError(f"{path} is no file that a template can have: remove it")
        return File(name, EXECUTABLE if mode & 0o100 else FILE, path.read_bytes())
    except OSError as error:
        raise TemplateError(
            f"cannot read the template's {path}: {error.strerror}: mend or remove it"
        ) from None


def tree_hash(root: Path) -> str:
    """Return the hash of git's tree object for the template under `root`."""
    top: dict[str, object] = {}
    for file in template_files(root):
        folder = top
        *parents, name = file.path.split("/")
        for parent in parents:
            folder = folder.setdefault(parent, {})  # type: ignore[assignment]
        folder[name] = (file.mode, object_digest("blob", file.content))
    return folder_digest(top).hex()


def folder_digest(folder: dict[str, object]) -> bytes:
    """Return the digest of the tree object for one folder, given as names with what they are."""
    lines = []
    for name, entry in folder.items():
        if isinstance(entry, dict):
            lines.append((f"{name}/", "40000", name, folder_digest(entry)))
        elif isinstance(entry, tuple):
            lines.append((name, entry[0], name, entry[1]))
    # Git sorts a folder as if its name ended in a slash.
    lines.sort(key=lambda line: os.fsencode(line[0]))
    listing = b"".join(os.fsencode(f"{mode} {name}\0") + digest for _, mode, name, digest in lines)
    return object_digest("tree", listing)


def object_digest(kind: str, content: bytes) -> bytes:
    """Return the digest by which git knows an object."""
    header = f"{kind} {len(content)}\0".encode()
    return hashlib.sha1(header + content, usedforsecurity=False).digest()


def commit_hash(tree: str, parent: str, tag: str, date: str) -> str:
    """Return the hash of the commit that is the release `tag`, made at the start of `date`."""
    signed = signature(date)
    lines = [f"tree {tree}", *([f"parent {parent}"] if parent else [])]
    lines += [f"author {signed}", f"committer {signed}", "", commit_message(tag)]
    return object_digest("commit", "\n".join(lines).encode()).hex()


def signature(date: str) -> str:
    """Return who released and when, as a commit has it; `date` is YYYY-MM-DD, in UTC."""
    moment = datetime.strptime(date, "%Y-%m-%d").replace(tzinfo=UTC)
    return f"{IDENTITY} {int(moment.timestamp())} +0000"


def commit_message(tag: str) -> str:
    """Return the message of a release's commit."""
    return f"Template {tag}\n"


def release_dates(root: Path) -> dict[str, str]:
    """Return the date of each release that CHANGELOG.md gives one, by version, newest first."""
    try:
        text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    except OSError:
        return {}
    return dict(re.findall(r"(?m)^## (\d+\.\d+\.\d+\S*) \((\d{4}-\d\d-\d\d)\)$", text))
