"""Merge what is inside the files that both sides changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from formfacts.errors import GitError
from formfacts.scaffold.git import require_success, run
from formfacts.scaffold.merge.answers_file import same_answers, with_comments
from formfacts.scaffold.merge.blobs import read_blobs, write_blobs
from formfacts.scaffold.merge.endings import as_in
from formfacts.scaffold.merge.threeway import Both, Settled
from formfacts.scaffold.merge.tree import EXECUTABLE, FILE, Entry
from formfacts.scaffold.repo import Repo

# Where git itself looks for a NUL to tell a binary file.
HEAD_OF_FILE = 8000
# `git merge-file` exits with the number of conflicts, at most this; beyond lie errors.
MOST_CONFLICTS = 127

MARKERS = "both changed the same lines: choose between the marks, then git add"
UNLIKE = "yours is kept, unmerged: for the template's, git checkout --theirs -- FILE; then git add"
BOTH_ADDED = "both added it, each in its own way: choose between the marks, then git add"


@dataclass(frozen=True, slots=True)
class Labels:
    """What conflict marks call the sides."""

    ours: str = "yours"
    base: str = "template before"
    theirs: str = "template"


@dataclass(frozen=True, slots=True)
class Text:
    """The contents of a file, or a merged one with whether it holds conflict marks."""

    content: bytes
    conflict: bool = False


def merge_contents(
    repo: Repo, files: list[Both], labels: Labels, answers_file: str
) -> Mapping[str, Settled]:
    """Merge each file and store the results; the user's side stands where there is no merging."""
    blobs = read_blobs(repo, (oid for file in files for oid in hashes(file)))
    merged = {file.path: merge_one(repo, file, blobs, labels, answers_file) for file in files}
    texts = [text for text in merged.values() if text is not None]
    oids = iter(write_blobs(repo, [text.content for text in texts]))
    settled = {}
    for file in files:
        text = merged[file.path]
        if text is None:
            settled[file.path] = Settled(file.ours, UNLIKE.replace("FILE", file.path))
        else:
            note = MARKERS if file.base is not None else BOTH_ADDED
            entry = Entry(merged_mode(file), next(oids))
            settled[file.path] = Settled(entry, note if text.conflict else None)
    return settled


def hashes(file: Both) -> list[str]:
    """Return the objects to read for a file: none where there are no lines to merge."""
    sides = [entry for entry in (file.base, file.ours, file.theirs) if entry is not None]
    return [entry.oid for entry in sides] if all(entry.regular for entry in sides) else []


def merged_mode(file: Both) -> str:
    """Return the mode that results: whichever side changed it."""
    if file.base is None:
        return EXECUTABLE if EXECUTABLE in {file.ours.mode, file.theirs.mode} else FILE
    return file.theirs.mode if file.ours.mode == file.base.mode else file.ours.mode


def merge_one(
    repo: Repo, file: Both, blobs: Mapping[str, bytes], labels: Labels, answers_file: str
) -> Text | None:
    """Merge one file; None where it is a link, a submodule or binary."""
    if not hashes(file):
        return None
    base = blobs[file.base.oid] if file.base is not None else b""
    ours, theirs = blobs[file.ours.oid], blobs[file.theirs.oid]
    if ours in {base, theirs}:  # only the mode differs
        return Text(theirs)
    if theirs == base:
        return Text(ours)
    if any(b"\0" in content[:HEAD_OF_FILE] for content in (base, ours, theirs)):
        return None
    base, theirs = as_in(ours, base), as_in(ours, theirs)
    if file.path == answers_file and same_answers(base, ours):
        return merge_same_answers(repo, base, ours, theirs, labels)
    if file.path.rpartition("/")[2] == "pyproject.toml":
        from formfacts.scaffold.merge.pyproject import align_dependencies  # it takes its time

        base, ours, theirs = align_dependencies(base, ours, theirs) or (base, ours, theirs)
    return merge_lines(repo, base, ours, theirs, labels)


def merge_same_answers(repo: Repo, base: bytes, ours: bytes, theirs: bytes, labels: Labels) -> Text:
    """Take the template's answers file, with the comments that the user wrote into theirs."""
    merged = merge_lines(repo, base, ours, theirs, labels)
    if not merged.conflict and same_answers(merged.content, theirs):
        return merged
    return Text(with_comments(theirs, base, ours))


def merge_lines(repo: Repo, base: bytes, ours: bytes, theirs: bytes, labels: Labels) -> Text:
    """Merge line by line with git, in the conflict style that the user has configured."""
    with TemporaryDirectory(prefix="formfacts-merge-") as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, content in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(content)
        named = [
            part for label in (labels.ours, labels.base, labels.theirs) for part in ("-L", label)
        ]
        command = ["merge-file", "--stdout", *named, *map(str, paths)]
        done = run(repo.top, command)
    if done.returncode > MOST_CONFLICTS:
        require_success(done, command)
        raise GitError("git merge-file failed")
    return Text(done.stdout, conflict=done.returncode != 0)
