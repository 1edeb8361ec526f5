"""Carry out a plan: the same for updates and promotions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from formfacts.errors import GitError, InputFileError
from formfacts.scaffold.apply.apply import Change, apply_change, check_branch, clean_up
from formfacts.scaffold.apply.files import check_submodules
from formfacts.scaffold.apply.index import copy_index
from formfacts.scaffold.apply.journal import Journal, interrupted
from formfacts.scaffold.apply.recover import Recovery
from formfacts.scaffold.apply.verify import check_work_tree
from formfacts.scaffold.lifecycle.generated import Generated, read_generated
from formfacts.scaffold.lifecycle.plan import Plan
from formfacts.scaffold.lifecycle.rendered import Wanted, forget_rendered, keep_rendered
from formfacts.scaffold.merge.tree import write_tree
from formfacts.scaffold.repo import Repo

LONGEST_PART = 60


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it.

    `journal` is None where nothing was to be written, or was not (a dry run); `recovered` is what
    was done about an earlier run that was interrupted.
    """

    plan: Plan
    journal: Journal | None
    recovered: Recovery | None = None

    @property
    def conflicts(self) -> int:
        """How many files are in conflict, those of an interrupted run that was finished too."""
        finished = () if self.recovered is None else self.recovered.conflicts
        return len({change.path for change in self.plan.merge.conflicts} | set(finished))


def pick_up(project: Generated, *, dry_run: bool) -> Recovery | None:
    """Finish or roll back what an interrupted run left, before anything else.

    Raises GitError on a dry run, which must not write.
    """
    command = interrupted(project.repo)
    if command is None:
        return None
    if dry_run:
        raise GitError(
            f"an interrupted {command} has to be cleaned up first: run this without --dry-run"
        )
    return clean_up(project.repo)


def carry_out(
    plan: Plan, command: str, message: str, branch: str | None, *, dry_run: bool
) -> Journal | None:
    """Write what the plan says, on a new branch if one is named; or see if that would work."""
    if plan.nothing_to_do:
        return None
    change = as_change(plan, command, message, branch)
    if dry_run:
        rehearse(plan.project.repo, change)
        return None
    return apply_change(plan.project.repo, change, afterwards=lambda: keep_new_baseline(plan))


def as_change(plan: Plan, command: str, message: str, branch: str | None) -> Change:
    """Return what the plan does to the work tree, in paths of the repo."""
    prefix, before = plan.project.repo.prefix, plan.merge.before
    return Change(
        command=command,
        message=message,
        # Files that git does not keep give nothing to commit.
        branch=branch if plan.merge.changes or plan.merge.stages else None,
        # A file in conflict that stays as it is changes in the index alone.
        entries={
            prefix + path: (before.get(path), plan.merge.changes.get(path, before.get(path)))
            for path in (*plan.merge.changes, *plan.merge.stages)
        },
        stages={prefix + path: stages for path, stages in plan.merge.stages.items()},
        created={prefix + path: entry for path, entry in plan.created.items()},
    )


def rehearse(repo: Repo, change: Change) -> None:
    """Raise GitError if the change would be refused as things are; write nothing but objects."""
    check_submodules(change.entries)
    tree = write_tree(repo, repo.commit, {path: pair[1] for path, pair in change.entries.items()})
    with TemporaryDirectory(prefix="formfacts-index-") as folder:
        index = Path(folder, "index")
        copy_index(repo, index)
        check_work_tree(repo, change.entries, tree, index)
    check_branch(repo, change)


def keep_new_baseline(plan: Plan) -> None:
    """Keep the new rendering, which is what the project comes from now, and the one before it.

    Not with what the template's tasks made: an update that does not run them would take that away.
    """
    project = plan.project
    if plan.trusted and plan.theirs.tasks:
        return
    try:
        now = read_generated(project.folder, project.answers_file)
    except InputFileError:  # conflict marks in the answers file
        return
    wanted = Wanted(plan.new, now.answers, now.answers_file)
    keep_rendered(now.repo, wanted.key, plan.theirs)
    before = Wanted(plan.old, project.answers, project.answers_file)
    forget_rendered(now.repo, keep={wanted.key, before.key})


def branch_name(plan: Plan, what: str) -> str:
    """Return the name of the branch for a change; in a monorepo it names the project too."""
    parts = (what[:LONGEST_PART], plan.project.repo.prefix.strip("/")[-LONGEST_PART:])
    # Neither "..", nor ".lock" at the end, nor most signs may be in the name of a branch.
    safe = re.sub(r"[^\w.-]|\.(?=\.|lock$)", "-", "-".join(filter(None, parts)))
    return f"formfacts/{safe.strip('.-')}"
