"""What the next command does about a run that was killed, where the user has not stood still."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.scaffold.apply.arena import (
    CASES,
    Arena,
    interrupted,
    require_every_edit,
    require_nothing_left,
)
from tests.scaffold.apply.template import state, work_tree
from tests.scaffold.repos import run_git

ABORT = ("update", "--abort")
UPDATE, CONFLICTS = CASES["update"], CASES["update with conflicts"]
# Steps of these runs before which nothing, half of the files and all of them are in place.
EARLY, AMID, LATE = 24, 50, 80


def die(arena: Arena, step: int, case: str = "update") -> Path:
    """Run an update on a fresh project up to a step."""
    project = arena.fresh(CASES[case])
    ended = arena.nursery.run(*CASES[case].command, str(project), die_at=step)
    assert ended.code == -9
    assert interrupted(project)
    return project


@pytest.mark.parametrize("step", [EARLY, AMID, LATE])
@pytest.mark.parametrize(
    "lock",
    [
        "HEAD.lock",
        "packed-refs.lock",
        "refs/heads/formfacts/update-v2.0.0.lock",
        "refs/formfacts/applying/main.lock",
        "refs/formfacts/applied/main.lock",
    ],
)
def test_locks_that_a_killed_git_left_are_removed(arena: Arena, step: int, lock: str) -> None:
    """Git itself would wait for them for ever."""
    project = die(arena, step)
    (project / ".git" / lock).parent.mkdir(parents=True, exist_ok=True)
    (project / ".git" / lock).touch()
    again = arena.run(UPDATE.command, project)

    assert arena.after(UPDATE) == state(project), again
    require_nothing_left(project)


def test_a_lock_of_the_index_that_is_not_ours_stays(arena: Arena) -> None:
    """Somebody may be writing the message of a commit."""
    project = die(arena, AMID)
    lock = project / ".git/index.lock"
    lock.unlink()
    lock.write_text("another git's", encoding="utf-8")
    refused = arena.run(UPDATE.command, project)
    lock.unlink()
    arena.run(ABORT, project)

    assert (1, 1) == (refused.code, refused.output.count("\n"))
    assert "index.lock exists: another git runs" in refused.output
    assert arena.before(UPDATE) == state(project)


def test_the_lock_of_the_index_may_have_been_removed_by_hand(arena: Arena) -> None:
    """As git tells everyone to do."""
    for step in (EARLY, AMID, LATE):
        project = die(arena, step)
        (project / ".git/index.lock").unlink(missing_ok=True)
        run_git(project, "add", "mine")
        again = arena.run(UPDATE.command, project)

        assert work_tree(project) == arena.after(UPDATE).files, again
        require_every_edit(project)
        require_nothing_left(project)


@pytest.mark.parametrize("step", [EARLY, AMID, LATE])
def test_what_the_user_committed_after_the_kill_stays(arena: Arena, step: int) -> None:
    """Even where it is the half-written update."""
    project = die(arena, step)
    (project / ".git/index.lock").unlink(missing_ok=True)
    run_git(project, "add", "--all")
    run_git(project, "commit", "--quiet", "--message=whatever is there")
    committed = replace(state(project), branches="")
    undone = arena.run(ABORT, project)

    assert committed == replace(state(project), branches=""), undone
    assert "whatever is there" == run_git(project, "log", "-1", "--format=%s", "main")
    require_nothing_left(project)


@pytest.mark.parametrize("step", [EARLY, AMID, LATE])
@pytest.mark.parametrize(
    "command", [("stash", "--include-untracked"), ("reset", "--hard"), ("switch", "-c", "another")]
)
def test_what_the_user_did_with_git_after_the_kill_is_respected(
    arena: Arena, step: int, command: tuple[str, ...]
) -> None:
    """They put things right in their own way; what is left of the run goes."""
    project = die(arena, step)
    (project / ".git/index.lock").unlink(missing_ok=True)
    run_git(project, *command)
    branch = run_git(project, "symbolic-ref", "HEAD")
    undone = arena.run(ABORT, project)

    assert 0 == undone.code, undone
    assert branch == run_git(project, "symbolic-ref", "HEAD")
    changed = run_git(project, "diff", "--name-only", "HEAD").split()
    assert set(changed) <= {"mine/edited.py", "mine/staged.py"}
    require_nothing_left(project)


def test_conflicts_of_a_run_that_was_finished_are_told(arena: Arena) -> None:
    """The command that found it so ends like one that made them."""
    project = die(arena, LATE, "update with conflicts")
    again = arena.run(CONFLICTS.command, project)

    assert 3 == again.code, again
    assert "was finished; in conflict: app/old.py, settings.yaml" in again.output


@pytest.mark.parametrize("step", [EARLY, AMID, LATE])
def test_a_project_that_was_moved_after_the_kill_is_cleaned_up(arena: Arena, step: int) -> None:
    """The record names no absolute path."""
    project = die(arena, step, "update with conflicts")
    moved = arena.folder / "moved"
    shutil.rmtree(moved, ignore_errors=True)
    project.rename(moved)
    undone = arena.run(ABORT, moved)

    assert arena.before(CONFLICTS) == state(moved), undone
    require_nothing_left(moved)


@pytest.mark.parametrize("step", [EARLY, AMID, LATE])
def test_without_what_the_run_had_kept_git_has_it(arena: Arena, step: int) -> None:
    """Somebody may have tidied up in git's folder."""
    project = die(arena, step)
    (project / ".git/index.lock").unlink(missing_ok=True)
    shutil.rmtree(project / ".git/formfacts")
    undone = arena.run(ABORT, project)

    assert arena.before(UPDATE) == state(project), undone
    require_nothing_left(project)


def test_files_whose_modes_git_was_told_not_to_look_at_are_put_back(arena: Arena) -> None:
    """As on a file system that has no modes."""
    project = arena.fresh(UPDATE)
    run_git(project, "config", "core.fileMode", "false")
    for path in ("app/main.py", "README.md", "app/old.py"):
        (project / path).chmod(0o755)
    before = work_tree(project)
    updated = arena.run(UPDATE.command, project)
    undone = arena.run(ABORT, project)

    assert (0, 0) == (updated.code, undone.code), (updated, undone)
    found = {path: text.removeprefix("x") for path, text in work_tree(project).items()}
    assert {path: text.removeprefix("x") for path, text in before.items()} == found


def test_what_a_sparse_checkout_leaves_out_stays_out(arena: Arena) -> None:
    """After an update, and after its undoing."""
    project = arena.fresh(UPDATE)
    run_git(project, "status")  # so that git knows the copied files
    run_git(project, "sparse-checkout", "set", "--no-cone", "/*", "!/data/", "!/app/main.py")
    before = state(project)
    updated = arena.run(UPDATE.command, project)
    main = (project / "app/main.py").exists()
    undone = arena.run(ABORT, project)

    assert (0, False) == (updated.code, main), updated
    assert before == state(project), undone
    assert "" == run_git(project, "diff", "--name-only", "HEAD", "--", "app", "data")


def test_another_work_tree_of_the_repo_is_not_taken_for_this_one(arena: Arena) -> None:
    """Not even if its folder is called as the refs of the first one are."""
    project = arena.fresh(UPDATE)
    linked = arena.folder / "main"
    run_git(project, "worktree", "add", "--quiet", "--force", "-B", "other", str(linked))
    ended = arena.nursery.run(*UPDATE.command, str(project), die_at=AMID)
    assert ended.code == -9
    there = arena.run(ABORT, linked)
    here = arena.run(ABORT, project)
    found = state(project)

    assert (1, "there is no update" in there.output) == (there.code, True), there
    assert 0 == here.code
    assert (arena.before(UPDATE).files, arena.before(UPDATE).index) == (found.files, found.index)
    require_nothing_left(project)


def test_a_branch_that_is_in_the_way_of_the_new_one_stops_all(arena: Arena) -> None:
    """There can be no `formfacts/...` beside a branch `formfacts`: all is put back."""
    project = arena.fresh(UPDATE)
    run_git(project, "branch", "formfacts")
    before = state(project)
    refused = arena.run(UPDATE.command, project)

    assert (1, 1) == (refused.code, refused.output.count("\n")), refused
    assert "formfacts" in refused.output
    assert before == state(project)
    require_nothing_left(project)


def test_no_abort_goes_back_to_a_branch_that_has_moved(arena: Arena) -> None:
    """The files of the project would not be those of the branch."""
    project = arena.fresh(UPDATE)
    arena.run(UPDATE.command, project)
    run_git(project, "branch", "--force", "main", "main~1")
    before = state(project)
    refused = arena.run(ABORT, project)

    assert (1, 1) == (refused.code, refused.output.count("\n")), refused
    assert "main has moved" in refused.output
    assert before == state(project)


def test_a_git_folder_on_another_disk_is_no_hindrance(arena: Arena) -> None:
    """The index waits with git, the files wait with the work tree."""
    expected = arena.after(CONFLICTS)
    project = arena.fresh(CONFLICTS)
    other = Path("/dev/shm")  # noqa: S108  where Linux has one
    if not other.is_dir() or other.stat().st_dev == project.stat().st_dev:
        pytest.skip("there is no other file system to write to")
    elsewhere = other / f"formfacts-test-{os.getpid()}.git"
    try:
        shutil.move(project / ".git", elsewhere)
        (project / ".git").write_text(f"gitdir: {elsewhere}\n", encoding="utf-8")
        updated = arena.run(CONFLICTS.command, project)
        after = state(project)
        undone = arena.run(ABORT, project)
        (project / ".git").unlink()
        shutil.move(elsewhere, project / ".git")

        assert 3 == updated.code, updated
        assert expected.index == after.index
        assert expected.files == {p: t for p, t in after.files.items() if p != ".git"}
        assert (0, arena.before(CONFLICTS)) == (undone.code, state(project)), undone
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)
