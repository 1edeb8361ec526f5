"""The user of a project, who writes files and runs git."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.matrix.texts import Content, Link, Program, Writes

CONFIGURED = {
    "user.name": "Ann",
    "user.email": "ann@example.org",
    "core.hooksPath": "/dev/null",
    "protocol.file.allow": "always",
}


class User:
    """Works in a project; `top` is the root of its repo, `arena` a folder for other repos.

    `tracked` are the files that git kept when the project was generated.
    """

    def __init__(self, arena: Path, prefix: str) -> None:
        self.arena = arena
        self.top = arena / "repo"
        self.project = self.top / prefix
        self.tracked: frozenset[str] = frozenset()
        self.project.mkdir(parents=True)
        git(self.top, "init", "--quiet", "--template=", "--initial-branch=main")

    def move_to(self, top: Path) -> None:
        """Work in another work tree from now on."""
        self.top = self.project = top

    def git(self, *arguments: str, stdin: bytes = b"", fails: bool = False) -> str:
        """Run git in the project, and return what it prints; `fails` is whether it may fail."""
        done = git(self.project, *arguments, stdin=stdin, fails=fails)
        return os.fsdecode(done)

    def write(self, writes: Writes) -> None:
        """Write files of the project; None deletes."""
        for path, content in writes.items():
            put(self.project / path, content)

    def commit(self, writes: Writes | None = None) -> None:
        """Commit everything, after writing these files."""
        self.write(writes or {})
        self.git("add", "--all", str(self.top))
        self.git("commit", "--quiet", "--allow-empty", "--message=Work")


def git(folder: Path, *arguments: str, stdin: bytes = b"", fails: bool = False) -> bytes:
    """Run git in a folder, with a plain configuration, the same day and no one's hooks."""
    settings = [part for item in CONFIGURED.items() for part in ("-c", "=".join(item))]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
        "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z",
    }
    done = subprocess.run(
        ["git", *settings, *arguments],
        cwd=folder,
        env=environment,
        input=stdin,
        capture_output=True,
        check=not fails,
    )
    return done.stdout


def put(place: Path, content: Content | None) -> None:
    """Write one file, in the place of whatever is there."""
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.is_dir():
        shutil.rmtree(place)
    if content is None:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    match content:
        case Link(target):
            place.symlink_to(target)
        case Program(lines):
            place.write_bytes(lines.encode())
            place.chmod(0o755)
        case bytes():
            place.write_bytes(content)
        case _:
            place.write_bytes(content.encode())


def put_all(folder: Path, files: Mapping[str, Content]) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        put(folder / path, content)
