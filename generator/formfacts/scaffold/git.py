"""Run git. The only module that starts processes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
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
    init(folder)
    commit_all(folder)


def init(folder: Path) -> None:
    """Make the folder a repo without a commit."""
    git(folder, "init", "--quiet", f"--initial-branch={BRANCH}")


def commit_all(folder: Path) -> None:
    """Make the first commit of everything that .gitignore lets in."""
    git(folder, "add", "--all", config=PLAIN)
    config = (*PLAIN, *fallback_identity(folder))
    git(folder, "commit", "--quiet", "--no-verify", f"--message={FIRST_COMMIT}", config=config)


def fallback_identity(folder: Path) -> list[str]:
    """Return settings for whichever of name and address the user has not configured."""
    configured = git(folder, "config", "--get-regexp", r"^user\.(name|email)$", check=False).stdout
    return [
        f"{key}={value}" for key, value in FALLBACK_IDENTITY.items() if f"{key} " not in configured
    ]


def git(
    folder: Path,
    *arguments: str,
    config: tuple[str, ...] = (),
    check: bool = True,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run git in a folder; raise GitError with git's last line if it fails and `check` is set.

    `env` is added to the environment; after `timeout` seconds git is stopped, which is a GitError.
    """
    command = [*settings(config), *arguments]
    done = run(folder, command, env=env, timeout=timeout)
    if check:
        require_success(done, command)
    return subprocess.CompletedProcess(
        done.args, done.returncode, text(done.stdout), text(done.stderr)
    )


def git_bytes(
    folder: Path,
    *arguments: str,
    stdin: bytes = b"",
    config: tuple[str, ...] = (),
    check: bool = True,
    env: Mapping[str, str] | None = None,
) -> bytes:
    """Run git on bytes in, bytes out; raise GitError as `git` does."""
    command = [*settings(config), *arguments]
    done = run(folder, command, stdin=stdin, env=env)
    if check:
        require_success(done, command)
    return done.stdout


def settings(config: Sequence[str]) -> list[str]:
    """Return git's options for settings that hold for one call."""
    return [part for setting in config for part in ("-c", setting)]


def run(
    folder: Path,
    arguments: Sequence[str],
    *,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run git, away from whatever repo the caller's environment variables point at."""
    inherited = {key: value for key, value in os.environ.items() if key not in LOCAL_VARIABLES}
    try:
        return subprocess.run(
            ["git", *arguments],  # noqa: S607  wherever the user has it
            cwd=folder,
            env={**inherited, **(env or {})},
            input=stdin,
            capture_output=True,
            check=False,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired:
        raise GitError(
            f"git {verb(arguments)} took longer than {timeout:.0f} s: check the network, then retry"
        ) from None
    except OSError as error:
        raise GitError(
            f"git could not be run: {error.strerror}: check your git installation"
        ) from None


def require_success(done: subprocess.CompletedProcess[bytes], arguments: Sequence[str]) -> None:
    """Raise GitError with git's last line if it failed."""
    if done.returncode != 0:
        said = (text(done.stderr).strip().splitlines() or ["it gave no reason"])[-1]
        raise GitError(f"git {verb(arguments)} failed: {said}")


def verb(arguments: Sequence[str]) -> str:
    """Return which git command the arguments name, past the settings before it."""
    rest = list(arguments)
    while rest[:1] in (["-c"], ["-C"]):
        rest = rest[2:]
    return rest[0] if rest else ""


def text(output: bytes) -> str:
    """Return what git printed as text, whatever bytes it holds."""
    return output.decode("utf-8", "replace")
