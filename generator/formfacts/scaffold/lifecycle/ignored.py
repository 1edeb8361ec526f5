"""Files that git ignores: created where they are missing, never written over or deleted.

A `.env` with a key in it is the usual one. Git has no copy of them, so nothing could bring them
back.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formfacts.scaffold import git
from formfacts.scaffold.apply.disk import blocker
from formfacts.scaffold.lifecycle.generated import Generated
from formfacts.scaffold.merge.outcome import Change, Outcome
from formfacts.scaffold.merge.tree import Entry, Tree

if TYPE_CHECKING:
    from formfacts.scaffold.lifecycle.sides import Sides

BY_GIT = "ignored by git"


@dataclass(frozen=True, slots=True)
class Ignored:
    """What became of the ignored files.

    `created` are those that are missing; `report` has a line for each that the template changes.
    """

    created: Mapping[str, Entry]
    report: tuple[Change, ...]


def set_ignored_apart(sides: Sides, ours: Tree) -> Ignored:
    """Take the ignored files out of the trees to merge.

    A file counts as ignored if git does not keep it and the project's rules, or those of either
    rendering, say so.
    """
    project = sides.project
    loose = [path for path in {**sides.old, **sides.new} if path not in ours]
    known = {*sides.base.ignored, *sides.theirs.ignored, *ignored_by_project(project, loose)}
    ignored = known & set(loose)
    created: dict[str, Entry] = {}
    report = []
    for path in sorted(ignored):
        there = os.path.lexists(project.folder / path)
        if not there and path in sides.old and path not in sides.base.ignored:
            continue  # git kept it once: the user deleted it, and only then ignored such files
        old, new = sides.old.pop(path, None), sides.new.pop(path, None)
        if new is not None and not there:
            created[path] = new
            report.append(Change(path, Outcome.ADDED, template="added", note=BY_GIT))
        elif there and old != new:
            template = "removed" if new is None else "changed" if old is not None else "added"
            report.append(
                Change(path, Outcome.KEPT, template=template, note=f"{BY_GIT}, so never touched")
            )
    return Ignored(created, tuple(report))


def ignored_by_project(project: Generated, paths: list[str]) -> set[str]:
    """Return which of the paths the project's own rules ignore.

    Git refuses to answer at all where one of them lies beyond a link or in another repo.
    """
    repo = project.repo
    paths = [path for path in paths if blocker(repo, repo.prefix + path) is None]
    if not paths:
        return set()
    stdin = b"".join(os.fsencode(path) + b"\0" for path in paths)
    command = ["check-ignore", "--no-index", "-z", "--stdin"]
    done = git.run(project.folder, command, stdin=stdin)
    return {os.fsdecode(path) for path in done.stdout.split(b"\0") if path}
