"""The git repo that a project lies in."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from formfacts.errors import GitError
from formfacts.scaffold.repo import open_repo, with_room_for_objects
from tests.scaffold.repos import make_repo, run_git


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repo with a project in a folder of its own."""
    return make_repo(tmp_path / "repo", {"v1": {"app/a.txt": "a"}})


def test_opens_a_repo(folder: Path) -> None:
    """From its root."""
    found = open_repo(folder)

    assert (folder, folder / ".git", folder / ".git", "") == (
        found.top,
        found.git_dir,
        found.common_dir,
        found.prefix,
    )
    assert (run_git(folder, "rev-parse", "HEAD"), "refs/heads/main", "main") == (
        found.commit,
        found.branch,
        found.name,
    )


def test_opens_from_a_folder_in_it(folder: Path) -> None:
    """Also one with odd characters in its name."""
    odd = folder / "ä b\tc"
    odd.mkdir()

    assert ("app/", folder) == (open_repo(folder / "app").prefix, open_repo(folder / "app").top)
    assert "ä b\tc/" == open_repo(odd).prefix


def test_detached(folder: Path) -> None:
    """There is no branch to come back to."""
    run_git(folder, "switch", "--quiet", "--detach")

    assert None is open_repo(folder).branch


def test_another_work_tree(folder: Path) -> None:
    """It has a git folder and a name of its own, and shares objects and refs."""
    run_git(folder, "worktree", "add", "--quiet", "../second")
    found = open_repo(folder.parent / "second")

    assert (folder / ".git/worktrees/second", folder / ".git", "linked/second") == (
        found.git_dir,
        found.common_dir,
        found.name,
    )


def test_the_callers_git_variables_do_not_count(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as those of a hook that runs formfacts."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))

    assert folder == open_repo(folder).top


@pytest.mark.parametrize(
    ("prepare", "why"),
    [
        ("", "in no git work tree: run git init"),
        ("init", "has no commit yet: commit your work first"),
        ("init --bare", "in no git work tree"),
    ],
)
def test_no_repo_to_work_with(tmp_path: Path, prepare: str, why: str) -> None:
    """The error says what to do."""
    if prepare:
        run_git(tmp_path, *prepare.split(), "--quiet")

    with pytest.raises(GitError, match=why):
        open_repo(tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    """A name that is mistyped, or a file."""
    with pytest.raises(GitError, match="nowhere is not a folder"):
        open_repo(tmp_path / "nowhere")


def test_under_way(folder: Path) -> None:
    """What git is in the middle of, if anything."""
    found = open_repo(folder)
    before = found.under_way
    (folder / ".git/rebase-merge").mkdir()

    assert (None, "a rebase") == (before, found.under_way)


def test_own_room_for_objects(folder: Path) -> None:
    """A repo that can be written to is used as it is."""
    found = open_repo(folder)

    with with_room_for_objects(found) as repo:
        assert found == repo


def test_room_beside_a_read_only_repo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New objects go elsewhere, old ones are found, and nothing stays behind."""
    found = open_repo(folder)
    before = sorted(path for path in (folder / ".git/objects").rglob("*"))
    monkeypatch.setattr("os.access", lambda *_: False)

    with with_room_for_objects(found) as repo:
        oid = repo.git_bytes("hash-object", "-w", "--stdin", stdin=b"new").decode().strip()
        contents = [repo.git("cat-file", "blob", name) for name in (oid, "HEAD:app/a.txt")]
        place = repo.objects["GIT_OBJECT_DIRECTORY"]
    assert ["new", "a"] == contents
    assert before == sorted(path for path in (folder / ".git/objects").rglob("*"))
    assert not os.path.exists(place)  # noqa: PTH110
    assert replace(repo, objects={}) == found
