"""Where the files to come wait, and what stood in their places is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from formfacts.errors import TargetError
from formfacts.scaffold.repo import Repo
from formfacts.scaffold.staging import refusal, uninterrupted

# How the folders are named, by which a later run knows what a killed one left.
MARK = ".formfacts"


class UnfinishedError(TargetError):
    """Neither done nor put back: the next command needs what waits and what was kept."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A folder inside git's own, out of its sight, for the index to come and for files.

    Where the work tree is on another file system the files wait `beside` its own, since only within
    one can a file be put in its place in one step.
    """

    folder: Path
    beside: Path | None = None

    @property
    def new(self) -> Path:
        """Where the files to come wait."""
        return (self.beside or self.folder) / "new"

    @property
    def old(self) -> Path:
        """Where what stood in their places is kept."""
        return (self.beside or self.folder) / "old"

    @property
    def index(self) -> Path:
        """The index to come; while we have git's index locked, the lock is its equal."""
        return self.folder / "index"

    @property
    def fresh_index(self) -> Path:
        """The same, once it also knows the files that are in place."""
        return self.folder / "fresh-index"

    @property
    def old_index(self) -> Path:
        """The index as it was."""
        return self.folder / "old-index"


@contextmanager
def waiting_folder(repo: Repo) -> Iterator[Waiting]:
    """Give a new folder; remove it afterwards, unless the run ends with an UnfinishedError."""
    waiting = make_waiting(repo)
    try:
        yield waiting
    except UnfinishedError:
        raise
    except BaseException:
        remove(waiting)
        raise
    remove(waiting)


def make_waiting(repo: Repo) -> Waiting:
    """Make the folder."""
    inside = repo.git_dir / "formfacts"
    try:
        inside.mkdir(exist_ok=True)
        waiting = Waiting(Path(mkdtemp(suffix=MARK, dir=inside)))
        if inside.stat().st_dev != repo.top.stat().st_dev:
            waiting = find_waiting(repo, waiting.folder.name)
            waiting.new.parent.mkdir(mode=0o700)
    except OSError as error:
        raise TargetError(refusal(repo.top, error)) from None
    return waiting


def find_waiting(repo: Repo, name: str) -> Waiting:
    """Return the folder of that name, which may be gone."""
    inside = repo.git_dir / "formfacts"
    same_disk = inside.stat().st_dev == repo.top.stat().st_dev
    return Waiting(inside / name, None if same_disk else repo.top / f".{name}")


def remove(waiting: Waiting) -> None:
    """Remove the folder, whatever is in it."""
    with uninterrupted():
        for folder in (waiting.beside, waiting.folder):
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)


def waiting_folders(repo: Repo) -> Iterator[Waiting]:
    """Yield those of this work tree; the caller holds the lock, so they are of killed runs."""
    with suppress(FileNotFoundError):
        for folder in sorted((repo.git_dir / "formfacts").glob(f"*{MARK}")):
            yield find_waiting(repo, folder.name)


def sweep(repo: Repo) -> None:
    """Remove the folders in which killed runs had files waiting."""
    for waiting in waiting_folders(repo):
        remove(waiting)
