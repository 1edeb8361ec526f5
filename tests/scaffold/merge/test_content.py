"""What is inside the files that both sides changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.scaffold.merge.blobs import read_blobs, write_blobs
from formfacts.scaffold.merge.content import Labels, merge_contents
from formfacts.scaffold.merge.threeway import Both, Settled
from formfacts.scaffold.merge.tree import EXECUTABLE, FILE, LINK, SUBMODULE, Entry
from formfacts.scaffold.repo import Repo, open_repo
from tests.scaffold.repos import make_repo

ANSWERS = ".copier-answers.yml"
LABELS = Labels(theirs="template v2")
BASE = "".join(f"{number}\n" for number in range(1, 10))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repo for the objects."""
    return make_repo(tmp_path_factory.mktemp("content") / "repo", {"v1": {"a": "a"}})


@pytest.fixture
def repo(template: Path) -> Repo:
    """The same, opened."""
    return open_repo(template)


def both(
    repo: Repo, path: str, *sides: str | bytes | None, modes: tuple[str, ...] = (FILE,) * 3
) -> Both:
    """Store base, ours and theirs of a file."""
    raw = [side.encode() if isinstance(side, str) else side for side in sides]
    oids = iter(write_blobs(repo, [side for side in raw if side is not None]))
    base, ours, theirs = (
        Entry(mode, next(oids)) if side is not None else None
        for side, mode in zip(raw, modes, strict=True)
    )
    assert ours is not None
    assert theirs is not None
    return Both(path, base, ours, theirs)


def settle(repo: Repo, file: Both) -> Settled:
    """Merge one file."""
    return merge_contents(repo, [file], LABELS, ANSWERS)[file.path]


def text(repo: Repo, settled: Settled) -> str:
    """Return the content that was settled on."""
    return read_blobs(repo, [settled.entry.oid])[settled.entry.oid].decode()


def test_merges_lines(repo: Repo) -> None:
    """Changes in different places both arrive."""
    file = both(repo, "f", BASE, BASE.replace("1", "one"), BASE.replace("9", "nine"))
    settled = settle(repo, file)

    assert None is settled.conflict
    assert BASE.replace("1", "one").replace("9", "nine") == text(repo, settled)


def test_marks_a_conflict(repo: Repo) -> None:
    """The marks say whose each side is, and nothing of either is left out."""
    settled = settle(repo, both(repo, "f", "a\n", "mine\n", "new\n"))

    assert "both changed the same lines: choose between the marks, then git add" == settled.conflict
    marked = "<<<<<<< yours\nmine\n=======\nnew\n>>>>>>> template v2\n"
    assert marked == text(repo, settled)


def test_marks_in_the_users_style(repo: Repo) -> None:
    """Who has configured git to show the lines before sees them."""
    repo.git("config", "merge.conflictStyle", "diff3")
    settled = settle(repo, both(repo, "f", "a\n", "mine\n", "new\n"))
    repo.git("config", "--unset", "merge.conflictStyle")

    assert "||||||| template before\na\n" in text(repo, settled)


def test_many_conflicts_are_no_error(repo: Repo) -> None:
    """More than git can count to in its exit code."""
    base, ours, theirs = ("".join(f"{side}{n}\n\n\n\n" for n in range(200)) for side in "bot")
    settled = settle(repo, both(repo, "f", base, ours, theirs))

    assert settled.conflict is not None
    assert set(ours.split()) | set(theirs.split()) <= set(text(repo, settled).split())


def test_both_added(repo: Repo) -> None:
    """Without a common past, the lines that differ are in conflict."""
    settled = settle(repo, both(repo, "f", None, "same\nmine\n", "same\nnew\n"))

    note = "both added it, each in its own way: choose between the marks, then git add"
    assert note == settled.conflict
    assert text(repo, settled).startswith("same\n<<<<<<< yours\nmine\n")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (b"\0mine", b"\0new"),
        (b"mine\n", b"\0new"),
        (b"\0mine", b"new\n"),
        (b"x" * 100 + b"\0", b""),
    ],
)
def test_keeps_the_users_binary(repo: Repo, ours: bytes, theirs: bytes) -> None:
    """Binary files have no lines to merge; the note has the command that takes the other."""
    file = both(repo, "logo.png", b"\0old", ours, theirs)
    settled = settle(repo, file)

    assert file.ours == settled.entry
    assert "git checkout --theirs -- logo.png" in (settled.conflict or "")


@pytest.mark.parametrize("kinds", [(LINK, FILE), (FILE, LINK), (LINK, LINK), (SUBMODULE, FILE)])
def test_keeps_what_has_no_lines(repo: Repo, kinds: tuple[str, str]) -> None:
    """A link or submodule on either side is not merged."""
    file = both(repo, "f", "a", "b", "c", modes=(FILE, *kinds))
    settled = settle(repo, file)

    assert file.ours == settled.entry
    assert settled.conflict is not None


@pytest.mark.parametrize(
    ("modes", "merged"),
    [
        ((FILE, FILE, EXECUTABLE), EXECUTABLE),
        ((FILE, EXECUTABLE, FILE), EXECUTABLE),
        ((EXECUTABLE, EXECUTABLE, FILE), FILE),
        ((EXECUTABLE, FILE, EXECUTABLE), FILE),
    ],
)
@pytest.mark.parametrize("contents", [("a\n", "b\n", "a\n"), ("a\n", "a\n", "b\n")])
def test_takes_the_mode_of_who_changed_it(
    repo: Repo, modes: tuple[str, ...], merged: str, contents: tuple[str, str, str]
) -> None:
    """One side changed the content, the other the mode: both count, and nothing is in conflict."""
    settled = settle(repo, both(repo, "f", *contents, modes=modes))

    assert (merged, None) == (settled.entry.mode, settled.conflict)
    assert "b\n" == text(repo, settled)


@pytest.mark.parametrize(("ours", "theirs"), [(FILE, EXECUTABLE), (EXECUTABLE, FILE)])
def test_both_added_with_other_modes(repo: Repo, ours: str, theirs: str) -> None:
    """A script that either side means to run can be run."""
    file = both(repo, "f", None, "a\n", "a\n", modes=(FILE, ours, theirs))
    settled = settle(repo, file)

    assert Settled(Entry(EXECUTABLE, file.ours.oid)) == settled


@pytest.mark.parametrize(
    ("base", "theirs"),
    [(BASE, BASE.replace("9", "nine")), (BASE, BASE.replace("9", "nine").replace("\n", "\r\n"))],
)
def test_keeps_the_users_line_endings(repo: Repo, base: str, theirs: str) -> None:
    """Who converted a file to CR LF gets the template's lines so, and no conflict."""
    ours = base.replace("1", "one").replace("\n", "\r\n")
    settled = settle(repo, both(repo, "f", base, ours, theirs))

    assert None is settled.conflict
    assert ours.replace("9", "nine") == text(repo, settled)


def test_answers_file_that_says_the_same(repo: Repo) -> None:
    """Quotes and order that somebody changed are no conflict in the answers file."""
    sides = ("_commit: v1\na: x\n", "a: 'x'\n_commit: v1\n", "_commit: v2\na: x\n")

    assert "_commit: v2\na: x\n" == text(repo, settle(repo, both(repo, ANSWERS, *sides)))
    assert settle(repo, both(repo, "other.yml", *sides)).conflict is not None


def test_answers_file_with_a_comment(repo: Repo) -> None:
    """What the user has written into it stays, beside the line that changes too."""
    settled = settle(
        repo,
        both(
            repo,
            ANSWERS,
            "_commit: v1\na: x\n",
            "_commit: v1  # why\na: x\n",
            "_commit: v2\na: x\n",
        ),
    )

    assert (None, "_commit: v2\na: x\n# why\n") == (settled.conflict, text(repo, settled))


def test_answers_file_that_was_edited(repo: Repo) -> None:
    """An answer that somebody changed by hand is merged like any line."""
    sides = ("_commit: v1\n\n\na: x\n", "_commit: v1\n\n\na: y\n", "_commit: v2\n\n\na: x\n")
    settled = settle(repo, both(repo, ANSWERS, *sides))

    assert None is settled.conflict
    assert "_commit: v2\n\n\na: y\n" == text(repo, settled)


def test_pyproject_merges_dependencies(repo: Repo) -> None:
    """Neighbouring requirements that each side changed are no conflict."""
    document = '[project]\nname = "x"\ndependencies = [\n  "a>={}",\n  "b>={}",\n]\n'
    sides = (document.format(*pins) for pins in ((1, 1), (2, 1), (1, 2)))
    settled = settle(repo, both(repo, "sub/pyproject.toml", *sides))

    assert None is settled.conflict
    assert document.format(2, 2) == text(repo, settled)


def test_merges_many_at_once(repo: Repo) -> None:
    """Each file gets its own content, also beside one that has none to merge."""
    lines = [
        both(repo, f"{n}.txt", BASE, BASE.replace("1", f"one{n}"), BASE.replace("9", f"nine{n}"))
        for n in range(3)
    ]
    binary = both(repo, "b", b"\0", b"\0mine", b"\0new")
    settled = merge_contents(repo, [lines[0], binary, *lines[1:]], LABELS, ANSWERS)

    assert binary.ours == settled["b"].entry
    assert [BASE.replace("1", f"one{n}").replace("9", f"nine{n}") for n in range(3)] == [
        text(repo, settled[f"{n}.txt"]) for n in range(3)
    ]
