"""The three sides of a merge: old rendering, new rendering, and the project's last commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from formfacts.scaffold.lifecycle.generated import Generated
from formfacts.scaffold.lifecycle.ignored import Ignored, set_ignored_apart
from formfacts.scaffold.lifecycle.rendered import Rendered
from formfacts.scaffold.lifecycle.target import Target
from formfacts.scaffold.merge.answers_file import with_hidden
from formfacts.scaffold.merge.blobs import read_blobs, write_blobs
from formfacts.scaffold.merge.content import Labels, merge_contents
from formfacts.scaffold.merge.renames import find_renames, worth_looking
from formfacts.scaffold.merge.threeway import Merge, Renames, merge_trees
from formfacts.scaffold.merge.tree import FILE, Entry, Tree, read_project

if TYPE_CHECKING:
    from formfacts.scaffold.lifecycle.migrations import Migrations


@dataclass(slots=True)
class Sides:
    """Old and new rendering of a project, and the trees of both as they go into the merge.

    `old` and `new` begin as the renderings; what is not to be merged is taken out of them.
    """

    project: Generated
    base: Rendered
    theirs: Rendered
    old: Tree = field(init=False)
    new: Tree = field(init=False)

    def __post_init__(self) -> None:
        """Copy the trees: the renderings stay as they are kept."""
        self.old, self.new = dict(self.base.tree), dict(self.theirs.tree)


def merge_sides(
    sides: Sides, target: Target, label: str, migrations: Migrations | None
) -> tuple[Merge, Ignored]:
    """Merge the renderings with the project, with the files set apart that git does not keep."""
    repo = sides.project.repo
    before = read_project(repo, repo.commit)
    ours = before if migrations is None else migrations.run(before, "before")
    renames = find_all_renames(sides, ours, target)
    ignored = set_ignored_apart(sides, ours)
    leave_alone(sides, ours)
    keep_hidden_answers(sides)
    add_files(sides, target.added)

    labels = Labels(theirs=label)
    answers_file = sides.project.answers_file
    merge = merge_trees(
        sides.old,
        ours,
        sides.new,
        renames,
        lambda files: merge_contents(repo, files, labels, answers_file),
    )
    if migrations is not None:
        migrations.run_after(merge, before)
    return merge, ignored


def find_all_renames(sides: Sides, ours: Tree, target: Target) -> Renames:
    """Find what each side renamed, where something is gone and something new has come."""
    repo, base, theirs = sides.project.repo, sides.base, sides.theirs
    user: dict[str, str] = {}
    if any(path not in ours for path in base.tree if path not in base.ignored):
        user = find_renames(repo, base.oid, f"{repo.commit}:{repo.prefix}")
    template: dict[str, str] = {}
    if not target.same_files and base is not theirs and worth_looking(base.tree, theirs.tree):
        template = find_renames(repo, base.oid, theirs.oid)
    return Renames(user, template)


def leave_alone(sides: Sides, ours: Tree) -> None:
    """Take the files out of the merge that the template never writes over (`_skip_if_exists`)."""
    for path in {*sides.base.skip, *sides.theirs.skip}:
        if path in ours:
            sides.old[path] = sides.new[path] = ours[path]
        elif path in sides.old and path in sides.new:
            sides.new[path] = sides.old[path]


def keep_hidden_answers(sides: Sides) -> None:
    """Put answers that are hidden for now back into the answers files, before they are merged."""
    project = sides.project
    repo, path = project.repo, project.answers_file
    for rendered, tree in ((sides.base, sides.old), (sides.theirs, sides.new)):
        names = [name for name in rendered.hidden if name not in rendered.computed]
        names = [name for name in names if name in project.answers]
        if names and path in tree:
            content = read_blobs(repo, [tree[path].oid])[tree[path].oid]
            kept = with_hidden(content, project.answers, names)
            tree[path] = replace(tree[path], oid=write_blobs(repo, [kept])[0])


def add_files(sides: Sides, files: Mapping[str, bytes]) -> None:
    """Put files of ours on the new side."""
    oids = write_blobs(sides.project.repo, list(files.values()))
    sides.new |= {path: Entry(FILE, oid) for path, oid in zip(files, oids, strict=True)}
