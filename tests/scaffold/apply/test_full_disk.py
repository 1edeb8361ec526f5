"""A disk that is full, at every point where that can stop a run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scaffold.apply.arena import (
    CASES,
    Arena,
    require_every_edit,
    require_nothing_left,
)
from tests.scaffold.apply.nursery import Ended
from tests.scaffold.apply.template import state
from tests.scaffold.repos import run_git

pytestmark = pytest.mark.slow

ABORT = ("update", "--abort")
PAGE, MOST_PAGES = 4096, 300
SIZE = 6 * 1024 * 1024


@pytest.fixture(scope="module")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small file system of its own."""
    folder = tmp_path_factory.mktemp("disk")
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    owner = f"uid={os.getuid()},gid={os.getgid()}"
    mount = [*root, "mount", "-t", "tmpfs", "-o", f"size={SIZE},{owner}", "tmpfs", str(folder)]
    done = subprocess.run(mount, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run([*root, "umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def disk(mounted: Path) -> Iterator[Path]:
    """That file system, empty."""
    yield mounted
    for path in mounted.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture
def small(arena: Arena, disk: Path) -> Iterator[Arena]:
    """The same, with the project that a trial is about on the small disk."""
    arena.home = disk
    yield arena
    arena.home = None


def leave(disk: Path, free: int) -> None:
    """Fill the disk up to so many bytes."""
    (disk / "filler").unlink(missing_ok=True)
    room = shutil.disk_usage(disk).free
    with (disk / "filler").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, room - free)


# Git has several ways to say it.
FULL = ("disk is full", "No space left", "Out of diskspace", "unable to write", "couldn't write")


def refused(ended: Ended, reasons: tuple[str, ...] = FULL) -> bool:
    """Whether the run failed as it should; fail the test if it failed otherwise."""
    if ended.code in {0, 3}:
        return False
    assert (1, 1) == (ended.code, ended.output.count("\n")), ended
    assert ended.output.startswith("formfacts: "), ended
    assert any(reason in ended.output for reason in reasons), ended
    return True


@pytest.mark.parametrize("name", ["update with conflicts", "promote"])
def test_a_full_disk_changes_nothing_and_the_next_run_succeeds(
    small: Arena, disk: Path, name: str
) -> None:
    """At each level from no room at all up to where there is enough."""
    case = CASES[name]
    before, after = small.before(case), small.after(case)
    told = set()
    for pages in range(MOST_PAGES):
        project = small.fresh(case)
        leave(disk, pages * PAGE)
        ended = small.run(case.command, project)
        if not refused(ended):
            break
        told.add(ended.output)
        assert (pages, before) == (pages, state(project)), ended
        (disk / "filler").unlink()
        again = small.run(case.command, project)
        assert (pages, after) == (pages, state(project)), again
        require_nothing_left(project)

    assert len(told) > 5
    assert after == state(project)


def test_a_full_disk_for_temporary_files_changes_nothing(arena: Arena, disk: Path) -> None:
    """Where the template is checked out and rendered, and the trees are made."""
    case = CASES["promote"]
    before = arena.before(case)
    for pages in range(0, MOST_PAGES, 4):
        project = arena.fresh(case)
        leave(disk, pages * PAGE)
        ended = arena.nursery.run(*case.command, str(project), env={"TMPDIR": str(disk)})
        if not refused(ended, (*FULL, "No usable temporary directory")):
            break
        assert (pages, before) == (pages, state(project)), ended

    assert ended.code == 0


def test_an_abort_on_a_full_disk_loses_nothing_and_is_finished_later(
    small: Arena, disk: Path
) -> None:
    """What it could not put back yet, the next one does."""
    case = CASES["update with conflicts"]
    small.nursery.run(*case.command, str(small.fresh(case)))
    (small.work / "run.sh").write_text("EDITED SINCE\n", encoding="utf-8")
    finished = small.keep("finished")
    for pages in range(MOST_PAGES):
        project = small.put(finished)
        leave(disk, pages * PAGE)
        ended = small.run(ABORT, project)
        (disk / "filler").unlink()
        require_every_edit(project, conflicts=True)
        if not refused(ended):
            break
        again = small.run(ABORT, project)

        assert (pages, 0) == (pages, again.code), again
        assert (pages, small.before(case)) == (pages, state(project)), again
        kept = run_git(project, "for-each-ref", "--format=%(refname)", "refs/formfacts/kept")
        assert "EDITED SINCE" == run_git(project, "show", f"{kept.split()[-1]}:run.sh")
        require_nothing_left(project)

    assert pages > 1


@pytest.mark.parametrize("largest", [0, 300, 600, 900, 1200])
@pytest.mark.parametrize("name", ["update", "promote"])
def test_a_limit_on_the_size_of_files_changes_nothing(
    arena: Arena, name: str, largest: int
) -> None:
    """It stops git as a full disk does, and needs no disk of its own."""
    case = CASES[name]
    project = arena.fresh(case)
    ended = arena.nursery.run(*case.command, str(project), largest=largest)
    found = state(project)
    arena.run(case.command, project)

    assert (1, arena.before(case)) == (ended.code, found), ended
    assert arena.after(case) == state(project)
    require_nothing_left(project)
