"""A place for projects that are killed: each trial starts from a fresh copy, at the same path."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.scaffold.apply.nursery import Ended, Nursery
from tests.scaffold.apply.template import (
    CONFLICTING,
    MARKS,
    UNCOMMITTED,
    State,
    make_project,
    make_template,
    state,
    work_tree,
)
from tests.scaffold.repos import run_git

UPDATE, PROMOTE = ("update", "--defaults"), ("promote", "--to", "rag")
APPLYING, APPLIED = "refs/formfacts/applying/main", "refs/formfacts/applied/main"


@dataclass(frozen=True, slots=True)
class Case:
    """A command on a project, with or without conflicts: `name` is the project's too."""

    name: str
    command: tuple[str, ...]

    @property
    def conflicts(self) -> bool:
        """Whether the command ends with conflicts."""
        return "conflicts" in self.name


CASES = {
    case.name: case
    for case in (
        Case("update", UPDATE),
        Case("update in place", (*UPDATE, "--in-place")),
        Case("update with conflicts", UPDATE),
        Case("promote", PROMOTE),
        Case("promote in place", (*PROMOTE, "--in-place")),
    )
}


@dataclass(slots=True)
class Arena:
    """The template and its projects; `work` is where the copies stand, one at a time.

    That is in `folder`, unless it is given another `home`.
    """

    folder: Path
    nursery: Nursery
    results: dict[str, State] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    home: Path | None = None

    @property
    def work(self) -> Path:
        """The project that a trial is about."""
        return (self.home or self.folder) / "work"

    def fresh(self, case: Case) -> Path:
        """Put a fresh copy of the case's project in its place, and return that."""
        return self.put(self.original(case))

    def keep(self, name: str) -> Path:
        """Keep a copy of the project as it is now."""
        kept = self.folder / "kept" / name
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.work, kept, symlinks=True)
        return kept

    def put(self, kept: Path) -> Path:
        """Put a copy of that in the project's place."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(kept, self.work, symlinks=True)
        return self.work

    def original(self, case: Case) -> Path:
        """Return the project as it was made, which nothing changes."""
        return self.folder / ("conflicts" if case.conflicts else "plain")

    def before(self, case: Case) -> State:
        """Return the state before the command."""
        return state(self.original(case))

    def after(self, case: Case) -> State:
        """Return the state after a run of the command that nothing disturbs."""
        if case.name not in self.results:
            project = self.fresh(case)
            started = time.monotonic()
            ended = self.run(case.command, project)
            self.times[case.name] = time.monotonic() - started
            assert ended.code == (3 if case.conflicts else 0), ended
            self.results[case.name] = state(self.work)
        return self.results[case.name]

    def time_of(self, case: Case) -> float:
        """Return how many seconds that run took."""
        self.after(case)
        return self.times[case.name]

    def run(self, command: tuple[str, ...], project: Path) -> Ended:
        """Run a command on the project in a process of its own."""
        return self.nursery.run(*command, str(project))

    def status(self) -> str | None:
        """Return what status says was interrupted in the project; it must change no file."""
        was = work_tree(self.work)
        told = self.run(("status", "--json"), self.work)
        assert was == work_tree(self.work)
        found: str | None = json.loads(told.output)["projects"][0]["interrupted"]
        return found


@contextmanager
def open_arena(folder: Path) -> Iterator[Arena]:
    """Make the template and the projects, in whose repos the renderings are kept already."""
    template = make_template(folder / "template")
    nursery = Nursery(folder)
    try:
        for name in ("plain", "conflicts"):
            project = make_project(template, folder / name, conflicts=name == "conflicts")
            assert 0 == nursery.run("status", str(project)).code
        yield Arena(folder, nursery)
    finally:
        nursery.close()


def interrupted(project: Path) -> bool:
    """Whether a run was killed after it had begun to write."""
    return bool(run_git(project, "for-each-ref", APPLYING, "refs/formfacts/aborting"))


def require_every_edit(
    project: Path, *, conflicts: bool = False, every_object: bool = False
) -> None:
    """Fail unless all that the user wrote lies in the work tree, and git is of sound mind."""
    files = work_tree(project)
    for path, content in UNCOMMITTED.items():
        assert content == files[path]
    assert "MY OWN FILE\n" == files["mine/code.py"]
    everything = "".join(files.values())
    marks = (*MARKS, "MY CONFLICTING LINE", "MY LINE IN A REMOVED FILE") if conflicts else MARKS
    assert [] == [mark for mark in marks if mark not in everything]
    assert CONFLICTING.keys() <= files.keys() or not conflicts
    run_git(project, "status", "--porcelain")
    if every_object:
        run_git(project, "fsck")


def require_nothing_left(project: Path) -> None:
    """Fail if a lock, a record or a waiting file is still there.

    Locks of formfacts' own refs hinder nobody, and the next run that writes removes them.
    """
    git = project / ".git"
    locks = {str(path.relative_to(git)) for path in git.rglob("*.lock")}
    assert set() == {path for path in locks if not path.startswith("refs/formfacts/")}
    assert {"lock"} >= {path.name for path in git.glob("formfacts/*")}
    assert not interrupted(project)
    done = subprocess.run(
        ["git", "add", "--dry-run", "."], cwd=project, check=False, capture_output=True
    )
    assert 0 == done.returncode, done.stderr
