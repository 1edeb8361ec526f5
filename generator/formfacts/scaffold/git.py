"""Git, as `new` needs it: a repo with a first commit. The only module that starts processes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from formfacts.errors import GitError

BRANCH = "main"
FIRST_COMMIT = "Generate the project with formfacts"
FALLBACK_IDENTITY = {"user.name": "formfacts", "user.email": "formfacts@localhost"}
FOUND_NOTHING = 1

# The user's hooks, signing, global ignore file and background upkeep have no say in this commit:
# it has to hold every rendered file, for later updates to start from.
PLAIN = (
    "core.hooksPath=/dev/null",
    "core.excludesFile=/dev/null",
    "core.autocrlf=false",
    "core.fsmonitor=false",
    "commit.gpgSign=false",
    "gc.auto=0",
    "maintenance.auto=false",
)
# Set inside a git hook; they would send every call to the repo that the hook belongs to.
LOCAL_VARIABLES = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
)


def require_git() -> None:
    """Raise GitError if there is no git to run."""
    if shutil.which("git") is None:
        raise GitError("git is not on PATH: install it (https://git-scm.com/downloads), then retry")


def enclosing_work_tree(folder: Path, target: Path) -> Path | None:
    """Return the root of the work tree that `folder` is in, None where it ignores the target.

    A project made inside another repo (a monorepo) belongs to that one; one made in a folder that
    the other repo ignores, such as a cache, does not.
    """
    found = git(folder, "rev-parse", "--show-toplevel", check=False)
    if found.returncode != 0:
        return None
    ignored = git(folder, "check-ignore", "--quiet", "--", str(target), check=False)
    return None if ignored.returncode == 0 else Path(found.stdout.strip())


def init_with_commit(folder: Path) -> None:
    """Make the folder a repo whose first commit holds everything that .gitignore lets in."""
    git(folder, "init", "--quiet", f"--initial-branch={BRANCH}")
    git(folder, "add", "--all", config=PLAIN)
    settings = (*PLAIN, *fallback_identity(folder))
    git(folder, "commit", "--quiet", "--no-verify", f"--message={FIRST_COMMIT}", config=settings)


def fallback_identity(folder: Path) -> list[str]:
    """Return settings for whichever of name and address the user has not configured."""
    configured = git(folder, "config", "--get-regexp", r"^user\.(name|email)$", check=False).stdout
    return [
        f"{key}={value}" for key, value in FALLBACK_IDENTITY.items() if f"{key} " not in configured
    ]


def git(
    folder: Path, *arguments: str, config: tuple[str, ...] = (), check: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run git in a folder; raise GitError with git's last line if it fails and `check` is set."""
    settings = [part for setting in config for part in ("-c", setting)]
    environment = {key: text for key, text in os.environ.items() if key not in LOCAL_VARIABLES}
    command = ["git", *settings, *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise GitError(
            f"git could not be run: {error.strerror}: check your git installation"
        ) from None
    if check and done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise GitError(f"git {arguments[0]} failed: {said}")
    return done
