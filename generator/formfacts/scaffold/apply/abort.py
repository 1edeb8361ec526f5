"""Undo the last update or promote: every file, the index and HEAD as they were."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from formfacts.errors import GitError, TargetError
from formfacts.scaffold.apply.apply import locked
from formfacts.scaffold.apply.disk import alike, modes_count, on_disk
from formfacts.scaffold.apply.index import index_entries
from formfacts.scaffold.apply.journal import (
    NOBODY,
    Journal,
    aborting,
    applied,
    find_journal,
    write_journal,
)
from formfacts.scaffold.apply.recover import recover, take_back
from formfacts.scaffold.merge.tree import Entry, write_tree
from formfacts.scaffold.repo import Repo, open_repo
from formfacts.scaffold.staging import refusal, terminated_as_exit, uninterrupted


@dataclass(frozen=True, slots=True)
class Aborted:
    """What was undone; `saved` is the ref under which the user's later edits are kept, if any."""

    command: str
    files: int
    saved: str | None
    edited: tuple[str, ...]


def abort(repo: Repo) -> Aborted:
    """Put everything back as it was before the last run.

    What the user has edited of its files since is saved in a commit first. Raises GitError where
    there is nothing to undo, or where the result has been committed.
    """
    with locked(repo), terminated_as_exit():
        try:
            recovered = recover(repo)
            if recovered is not None and recovered.undone is not None:
                return aborted(recovered.undone, None, set(recovered.touched))
            if recovered is not None and not recovered.finished:
                return Aborted(recovered.command, 0, None, recovered.touched)
            with uninterrupted():
                return undo_last(open_repo(repo.top))
        except OSError as error:
            raise TargetError(refusal(repo.top, error)) from None


def undo_last(repo: Repo) -> Aborted:
    """Undo the last run that came to its end."""
    found = find_journal(repo, applied(repo))
    if found is None:
        raise GitError(f"there is no update or promote to undo in {repo.top}")
    _, journal = found
    check_still_there(repo, journal)
    staged, edited = staged_since(repo, journal), edited_since(repo, journal)
    saved = save(repo, staged, edited) if staged or edited else None
    journal = replace(journal, edited=edited)
    record = write_journal(repo, journal, repo.git("rev-parse", f"{found[0]}:after").strip())
    repo.git("update-ref", aborting(repo), record)
    touched = take_back(repo, journal)
    return aborted(journal, saved, {*staged, *touched})


def aborted(journal: Journal, saved: str | None, touched: set[str]) -> Aborted:
    """Say what was undone."""
    edited = tuple(sorted(touched | journal.edited.keys()))
    return Aborted(journal.command, len(journal.changes), saved, edited)


def check_still_there(repo: Repo, journal: Journal) -> None:
    """Raise GitError if HEAD is no longer where the run left it, or cannot go back."""
    if (repo.git_dir / "index.lock").exists():
        raise GitError(f"{repo.git_dir / 'index.lock'} exists: wait for the git that made it")
    branch = journal.new_branch or journal.branch
    if (repo.branch, repo.commit) != (branch, journal.target):
        if journal.new_branch is None:
            raise GitError(
                f"the {journal.command} has been committed or left since: undo it with git revert"
            )
        name = journal.new_branch.removeprefix("refs/heads/")
        raise GitError(
            f"HEAD has moved since the {journal.command}: its branch is {name}; leave it with git "
            f"switch and drop it with git branch -D {name}"
        )
    if journal.branch is not None and journal.new_branch is not None:
        now = repo.git("rev-parse", "--verify", "--quiet", journal.branch, check=False).strip()
        if now != journal.commit:
            name = journal.branch.removeprefix("refs/heads/")
            raise GitError(
                f"the branch {name} has moved since the {journal.command}: git switch it"
            )


def edited_since(repo: Repo, journal: Journal) -> dict[str, Entry]:
    """Return the run's files that are neither as it wrote them nor as they were before."""
    modes = modes_count(repo)
    return {
        path: found
        for path, found in on_disk(repo, journal.changes).items()
        if found is not None
        and found.oid
        and not any(alike(found, entry, modes=modes) for entry in journal.changes[path])
    }


def staged_since(repo: Repo, journal: Journal) -> dict[str, Entry]:
    """Return what the user has staged of the run's files since."""
    return {
        path: entries[0]
        for path, entries in index_entries(repo, journal.changes.keys()).items()
        if 0 in entries
        and entries[0] not in {*journal.changes[path], *journal.stages.get(path, ())}
    }


def save(repo: Repo, staged: dict[str, Entry], edited: dict[str, Entry]) -> str:
    """Keep what is staged and the files as they are now in commits, and return their ref.

    One commit for what is staged, if there is any, and one on top of it for the files.
    """
    for path, entry in edited.items():
        if entry.regular:
            repo.git("hash-object", "-w", "--", path)
        else:
            target = (repo.top / path).readlink()
            repo.git_bytes("hash-object", "-w", "--stdin", stdin=bytes(target))
    oid = repo.commit
    for files, message in ((staged, "Staged, and undone"), (edited, "Edited, and undone")):
        if files:
            tree = write_tree(repo, oid, files)
            oid = repo.git(*NOBODY, "commit-tree", tree, "-p", oid, "-m", message).strip()
    ref = f"refs/formfacts/kept/{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    repo.git("update-ref", ref, oid)
    return ref
