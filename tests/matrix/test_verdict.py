"""The judge of the matrix tells what is lost from what is kept, whoever's run it was."""

from __future__ import annotations

import pytest

from tests.matrix.situation import Kind
from tests.matrix.snapshot import FILE, LINK, PROGRAM, Found, Snapshot
from tests.matrix.tools import Run
from tests.matrix.verdict import Evidence, judge

OLD = {
    "a": Found(FILE, b"one\ntwo\nthree\n"),
    "b": Found(FILE, b"\0first"),
    "c": Found(FILE, b"c\n"),
}
NEW = {**OLD, "c": Found(FILE, b"theirs\n")}
MINE = Found(FILE, b"one\nmine\nthree\n")
MARKED = Found(FILE, b"<<<<<<< yours\nmine\n=======\ntwo\n>>>>>>> template\nthree\n")
DONE = Run(0, "")
TOLD = Run(3, "conflict: a\n")


def verdict(
    before: dict[str, Found | None],
    after: dict[str, Found | None],
    run: Run = DONE,
    stages: dict[tuple[str, int], Found] | None = None,
) -> Kind:
    """Judge a run; both mappings are what differs from the old and from the new rendering."""
    files, later = (
        {p: f for p, f in x.items() if f} for x in ({**OLD, **before}, {**NEW, **after})
    )
    index = {(path, 0): found for path, found in files.items()}
    earlier, now = Snapshot(files, index, "x"), Snapshot(later, {**index, **(stages or {})}, "x")
    return judge(Evidence(OLD, NEW, frozenset(OLD), earlier, now, run)).kind


@pytest.mark.parametrize(
    ("mine", "after"),
    [
        ({"a": MINE}, {}),
        ({"a": MINE}, {"a": None}),
        ({"a": Found(FILE, b"one\nthree\n")}, {}),
        ({"a": Found(PROGRAM, OLD["a"].content)}, {}),
        ({"a": Found(FILE, b"one\r\ntwo\r\nthree\r\n")}, {}),
        ({"a": None}, {}),
        ({"b": Found(FILE, b"\0second")}, {}),
        ({"b": Found(LINK, b"a")}, {}),
        ({"new": Found(FILE, b"one\n")}, {}),
        ({"new": Found(FILE, b"")}, {}),
    ],
    ids=[
        "line",
        "file",
        "removed line",
        "mode",
        "line endings",
        "deletion",
        "binary",
        "link",
        "added file",
        "empty file",
    ],
)
def test_whatever_is_gone_is_a_loss(
    mine: dict[str, Found | None], after: dict[str, Found | None]
) -> None:
    """Each kind of work counts; the same work that is still there is merged."""
    gone, there = verdict(mine, after), verdict(mine, mine)

    assert (Kind.LOST, Kind.MERGED) == (gone, there)


def test_what_git_has_staged_is_no_excuse() -> None:
    """A file that is gone is lost though the index still has it, as HEAD does."""
    found = verdict({"a": MINE}, {"a": None}, TOLD)

    assert Kind.LOST_LOUDLY == found


def test_a_conflict_stage_holds_what_is_not_in_the_file() -> None:
    """What git lists as unmerged is not lost."""
    found = verdict({"a": MINE}, {"a": None}, TOLD, {("a", 2): MINE})

    assert Kind.CONFLICT == found


def test_marks_need_an_exit_code() -> None:
    """Conflict marks are fine if the exit code tells of them."""
    silent, told = (verdict({"a": MINE}, {"a": MARKED}, run) for run in (DONE, TOLD))

    assert (Kind.MARKERS, Kind.CONFLICT) == (silent, told)


def test_a_change_that_does_not_arrive_needs_a_word() -> None:
    """A report that names the file makes the difference."""
    runs = (DONE, Run(0, "kept yours: c\n"))

    silent, told = (verdict({}, {"c": OLD["c"]}, run) for run in runs)

    assert (Kind.DROPPED, Kind.KEPT) == (silent, told)


def test_refusing_is_changing_nothing() -> None:
    """An exit code other than 0 is a refusal only if everything is as it was."""
    same = Snapshot(OLD, {}, "x")

    found = judge(Evidence(OLD, NEW, frozenset(OLD), same, same, Run(1, "no")))

    assert Kind.REFUSED == found.kind


def test_a_traceback_is_a_crash() -> None:
    """Whatever else is true."""
    found = verdict({}, {}, Run(1, "", "KeyError"))

    assert Kind.CRASHED == found
