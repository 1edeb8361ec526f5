"""Finish or roll back what a killed run left, never over what the user has done since."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from formfacts.errors import FormfactsError, GitError
from formfacts.scaffold.apply.index import (
    before,
    expected,
    holds,
    index_entries,
    swap_back,
    unlock_index,
)
from formfacts.scaffold.apply.journal import Journal, aborting, applied, applying, find_journal
from formfacts.scaffold.apply.locks import free_own_refs, free_stale_locks
from formfacts.scaffold.apply.undo import put_back, restore_index
from formfacts.scaffold.apply.waiting import find_waiting, remove, sweep, waiting_folders
from formfacts.scaffold.merge.tree import read_tree
from formfacts.scaffold.repo import Repo, open_repo
from formfacts.scaffold.staging import uninterrupted


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was done about an interrupted run; `touched` are files left as the user has them.

    `conflicts` are the files that the finished run leaves to resolve, `undone` is the run that an
    abort, if that is what was interrupted, has undone.
    """

    command: str
    finished: bool
    touched: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    undone: Journal | None = None

    def __str__(self) -> str:
        """Return one sentence for the user."""
        done = "finished" if self.finished else "rolled back"
        left = f"; left as you have them since: {', '.join(self.touched)}" if self.touched else ""
        open_ = f"; in conflict: {', '.join(self.conflicts)}" if self.conflicts else ""
        return f"an interrupted {self.command} was {done}{left}{open_}"


def recover(repo: Repo) -> Recovery | None:
    """Clean up after a run that was killed. The caller holds the lock, so no run is under way."""
    with uninterrupted():
        free_own_refs(repo)
        recovery = None
        if (found := find_journal(repo, aborting(repo))) is not None:
            recovery = resume_abort(repo, found[1])
        elif (found := find_journal(repo, applying(repo))) is not None:
            recovery = resume(repo, *found)
        sweep(repo)
        return recovery


def resume(repo: Repo, record: str, journal: Journal) -> Recovery:
    """Finish a run whose files and index are in place; roll any other back."""
    free_stale_locks(repo, journal)
    if holds(repo, journal.changes, journal.stages) and is_still_there(repo, journal):
        try:
            finish(repo, record, journal)
        except GitError:  # such as a branch of that name, made since
            return Recovery(journal.command, finished=False, touched=roll_back(repo, journal))
        return Recovery(journal.command, finished=True, conflicts=tuple(sorted(journal.stages)))
    return Recovery(journal.command, finished=False, touched=roll_back(repo, journal))


def resume_abort(repo: Repo, journal: Journal) -> Recovery:
    """Finish an abort; files that were edited after it was killed stay."""
    free_stale_locks(repo, journal)
    unlock_all(repo)
    touched = take_back(repo, journal)
    return Recovery("abort", finished=True, touched=touched, undone=journal)


def is_still_there(repo: Repo, journal: Journal) -> bool:
    """Whether HEAD is where the run found it, or where it was to bring it."""
    now = open_repo(repo.top)
    return (now.branch, now.commit) in {
        (journal.branch, journal.commit),
        (journal.new_branch or journal.branch, journal.target),
    }


def finish(
    repo: Repo, record: str, journal: Journal, afterwards: Callable[[], object] = lambda: None
) -> Journal:
    """Move HEAD, with files and index in place, and let the record be that of the past."""
    if journal.new_branch is not None:
        message = f"formfacts {journal.command}"
        command = ("rev-parse", "--verify", "--quiet", journal.new_branch)
        if repo.git(*command, check=False).strip() != journal.target:
            zero = "0" * len(journal.target)
            repo.git("update-ref", "-m", message, journal.new_branch, journal.target, zero)
        repo.git("symbolic-ref", "-m", message, "HEAD", journal.new_branch)
    repo.git("update-ref", applied(repo), record)
    waiting = find_waiting(repo, journal.folder)
    unlock_index(repo, waiting)
    remove(waiting)
    with suppress(FormfactsError, OSError):
        afterwards()
    repo.git("update-ref", "-d", applying(repo))
    return journal


def roll_back(repo: Repo, journal: Journal) -> tuple[str, ...]:
    """Put back everything that is as the run left it; return the files that are not.

    The run did not come to its end: the user has not seen its result. The index comes first, since
    it tells a later recovery that files are to be put back; what HEAD names otherwise by now is the
    user's own affair.
    """
    waiting = find_waiting(repo, journal.folder)
    paths = not_committed_since(repo, journal)
    if not swap_back(repo, waiting) and (arrived := in_index(repo, journal) & set(paths)):
        unlock_all(repo)
        restore_index(repo, journal, arrived)
    touched = put_back(repo, journal, paths)
    leave_branch(repo, journal)
    unlock_all(repo)
    sweep(repo)
    repo.git("update-ref", "-d", applying(repo))
    return touched


def unlock_all(repo: Repo) -> None:
    """Let go of git's lock, whichever run of ours took it."""
    for waiting in waiting_folders(repo):
        unlock_index(repo, waiting)


def not_committed_since(repo: Repo, journal: Journal) -> list[str]:
    """Return the changed paths that HEAD still has as they were before the run."""
    if is_still_there(repo, journal):
        return list(journal.changes)
    tree = read_tree(repo, "HEAD")
    return [path for path, pair in journal.changes.items() if tree.get(path) == pair[0]]


def in_index(repo: Repo, journal: Journal) -> set[str]:
    """Return the paths whose index entries are those that the run was to bring."""
    changes, stages = journal.changes, journal.stages
    found = index_entries(repo, changes.keys() | stages.keys())
    return {
        path
        for path, now in found.items()
        if now == expected(path, changes, stages) != before(path, changes)
    }


def take_back(repo: Repo, journal: Journal) -> tuple[str, ...]:
    """Undo a run that came to its end; what the user did until now has been saved.

    Returns the files that were changed once more since they were saved.
    """
    touched = put_back(repo, journal, list(journal.changes))
    restore_index(repo, journal, list(journal.changes))
    leave_branch(repo, journal)
    sweep(repo)
    for ref in (applied(repo), aborting(repo)):
        repo.git("update-ref", "-d", ref)
    return touched


def leave_branch(repo: Repo, journal: Journal) -> None:
    """Go back to where HEAD was, and drop the run's branch if nothing was added to it."""
    if journal.new_branch is None:
        return
    now = open_repo(repo.top)
    if (now.branch, now.commit) == (journal.new_branch, journal.target):
        if journal.branch is not None:
            repo.git("symbolic-ref", "HEAD", journal.branch)
        else:
            repo.git("update-ref", "--no-deref", "HEAD", journal.commit)
    elif now.branch == journal.new_branch:
        return
    repo.git("update-ref", "-d", journal.new_branch, journal.target, check=False)
