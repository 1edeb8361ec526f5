"""Renames are found as git finds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.scaffold.merge.renames import find_renames, moved, worth_looking
from formfacts.scaffold.merge.tree import FILE, Entry, Tree
from formfacts.scaffold.repo import open_repo
from tests.scaffold.repos import make_repo

TEXT = "".join(f"line {number}\n" for number in range(10))
OTHER = "".join(f"{number} is another line\n" for number in range(10))
VERSIONS = {
    "old": {"a.txt": TEXT, "b/b.txt": OTHER, "empty": "", "keep.txt": "keep\n"},
    "same": {"c/é\n.txt": TEXT, "b/b.txt": OTHER, "empty": "", "keep.txt": "keep\n"},
    "edited": {"a2.txt": f"{TEXT}more\n", "b.txt": OTHER, "empty": "", "keep.txt": "keep\n"},
    "other": {"a2.txt": "nothing alike\n", "b/b.txt": OTHER, "void": "", "keep.txt": "keep\n"},
    "copied": {"x.txt": TEXT, "y.txt": TEXT, "b/b.txt": OTHER, "empty": "", "keep.txt": "keep\n"},
    "in place": {"a.txt": OTHER, "b/b.txt": TEXT, "empty": "", "keep.txt": "keep\n"},
}
FOUND = {
    "same": {"a.txt": "c/é\n.txt"},
    "edited": {"a.txt": "a2.txt", "b/b.txt": "b.txt"},
    "other": {},
    "copied": {"a.txt": "x.txt"},
    "in place": {},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repo with the trees to compare."""
    tags = {name.replace(" ", "-"): files for name, files in VERSIONS.items()}
    return make_repo(tmp_path_factory.mktemp("renames") / "repo", tags)


@pytest.mark.parametrize("name", FOUND)
def test_finds(folder: Path, name: str) -> None:
    """From what is gone to what has come, if at least half is alike; nothing for empty files."""
    repo = open_repo(folder)

    assert FOUND[name] == find_renames(repo, "old", name.replace(" ", "-"))


@pytest.mark.parametrize("settings", ["diff.renames=false", "diff.renameLimit=1"])
def test_the_users_settings_do_not_count(folder: Path, settings: str) -> None:
    """Whatever `git diff` shows the user, a renamed file receives the template's changes."""
    repo = open_repo(folder)
    name, _, value = settings.partition("=")
    repo.git("config", name, value)

    assert FOUND["edited"] == find_renames(repo, "old", "edited")
    repo.git("config", "--unset", name)


@pytest.mark.parametrize(
    ("base", "other", "expected"),
    [
        ("ab", "ab", False),
        ("ab", "a", False),
        ("a", "ab", False),
        ("a", "b", True),
        ("", "", False),
    ],
)
def test_looks_only_where_there_may_be_renames(base: str, other: str, expected: bool) -> None:  # noqa: FBT001
    """Something must be gone, and something must have come."""
    one, two = (dict.fromkeys(names, Entry(FILE, "1")) for names in (base, other))

    assert expected == worth_looking(one, two)


def test_moved() -> None:
    """What is not there is not moved."""
    tree: Tree = {"a": Entry(FILE, "1")}
    moved(tree, "a", "b")
    moved(tree, "x", "y")

    assert {"b": Entry(FILE, "1")} == tree
