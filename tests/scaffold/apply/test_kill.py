"""Runs killed at a hundred random moments, with all the git processes that they had started."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from random import Random

import pytest

from tests.scaffold.apply.arena import (
    APPLIED,
    APPLYING,
    CASES,
    Arena,
    Case,
    interrupted,
    require_every_edit,
    require_nothing_left,
)
from tests.scaffold.apply.template import state, work_tree

SEED = 20_240_117
PARTS, KILLS = 10, 10
ABORT = ("update", "--abort")
UPDATES = ("update", "update with conflicts", "update in place")
PROMOTIONS = ("promote", "promote", "promote in place")
# How long the writing takes at most, and how long a run is given to come to it.
WRITING_S, PATIENCE_S = 0.02, 60.0
MOST_GOES = 30
EDITED = ("app/main.py", "settings.yaml", "added/deep/down.py", "rag/store.py")

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("part", range(PARTS))
def test_no_kill_loses_an_edit_and_the_next_command_cleans_up(arena: Arena, part: int) -> None:
    """Half of them strike an update, half a promotion; half strike at any time, half at writing."""
    for number in range(part * KILLS, part * KILLS + KILLS):
        random = Random(SEED + number)  # noqa: S311  it decides on moments, not on secrets
        case = CASES[random.choice(UPDATES if number % 2 else PROMOTIONS)]
        moment = kill_one(arena, case, random, writing=number % 4 > 1)
        told = f"seed {SEED}, kill {number}: {case.name}, {moment}"
        print(told, "(amid writing)" if interrupted(arena.work) else "")  # noqa: T201  if it fails
        try:
            require_every_edit(arena.work, conflicts=case.conflicts, every_object=True)
            NEXT[random.randrange(len(NEXT))](arena, case)
            require_nothing_left(arena.work)
        except BaseException as error:
            error.add_note(told)
            raise


def kill_one(arena: Arena, case: Case, random: Random, *, writing: bool) -> str:
    """Run the case's command, kill it at a random moment, and say which that was.

    Where it comes to its end before that, it has another go.
    """
    took = arena.time_of(case)
    for _ in range(MOST_GOES):
        project = arena.fresh(case)
        if cold := random.random() < 0.5:
            forget_renderings(project)
        pid = arena.nursery.start(*case.command, str(project))
        if writing:
            wait_for_writing(project)
        delay = random.uniform(0, WRITING_S if writing else took)
        time.sleep(delay)
        os.killpg(pid, signal.SIGKILL)
        if arena.nursery.wait().code == -9:
            place = "after it began to write" if writing else f"of {took:.3f} s"
            return f"{delay:.4f} s {place}{', rendering anew' if cold else ''}"
    pytest.fail(f"{case.name} came to its end before each of {MOST_GOES} kills")


def forget_renderings(project: Path) -> None:
    """Have the run render the template, as a first one does."""
    shutil.rmtree(project / ".git/refs/formfacts/renders", ignore_errors=True)


def wait_for_writing(project: Path) -> None:
    """Wait until the run has recorded what it is about to write."""
    end = time.monotonic() + PATIENCE_S
    places = [project / ".git" / ref for ref in (APPLYING, APPLIED)]
    while not any(place.exists() for place in places) and time.monotonic() < end:
        time.sleep(0.0002)


def run_again(arena: Arena, case: Case) -> None:
    """The same command ends as if it had never been killed."""
    again = arena.run(case.command, arena.work)

    assert arena.after(case) == state(arena.work), again


def ask_and_run_again(arena: Arena, case: Case) -> None:
    """Before that, status tells of it and changes nothing."""
    begun = interrupted(arena.work)

    assert (case.command[0] if begun else None) == arena.status()
    run_again(arena, case)


def abort(arena: Arena, case: Case) -> None:
    """An abort leaves everything as it was before the run."""
    begun = interrupted(arena.work)
    undone = arena.run(ABORT, arena.work)

    assert arena.before(case) == state(arena.work), undone
    assert 0 == undone.code or not begun, undone


def edit_and_run_again(arena: Arena, case: Case) -> None:
    """An edit made after the kill is still there, and so is all else."""
    edited = {}
    for path in EDITED:
        if (arena.work / path).exists():
            with (arena.work / path).open("a", encoding="utf-8") as file:
                file.write("EDITED SINCE\n")
            edited[path] = (arena.work / path).read_text(encoding="utf-8")
    again = arena.run(case.command, arena.work)

    assert edited == {path: work_tree(arena.work)[path] for path in edited}, again
    require_every_edit(arena.work, conflicts=case.conflicts)


NEXT = (run_again, ask_and_run_again, abort, edit_and_run_again)


def test_a_cold_start_is_killed_as_well(arena: Arena, program: list[str]) -> None:
    """The command as the shell starts it, leader of its own session."""
    case = CASES["update"]
    arena.after(case)
    command = [*program, *case.command]
    started = time.monotonic()
    subprocess.run([*command, str(arena.fresh(case))], check=True, capture_output=True)
    took = time.monotonic() - started
    for number in range(3):
        project = arena.fresh(case)
        forget_renderings(project)
        process = subprocess.Popen(
            [*command, str(project)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(took * (0.5 + number / 6))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        require_every_edit(project)
        run_again(arena, case)
        require_nothing_left(project)
