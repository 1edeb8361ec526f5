"""The git repo that a project lies in, and what can be asked of it without changing it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from formfacts.errors import GitError
from formfacts.scaffold.git import PLAIN, git, git_bytes, run

# The user's hooks and signing have no say here; how the user's files are stored has: line endings,
# filters.
QUIET = tuple(setting for setting in PLAIN if not setting.startswith("core.autocrlf"))

# What git is in the middle of while one of these lies in its folder.
UNDER_WAY = {
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
    "BISECT_LOG": "a bisection",
}


@dataclass(frozen=True, slots=True)
class Repo:
    """A work tree and its git folders.

    `top` is the root of the work tree, `prefix` the project's folder below it: empty, or ending in
    a slash. `commit` is what HEAD names, `branch` the full name of the branch, None if detached.
    `objects` is added to git's environment where the repo's own objects cannot be written.
    """

    top: Path
    git_dir: Path
    common_dir: Path
    prefix: str
    commit: str
    branch: str | None
    objects: Mapping[str, str] = field(default_factory=dict)

    def git(self, *arguments: str, check: bool = True, env: Mapping[str, str] | None = None) -> str:
        """Run git at the top of the work tree and return what it printed."""
        environment = {**self.objects, **(env or {})}
        return git(self.top, *arguments, config=QUIET, check=check, env=environment).stdout

    def git_bytes(
        self, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> bytes:
        """Run git at the top of the work tree, bytes in and bytes out."""
        environment = {**self.objects, **(env or {})}
        return git_bytes(self.top, *arguments, stdin=stdin, config=QUIET, env=environment)

    @property
    def name(self) -> str:
        """What tells this work tree's refs from those of the repo's other work trees.

        A linked one may be called main, too.
        """
        return "main" if self.git_dir == self.common_dir else f"linked/{self.git_dir.name}"

    @property
    def under_way(self) -> str | None:
        """What git is in the middle of, if anything."""
        return next(
            (what for name, what in UNDER_WAY.items() if (self.git_dir / name).exists()), None
        )


def open_repo(project: Path) -> Repo:
    """Return the repo that the project lies in.

    Raises GitError where there is none, or none with a commit and a work tree.
    """
    if not project.is_dir():
        raise GitError(f"{project} is not a folder: name the folder of a project")
    found = run(project, ["rev-parse", *QUESTIONS, "HEAD", "--symbolic-full-name", "HEAD"])
    if found.returncode != 0:
        raise no_repo(project)
    answers = os.fsdecode(found.stdout).split("\n")[:-1]
    if len(answers) != len(QUESTIONS) + 2:
        raise GitError(f"{project}: a folder's name holds a line break: rename that folder")
    top, git_dir, common, prefix, commit, branch = answers
    return Repo(
        top=Path(top),
        git_dir=Path(git_dir),
        common_dir=Path(os.path.realpath(project / common)),
        prefix=prefix,
        commit=commit,
        branch=None if branch == "HEAD" else branch,
    )


QUESTIONS = ("--show-toplevel", "--absolute-git-dir", "--git-common-dir", "--show-prefix")


def no_repo(project: Path) -> GitError:
    """Say why there is no repo to work with."""
    found = git(project, "rev-parse", *QUESTIONS, check=False)
    if found.returncode == 0:
        return GitError(f"{project}: the repo has no commit yet: commit your work first")
    why = found.stderr.strip().splitlines()
    hint = "run git init, git add and git commit in it first, so that nothing can be lost"
    said = f" ({why[0]})" if why and "not a git repository" not in why[0] else ""
    return GitError(f"{project} is in no git work tree{said}: {hint}")


@contextmanager
def with_room_for_objects(repo: Repo) -> Iterator[Repo]:
    """Give the repo with a place for new objects: a temporary one where its own is read-only."""
    own = repo.common_dir / "objects"
    if os.access(own, os.W_OK):
        yield repo
        return
    with TemporaryDirectory(prefix="formfacts-objects-") as folder:
        places = {"GIT_OBJECT_DIRECTORY": folder, "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(own)}
        yield replace(repo, objects=places)
