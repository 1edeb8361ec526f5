"""Git repos with tagged versions, made on the spot for tests about templates."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

IDENTITY = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
Version = Mapping[str, str]


def run_git(folder: Path, *arguments: str) -> str:
    """Return what git prints."""
    command = ["git", *IDENTITY, *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def make_repo(folder: Path, versions: Mapping[str, Version], *, annotated: bool = False) -> Path:
    """Make a repo with one commit for each version, whose files are all that it has.

    A version is tagged by its name; one that begins with `-` is a commit without a tag.
    """
    folder.mkdir(parents=True)
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    for tag, files in versions.items():
        commit(folder, tag, files)
        if not tag.startswith("-"):
            run_git(folder, "tag", *(["--message=x"] if annotated else []), tag)
    return folder


def commit(folder: Path, message: str, files: Version) -> str:
    """Commit the files in the place of all that was there, and return the hash."""
    run_git(folder, "rm", "-r", "--quiet", "--force", "--ignore-unmatch", "--", ".")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")
    run_git(folder, "add", "--all", "--force")
    run_git(folder, "commit", "--quiet", "--allow-empty", f"--message=_{message}")
    return run_git(folder, "rev-parse", "HEAD")


def make_bundle(repo: Path, bundle: Path) -> Path:
    """Bundle all of a repo."""
    run_git(repo, "bundle", "create", "--quiet", str(bundle), "--all")
    return bundle


def contents(folder: Path) -> dict[str, str]:
    """Return the text of every file below the folder, by path."""
    found = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    return {
        str(path.relative_to(folder)): path.read_bytes().decode("utf-8", "replace")
        for path in sorted(found)
    }
