"""A template as it travels to another machine: its state now and the history behind it, in bytes.

It goes as a git repo, for it is from one that versions, updates and changes are read. What is not
committed goes as a commit on top; what .gitignore leaves out stays behind.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from pathlib import Path

from formfacts.errors import UsageError
from formfacts.scaffold.git import PLAIN, git
from formfacts.smoke.subject import copy_repo, public_name

STATE = "refs/heads/under-test"
# So that the commit that changes are counted from goes along, whatever it belongs to.
SINCE = "refs/heads/changed-since"
LARGEST = 500 * 1024 * 1024


def pack(root: Path, since: str | None = None) -> bytes:
    """Return the template under `root` with its tags and the commit `since`.

    Raises UsageError if that is more than 500 MB.
    """
    scratch = Path(tempfile.mkdtemp(prefix="formfacts-luggage-"))
    try:
        copy, bare = scratch / "copy", scratch / "bare"
        git(copy, "update-ref", STATE, copy_repo(root, copy))
        if since is not None:
            git(copy, "update-ref", SINCE, since)
        # A bundle would do but for shallow clones, as CI makes them: only a clone stays whole.
        options = ("--quiet", "--bare", "--no-local", "--template=")
        git(scratch, "clone", *options, "--", str(copy), str(bare))
        settle(bare, public_name(root))
        return zipped(root, bare)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def settle(repo: Path, source: str) -> None:
    """Make a bare clone the repo of a folder, with the source that the original has."""
    git(repo, "symbolic-ref", "HEAD", STATE)
    git(repo, "config", "core.bare", "false")
    git(repo, "config", "--remove-section", "remote.origin")
    if source:
        git(repo, "config", "remote.origin.url", source)


def zipped(root: Path, repo: Path) -> bytes:
    """Return the files of a repo, which are compressed already."""
    files = [path for path in sorted(repo.rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    if size > LARGEST:
        raise UsageError(
            f"{root} with its history is {size / 1024**2:,.0f} MB, and {LARGEST // 1024**2} MB can "
            "travel to another machine: name what is not needed in .gitignore, or make a shallow "
            "clone"
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in files:
            archive.write(path, path.relative_to(repo))
    return packed.getvalue()


def unpack(luggage: bytes, root: Path) -> None:
    """Make the new folder `root` what `pack` was given, as a repo in which nothing has changed."""
    repo = root / ".git"
    # Git takes a folder without it for no repo.
    (repo / "refs").mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(luggage)) as archive:
        archive.extractall(repo)
    git(root, "reset", "--quiet", "--hard", config=PLAIN)
