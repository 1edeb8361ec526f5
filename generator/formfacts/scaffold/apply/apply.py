"""Apply a merge: everything is made first, then put in place in steps that can be undone.

The order is what makes a kill at any moment harmless: new files and the new index lie ready in
git's folder; a ref records what is to happen; git's index is locked; each file is replaced in one
step, its predecessor kept; the index is swapped; HEAD moves; the record becomes that of the past.
`formfacts.scaffold.apply.recover` picks up after a kill at any of these.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from formfacts.errors import FormfactsError, GitError, TargetError
from formfacts.scaffold.apply.disk import Stamp, stamp
from formfacts.scaffold.apply.files import (
    add_file,
    check_submodules,
    in_the_way,
    prepare,
    prepare_entries,
    remove_file,
    replace_file,
)
from formfacts.scaffold.apply.index import change_index, copy_index, lock_index, swap_index
from formfacts.scaffold.apply.journal import Journal, Pair, applying, write_journal
from formfacts.scaffold.apply.recover import Recovery, finish, recover, roll_back
from formfacts.scaffold.apply.verify import check_work_tree
from formfacts.scaffold.apply.waiting import UnfinishedError, Waiting, waiting_folder
from formfacts.scaffold.git import fallback_identity
from formfacts.scaffold.merge.threeway import Stages
from formfacts.scaffold.merge.tree import Entry, write_tree
from formfacts.scaffold.repo import Repo, open_repo
from formfacts.scaffold.staging import refusal, terminated_as_exit, uninterrupted


@dataclass(frozen=True, slots=True)
class Change:
    """What to write, in paths of the work tree.

    `branch` is the branch to make (its short name), None to stay on the present one; `message` that
    of its commit. `created` are ignored files: written where nothing stands, unknown to git.
    """

    command: str
    message: str
    branch: str | None
    entries: Mapping[str, Pair]
    stages: Mapping[str, Stages] = field(default_factory=dict)
    created: Mapping[str, Entry] = field(default_factory=dict)


def apply_change(
    repo: Repo, change: Change, *, afterwards: Callable[[], object] | None = None
) -> Journal:
    """Write the change and return what was done.

    `afterwards` is called when all is in place. It may fail, and a kill in it is picked up like one
    amid the writing: what it changes in the repo should be of the kind that can be done without.

    Raises GitError or TargetError with nothing changed: where work is in the way, the disk is full,
    HEAD or a file has changed since the merge was made, or another process is at it.
    """
    with locked(repo), terminated_as_exit():
        recover(repo)
        check_submodules(change.entries)
        try:
            with waiting_folder(repo) as waiting:
                return write(repo, change, waiting, afterwards or (lambda: None))
        except OSError as error:
            raise TargetError(refusal(repo.top, error)) from None


def clean_up(repo: Repo) -> Recovery | None:
    """Finish or roll back what an interrupted run left in the work tree."""
    with locked(repo), terminated_as_exit():
        try:
            return recover(repo)
        except OSError as error:
            raise TargetError(refusal(repo.top, error)) from None


def write(
    repo: Repo, change: Change, waiting: Waiting, afterwards: Callable[[], object]
) -> Journal:
    """Make everything ready, then put it in place, or put everything back."""
    seen = Seen.of(repo, change.entries)
    after = {path: pair[1] for path, pair in change.entries.items()}
    tree = write_tree(repo, repo.commit, after)
    copy_index(repo, waiting.index)
    sparse = check_work_tree(repo, change.entries, tree, waiting.index).sparse
    copy_index(repo, waiting.index)
    changes = {
        path: pair
        for path, pair in change.entries.items()
        if pair[0] != pair[1] and path not in sparse
    }
    prepare(repo, waiting, tree, [path for path, pair in changes.items() if pair[1] is not None])
    prepare_entries(repo, waiting, change.created)
    change_index(repo, waiting.index, after, change.stages, sparse)
    journal = planned(repo, change, waiting, tree, sparse)
    record = write_journal(repo, journal, tree)
    with uninterrupted():
        repo.git("update-ref", applying(repo), record, "0" * len(record))
        try:
            lock_index(repo, waiting)
            seen.require_same(repo)
            put_in_place(repo, waiting, changes, seen)
            create_missing(repo, waiting, change.created)
            swap_index(repo, waiting)
            return finish(repo, record, journal, afterwards)
        except BaseException as error:
            put_everything_back(repo, journal, error)
            raise


def put_everything_back(repo: Repo, journal: Journal, error: BaseException) -> None:
    """Roll back after an error; raise UnfinishedError if that fails too."""
    try:
        roll_back(repo, journal)
    except (OSError, FormfactsError) as another:
        why = refusal(repo.top, error) if isinstance(error, OSError) else str(error)
        raise UnfinishedError(
            f"{why}; what was written could not be put back yet ({another}): once that is mended, "
            "formfacts update --abort puts it back"
        ) from None


@dataclass(frozen=True, slots=True)
class Seen:
    """The work tree as it was checked: stamps of the index and of the files to change."""

    index: Stamp
    files: Mapping[str, Stamp]

    @classmethod
    def of(cls, repo: Repo, paths: Iterable[str]) -> Seen:
        """Look at the work tree, before anything of it is read."""
        files = {path: stamp(repo.top / path) for path in paths}
        return cls(stamp(repo.git_dir / "index"), files)

    def require_same(self, repo: Repo) -> None:
        """Raise GitError if HEAD or the index has changed since. Git's index is locked by now."""
        now = open_repo(repo.top)
        index = stamp(repo.git_dir / "index")
        if (now.commit, now.branch, index) != (repo.commit, repo.branch, self.index):
            raise GitError(f"{repo.top} has changed meanwhile: run the command again")

    def require_same_file(self, repo: Repo, path: str) -> None:
        """Raise GitError if a file has changed since."""
        if stamp(repo.top / path) != self.files[path]:
            raise GitError(f"{repo.top / path} has changed meanwhile: run the command again")


def check_branch(repo: Repo, change: Change) -> None:
    """Raise GitError if the branch to make is there."""
    branch = f"refs/heads/{change.branch}"
    if change.branch and repo.git("rev-parse", "--verify", "--quiet", branch, check=False).strip():
        raise GitError(
            f"the branch {change.branch} exists: merge or delete it (git branch -D "
            f"{change.branch}), then retry; nothing was changed"
        )


def planned(
    repo: Repo, change: Change, waiting: Waiting, tree: str, sparse: frozenset[str]
) -> Journal:
    """Return the record of the change, with its commit where there is nothing left to resolve."""
    branch = None if change.branch is None else f"refs/heads/{change.branch}"
    result = None
    if branch is not None:
        check_branch(repo, change)
        if not change.stages:
            result = commit(repo, tree, change.message)
    return Journal(
        command=change.command,
        prefix=repo.prefix,
        commit=repo.commit,
        branch=repo.branch,
        new_branch=branch,
        result=result,
        changes=dict(change.entries),
        stages=dict(change.stages),
        created=dict(change.created),
        folder=waiting.folder.name,
        sparse=tuple(sorted(sparse)),
    )


def commit(repo: Repo, tree: str, message: str) -> str:
    """Store a commit on top of HEAD, without hooks or signing, and return its hash."""
    identity = [part for setting in fallback_identity(repo.top) for part in ("-c", setting)]
    command = ("commit-tree", "--no-gpg-sign", tree, "-p", repo.commit, "-m", message)
    return repo.git(*identity, *command).strip()


def put_in_place(repo: Repo, waiting: Waiting, changes: Mapping[str, Pair], seen: Seen) -> None:
    """Write files, and then take away what is gone, so that a renamed file never is.

    Only what stands in the way, a file where a folder is to be, is taken away first.
    """
    leaving = {path for path, pair in changes.items() if pair[1] is None}
    first = in_the_way(leaving, changes.keys() - leaving)
    for path in sorted(changes, key=lambda path: (path not in first, path in leaving, path)):
        before, after = changes[path]
        if before is not None:
            seen.require_same_file(repo, path)
        if after is None:
            remove_file(repo, waiting, path)
        elif before is not None:
            replace_file(repo, waiting, path)
        elif not add_file(repo, waiting, path):
            raise GitError(f"{repo.top / path} has appeared meanwhile: run the command again")


def create_missing(repo: Repo, waiting: Waiting, created: Iterable[str]) -> None:
    """Put ignored files where there are none; one that has appeared meanwhile stays."""
    for path in sorted(created):
        add_file(repo, waiting, path)


@contextmanager
def locked(repo: Repo) -> Iterator[None]:
    """Keep other formfacts processes off the work tree; the lock goes with this process."""
    folder = repo.git_dir / "formfacts"
    try:
        folder.mkdir(exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise TargetError(refusal(folder, error)) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise GitError(f"another formfacts works on {repo.top}: wait for it, then retry") from None
    try:
        yield
    finally:
        os.close(descriptor)
