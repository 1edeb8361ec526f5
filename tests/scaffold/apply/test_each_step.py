"""A run that dies before any of the steps in which it writes, and what the next command does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scaffold.apply.arena import (
    CASES,
    Arena,
    Case,
    interrupted,
    require_every_edit,
    require_nothing_left,
)
from tests.scaffold.apply.template import state, work_tree
from tests.scaffold.repos import run_git

ABORT = ("update", "--abort")
# No run has more steps; a test fails if one grows beyond it.
MOST_STEPS = 120

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("name", ["update", "update with conflicts"]),
]


def deaths(arena: Arena, case: Case, first: int = 1, stride: int = 2) -> Iterator[int]:
    """Run the case's command on a fresh project again and again, each time some steps further.

    Yields the step it died at.
    """
    for step in range(first, MOST_STEPS, stride):
        project = str(arena.fresh(case))
        ended = arena.nursery.run(*case.command, project, die_at=step)
        assert ended.code in {-9, 3 if case.conflicts else 0}, ended
        if ended.code != -9:
            return
        yield step
    pytest.fail("there are more steps than a test expects")


def half(case: Case) -> int:
    """Return where to begin: two tests, or two cases, share the steps between them."""
    return 1 if case.conflicts else 2


def test_every_edit_is_there_and_the_same_command_ends_as_if_nothing_had_happened(
    arena: Arena, name: str
) -> None:
    """Wherever the first one died."""
    case = CASES[name]
    for step in deaths(arena, case, half(case)):
        require_every_edit(arena.work, conflicts=case.conflicts)
        again = arena.run(case.command, arena.work)

        assert (step, arena.after(case)) == (step, state(arena.work)), again.output
        assert "left as you have them" not in again.output
        require_nothing_left(arena.work)


def test_status_tells_of_it_and_abort_puts_everything_back(arena: Arena, name: str) -> None:
    """Whether the run comes to be rolled back, or finished and then undone."""
    case = CASES[name]
    for step in deaths(arena, case, 3 - half(case)):
        require_every_edit(arena.work, conflicts=case.conflicts)
        left = interrupted(arena.work)
        if step % 3 == 0:
            assert (step, "update" if left else None) == (step, arena.status())
        undone = arena.run(ABORT, arena.work)

        nothing = "there is no update or promote to undo" in undone.output
        assert (step, 1 if nothing else 0) == (step, undone.code), undone
        assert not (nothing and left), undone
        assert (step, arena.before(case)) == (step, state(arena.work)), undone.output
        require_nothing_left(arena.work)


EDITED = ("app/main.py", "added/deep/down.py", "run.sh")


def edit(project: Path) -> dict[str, str]:
    """Edit files that a run writes, those that are there, and return how they are then."""
    for path in EDITED:
        if (project / path).exists():
            with (project / path).open("a", encoding="utf-8") as file:
                file.write("EDITED SINCE\n")
    return {path: text for path, text in work_tree(project).items() if path in EDITED}


def test_an_edit_made_after_the_death_stays(arena: Arena, name: str) -> None:
    """In files that were written by then, and in those that were not."""
    case = CASES[name]
    for _ in deaths(arena, case, 20, stride=5):
        edited = edit(arena.work)
        again = arena.run(case.command, arena.work)

        assert edited == {path: work_tree(arena.work)[path] for path in edited}, again
        require_nothing_left(arena.work)


def test_abort_after_the_death_leaves_or_saves_an_edit(arena: Arena, name: str) -> None:
    """It stays where the run is rolled back; a run that had come to its end is undone as ever."""
    case = CASES[name]
    before = work_tree(arena.original(case))
    for _ in deaths(arena, case, 22, stride=5):
        edited = edit(arena.work)
        undone = arena.run(ABORT, arena.work)

        files = work_tree(arena.work)
        if saved(arena.work):
            assert (before, set(edited)) == (files, saved(arena.work)), undone
        else:
            assert before | edited == files, undone


def saved(project: Path) -> set[str]:
    """Return the files with the edit in the commits that an abort made for it."""
    refs = run_git(project, "for-each-ref", "--format=%(refname)", "refs/formfacts/kept").split()
    found = [run_git(project, "grep", "-l", "EDITED SINCE", ref) for ref in refs]
    return {line.partition(":")[2] for text in found for line in text.splitlines()}


def aborts(arena: Arena, case: Case, stride: int = 2) -> Iterator[int]:
    """Undo a finished run of the case again and again, each time dying some steps later."""
    arena.nursery.run(*case.command, str(arena.fresh(case)))
    finished = arena.keep("finished")
    for step in range(half(case), MOST_STEPS, stride):
        arena.put(finished)
        if arena.nursery.run(*ABORT, str(arena.work), die_at=step).code != -9:
            return
        yield step
    pytest.fail("there are more steps than a test expects")


def test_an_abort_that_dies_is_finished_by_the_next_one(arena: Arena, name: str) -> None:
    """Wherever it died, with every edit there all the while."""
    case = CASES[name]
    for step in aborts(arena, case):
        require_every_edit(arena.work, conflicts=case.conflicts)
        if begun := interrupted(arena.work):
            assert (step, "abort") == (step, arena.status() if step % 3 == 0 else "abort")
        again = arena.run(ABORT, arena.work)

        assert 0 == again.code or not begun, again
        assert (step, arena.before(case)) == (step, state(arena.work)), again.output
        require_nothing_left(arena.work)


def test_an_edit_made_after_the_death_of_an_abort_stays(arena: Arena, name: str) -> None:
    """It was not there when the abort saved what is edited."""
    case = CASES[name]
    before = work_tree(arena.original(case))
    for _ in aborts(arena, case, stride=5):
        if interrupted(arena.work):
            edited = edit(arena.work)
            again = arena.run(ABORT, arena.work)

            assert before | edited == work_tree(arena.work), again
            require_nothing_left(arena.work)


@pytest.mark.parametrize("first", [60, 82])
def test_a_recovery_that_dies_is_finished_by_the_next_one(
    arena: Arena, name: str, first: int
) -> None:
    """Wherever the command died that picked up after the first: amid the files, or at the end."""
    case = CASES[name]
    next(deaths(arena, case, first))
    died = arena.keep("died")
    for step in range(half(case), MOST_STEPS, 4):
        arena.put(died)
        if arena.nursery.run(*ABORT, str(arena.work), die_at=step).code != -9:
            return
        require_every_edit(arena.work, conflicts=case.conflicts)
        again = arena.run(ABORT, arena.work)

        assert (step, arena.before(case)) == (step, state(arena.work)), again.output
        require_nothing_left(arena.work)
    pytest.fail("there are more steps than a test expects")
