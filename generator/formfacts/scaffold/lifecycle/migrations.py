"""A template's own migrations, which run in a copy of the project and only for those who trust it.

What they did to the copy becomes part of the merge, so that it is written, refused or undone with
the rest. The copy holds what git keeps, and no ignored files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from formfacts.scaffold.apply.files import prepare
from formfacts.scaffold.apply.waiting import Waiting
from formfacts.scaffold.lifecycle.generated import Generated
from formfacts.scaffold.lifecycle.rendered import Rendered
from formfacts.scaffold.merge.outcome import Change
from formfacts.scaffold.merge.threeway import Merge, did, taken
from formfacts.scaffold.merge.tree import Tree, add_folder, write_tree
from formfacts.scaffold.source import Origin
from formfacts.scaffold.template import Template

BY_MIGRATION = "by a migration of the template"


@dataclass(frozen=True, slots=True)
class Migrations:
    """The migrations between two versions, with the answers of the newer one."""

    project: Generated
    template: Template
    old: Origin
    new: Origin
    theirs: Rendered

    def run(self, tree: Tree, stage: Literal["before", "after"]) -> Tree:
        """Run those of one stage on a tree of the project, and return the tree that results."""
        from formfacts.scaffold.render import Job, migrate

        theirs = self.theirs
        left_out = {*theirs.hidden, *theirs.computed}
        job = Job(
            self.template.checkout(self.new),
            self.new,
            older=self.old,
            data={name: v for name, v in theirs.answers.items() if name not in left_out},
            answers_file=self.project.answers_file,
            operation="update",
            trust=True,
        )
        repo = self.project.repo
        oid = write_tree(repo, None, dict(tree))
        with TemporaryDirectory(prefix="formfacts-migrate-") as place:
            waiting = Waiting(Path(place))
            prepare(repo, waiting, oid, tree)
            migrate(job, waiting.new, stage)
            found = add_folder(repo, waiting.new, {})
        return {
            path: entry
            for path, entry in found.tree.items()
            if path in tree or path not in found.ignored
        }

    def run_after(self, merge: Merge, before: Tree) -> None:
        """Run the last stage on a finished merge; `before` is the project as it is now."""
        merged = {**merge.before, **{p: e for p, e in merge.changes.items() if e is not None}}
        merged = {path: e for path, e in merged.items() if merge.changes.get(path, e) is not None}
        result = self.run(merged, "after")
        merge.before = before
        merge.changes = {
            path: result.get(path)
            for path in sorted(before.keys() | result.keys())
            if before.get(path) != result.get(path)
        }
        writing = [change for change in merge.report if change.outcome.writes]
        told = {name for change in writing for name in (change.path, change.was)}
        for path in sorted(merge.changes.keys() - told):
            was, now = before.get(path), result.get(path)
            change = Change(path, taken(was, now), template=did(was, now), note=BY_MIGRATION)
            merge.report.append(change)
