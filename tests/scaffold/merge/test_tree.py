"""Trees as mappings, between git's objects and folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from formfacts.errors import GitError
from formfacts.scaffold.merge.blobs import read_blobs, write_blobs
from formfacts.scaffold.merge.tree import (
    EXECUTABLE,
    FILE,
    LINK,
    SUBMODULE,
    Entry,
    add_folder,
    attribute_files,
    parse_listing,
    read_project,
    read_tree,
    write_tree,
)
from formfacts.scaffold.repo import Repo, open_repo
from tests.scaffold.repos import make_repo

FILES = {"a.txt": "a\n", "app/b.txt": "b\n", "app/é ü\n.txt": "c\n", ".gitignore": "*.log\n"}


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """A repo with a few files."""
    return open_repo(make_repo(tmp_path_factory.mktemp("tree") / "repo", {"v1": FILES}))


def folder_with(place: Path, **files: bytes) -> Path:
    """Write files, in whose names `__` stands for a slash and `_` for a dot."""
    for name, content in files.items():
        path = place / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return place


def test_reads_a_tree(repo: Repo) -> None:
    """Every file, by its path, whatever is in its name."""
    tree = read_tree(repo, "v1")
    contents = read_blobs(repo, [entry.oid for entry in tree.values()])

    assert FILES == {path: contents[entry.oid].decode() for path, entry in tree.items()}


def test_reads_a_subfolder(repo: Repo) -> None:
    """A project in a monorepo has paths of its own."""
    inside = open_repo(repo.top / "app")

    assert {"b.txt", "é ü\n.txt"} == read_project(inside, inside.commit).keys()
    assert FILES.keys() == read_project(repo, repo.commit).keys()


def test_a_project_that_is_not_committed_has_no_files(repo: Repo) -> None:
    """Its folder is in the work tree, and not in the commit."""
    (repo.top / "new").mkdir()

    assert {} == read_project(open_repo(repo.top / "new"), repo.commit)


def test_no_tree_is_an_error(repo: Repo) -> None:
    """What git does not know is not taken for empty."""
    with pytest.raises(GitError, match="v1:nowhere"):
        read_tree(repo, "v1:nowhere")


def test_parses_both_listings() -> None:
    """That of a tree, and that of the index; a tab in a name is part of it."""
    listing = b"100644 blob 1111\ta\tb\0" + b"160000 commit 2222\tsub\0"
    index = b"120000 3333 0\tlink\0"

    assert {"a\tb": Entry(FILE, "1111"), "sub": Entry(SUBMODULE, "2222")} == parse_listing(listing)
    assert {"link": Entry(LINK, "3333")} == parse_listing(index)


def test_writes_changes_onto_a_tree(repo: Repo) -> None:
    """Added, changed, removed; all else stays."""
    oid = write_blobs(repo, [b"new\n"])[0]
    changes = {"a.txt": Entry(EXECUTABLE, oid), "app/b.txt": None, "new/n.txt": Entry(FILE, oid)}
    tree = read_tree(repo, write_tree(repo, "v1", changes))

    assert {".gitignore", "a.txt", "app/é ü\n.txt", "new/n.txt"} == tree.keys()
    assert Entry(EXECUTABLE, oid) == tree["a.txt"]


@pytest.mark.parametrize("onto", ["v1", None])
def test_a_file_takes_the_place_of_a_folder(repo: Repo, onto: str | None) -> None:
    """And a folder that of a file."""
    oid = write_blobs(repo, [b"new\n"])[0]
    changes: dict[str, Entry | None] = {
        "app": Entry(FILE, oid),
        "a.txt/inside": Entry(LINK, oid),
        **dict.fromkeys(["app/b.txt", "app/é ü\n.txt", "a.txt"]),
    }
    tree = read_tree(repo, write_tree(repo, onto, changes))

    assert {"app": Entry(FILE, oid), "a.txt/inside": Entry(LINK, oid)} == {
        path: entry for path, entry in tree.items() if path != ".gitignore"
    }


def test_writing_a_tree_leaves_the_index_alone(repo: Repo) -> None:
    """The user's own index has no part in it."""
    before = (repo.git_dir / "index").read_bytes()
    write_tree(repo, "v1", {"a.txt": None})

    assert before == (repo.git_dir / "index").read_bytes()


def test_stores_a_rendered_folder(repo: Repo, tmp_path: Path) -> None:
    """Modes, links, ignored files and bytes are as rendered, whatever the repo is set to."""
    folder = folder_with(tmp_path, a_txt=b"a\r\n", run_sh=b"#!", b_log=b"log", _gitignore=b"*.log")
    (folder / "run.sh").chmod(0o755)
    (folder / "link").symlink_to("a.txt")
    name = os.fsdecode(b"caf\xe9.txt")
    (folder / name).write_bytes(b"c")
    for setting in ("core.fileMode", "core.symlinks"):
        repo.git("config", setting, "false")
    stored = add_folder(repo, folder, {})

    modes = {path: entry.mode for path, entry in stored.tree.items()}
    regular = dict.fromkeys(["a.txt", "b.log", ".gitignore", name], FILE)
    assert {**regular, "run.sh": EXECUTABLE, "link": LINK} == modes
    assert ("b.log",) == stored.ignored
    assert [b"a\r\n"] == list(read_blobs(repo, [stored.tree["a.txt"].oid]).values())
    assert stored.tree == read_tree(repo, stored.oid)


def test_stores_files_as_the_projects_attributes_say(repo: Repo, tmp_path: Path) -> None:
    """A rule for line endings holds for what is rendered too, and is no rendered file itself."""
    folder = folder_with(tmp_path, a_txt=b"a\r\n", sub__b_txt=b"b\r\n")
    rules = {".gitattributes": b"a.txt text\n", "sub/.gitattributes": b"* -text\n"}
    stored = add_folder(repo, folder, rules)

    contents = read_blobs(repo, [entry.oid for entry in stored.tree.values()])
    assert {"a.txt": b"a\n", "sub/b.txt": b"b\r\n"} == {
        path: contents[entry.oid] for path, entry in stored.tree.items()
    }
    assert stored.tree == read_tree(repo, stored.oid)


def test_rendered_attributes_come_first(repo: Repo, tmp_path: Path) -> None:
    """The project's rules count only where the rendering has none."""
    folder = folder_with(tmp_path, a_txt=b"a\r\n", _gitattributes=b"* -text\n")
    stored = add_folder(repo, folder, {".gitattributes": b"* text\n"})

    assert {".gitattributes", "a.txt"} == stored.tree.keys()
    assert [b"a\r\n"] == list(read_blobs(repo, [stored.tree["a.txt"].oid]).values())


def test_finds_attribute_files() -> None:
    """At any depth, by their whole name."""
    paths = ["a", ".gitattributes", "b/.gitattributes", "c.gitattributes"]

    assert paths[1:3] == attribute_files(paths)
