"""Writing while others write too, and on file systems that cannot do everything."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import time
from pathlib import Path
from typing import NoReturn

import pytest

from tests.conftest import Formfacts
from tests.scaffold.apply.arena import (
    APPLIED,
    APPLYING,
    CASES,
    Arena,
    require_every_edit,
    require_nothing_left,
)
from tests.scaffold.apply.template import state
from tests.scaffold.repos import run_git

ABORT = ("update", "--abort")
UPDATE, CONFLICTS = CASES["update"], CASES["update with conflicts"]


@pytest.mark.parametrize(
    ("meddling", "said"),
    [
        ("echo EDITED >> README.md", "README.md has changed meanwhile"),
        ("rm app/old.py", "app/old.py has changed meanwhile"),
        ("chmod -x run.sh", "run.sh has changed meanwhile"),
        ("mkdir -p added/deep; echo EDITED > added/deep/down.py", "down.py has appeared meanwhile"),
        ("ln -s ../mine added", "added/deep/down.py has appeared meanwhile"),
        ("echo EDITED >> mine/code.py; git add mine", "has changed meanwhile"),
        ("git commit --quiet --allow-empty --message=x", "has changed meanwhile"),
        ("git symbolic-ref HEAD refs/heads/other", "has changed meanwhile"),
    ],
)
def test_what_is_done_between_the_check_and_the_writing_is_not_lost(
    arena: Arena, meddling: str, said: str
) -> None:
    """Git runs the meddler, a filter of the user's, while the files are made ready."""
    project = arena.fresh(UPDATE)
    run_git(project, "branch", "other")
    meddler = f"unset GIT_INDEX_FILE; {meddling}; cat"
    run_git(project, "config", "filter.meddler.smudge", meddler)
    (project / ".git/info").mkdir(exist_ok=True)
    (project / ".git/info/attributes").write_text("app/main.py filter=meddler\n", encoding="utf-8")
    refused = arena.run(UPDATE.command, project)
    found = state(project)

    again = arena.fresh(UPDATE)
    run_git(again, "branch", "other")
    os.system(f"cd {again} && ({meddling})")  # noqa: S605  a shell's line, as the filter is one
    assert (1, 1) == (refused.code, refused.output.count("\n")), refused
    assert said in refused.output
    assert state(again) == found


def test_another_formfacts_at_work_is_waited_for_by_nobody(arena: Arena) -> None:
    """The second one says so and changes nothing."""
    project = arena.fresh(UPDATE)
    (project / ".git/formfacts").mkdir()
    with (project / ".git/formfacts/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = arena.run(UPDATE.command, project)

    assert (1, 1) == (refused.code, refused.output.count("\n"))
    assert "another formfacts works on" in refused.output
    assert arena.before(UPDATE) == state(project)


def test_a_file_system_without_hard_links_will_do(
    arena: Arena, formfacts: Formfacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as that of a memory stick."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    expected = arena.after(CONFLICTS)
    project = arena.fresh(CONFLICTS)
    monkeypatch.setattr(os, "link", refuse)
    updated = formfacts(*CONFLICTS.command, str(project))
    after = state(project)
    undone = formfacts(*ABORT, str(project))

    assert (3, expected) == (updated.code, after)
    assert (0, arena.before(CONFLICTS)) == (undone.code, state(project))


def test_no_ignored_file_is_made_beyond_a_link(arena: Arena, tmp_path: Path) -> None:
    """Where the user's link stands in the place of the folder."""
    project = arena.fresh(UPDATE)
    (project / "local").symlink_to(tmp_path)
    updated = arena.run(UPDATE.command, project)

    assert 0 == updated.code, updated
    assert [] == list(tmp_path.iterdir())
    assert tmp_path == (project / "local").readlink()


def test_an_edit_that_is_only_staged_survives_an_abort(arena: Arena) -> None:
    """It is saved like one that is in the file."""
    project = arena.fresh(UPDATE)
    arena.run((*UPDATE.command, "--in-place"), project)
    written = (project / "app/main.py").read_text(encoding="utf-8")
    (project / "app/main.py").write_text("STAGED SINCE\n", encoding="utf-8")
    run_git(project, "add", "app/main.py")
    (project / "app/main.py").write_text(written, encoding="utf-8")
    undone = arena.run(ABORT, project)
    kept = run_git(project, "for-each-ref", "--format=%(refname)", "refs/formfacts/kept")

    assert arena.before(UPDATE) == state(project), undone
    assert "STAGED SINCE" == run_git(project, "show", f"{kept}:app/main.py")


SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]


@pytest.mark.parametrize(("number", "code"), SIGNALS)
@pytest.mark.parametrize("delay_ms", [0, 30, 60, 90, 120, "writing"])
def test_a_signal_leaves_everything_as_it_was_or_done(
    arena: Arena, tmp_path: Path, number: signal.Signals, code: int, delay_ms: int | str
) -> None:
    """The command ends with the code that shells expect."""
    before, after = arena.before(CONFLICTS), arena.after(CONFLICTS)
    project = arena.fresh(CONFLICTS)
    shutil.rmtree(project / ".git/refs/formfacts/renders")  # so that it has more to do
    pid = arena.nursery.start(*CONFLICTS.command, str(project), env={"TMPDIR": str(tmp_path)})
    if delay_ms == "writing":
        wait_for(project / ".git" / APPLYING, project / ".git" / APPLIED)
    else:
        wait_for(tmp_path)
        time.sleep(int(delay_ms) / 1000)
    os.killpg(pid, number)
    ended = arena.nursery.wait()

    assert ended.code in {code, 3}, ended
    assert "Traceback" not in ended.output
    assert state(project) in (before, after)
    require_every_edit(project, conflicts=True)
    require_nothing_left(project)


def wait_for(*places: Path) -> None:
    """Wait until one of the files is there, or something in one of the folders."""
    while not any(next(p.iterdir(), None) if p.is_dir() else p.exists() for p in places):
        time.sleep(0.0002)
