"""The template under test is what lies there now, in whatever state its repo is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.smoke.subject import Subject, open_subject
from tests.conftest import ROOT
from tests.smoke.templates import lay_out

FILES = {"copier.yml": "name: one\n", "template/name.txt": "one\n"}


def git(folder: Path, *arguments: str) -> str:
    """Run git and return what it prints."""
    who = ("-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "protocol.file.allow=always")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def release(root: Path, tag: str) -> None:
    """Commit all there is, and tag it."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", tag)
    git(root, "tag", tag)


def subject_of(root: Path, folder: Path) -> Subject:
    """Return the template under a folder, with a new place for its copy."""
    folder.mkdir()
    return open_subject(root, folder)


def files_of(subject: Subject) -> dict[str, str]:
    """Return the files of the state under test."""
    return {
        str(path.relative_to(subject.root)): path.read_text(encoding="utf-8")
        for path in sorted(subject.root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A template without a repo."""
    return lay_out(tmp_path / "here", FILES)


def test_a_folder_without_git(root: Path, tmp_path: Path) -> None:
    """It has no releases; the same files are the same version each time."""
    first, second = subject_of(root, tmp_path / "1"), subject_of(root, tmp_path / "2")

    assert (FILES, "", "here") == (files_of(first), first.previous, first.name)
    assert first.origin == second.origin
    assert not (root / ".git").exists()


def test_a_repo_without_a_commit(root: Path, tmp_path: Path) -> None:
    """As a folder without git, but for what is ignored."""
    git(root, "init", "-q")
    lay_out(root, {".gitignore": "junk\n", "junk": "x"})

    assert {*FILES, ".gitignore"} == set(files_of(subject_of(root, tmp_path / "1")))


def test_a_clean_tree_with_a_tag_is_that_release(root: Path, tmp_path: Path) -> None:
    """An update comes from the release before."""
    git(root, "init", "-q")
    for tag in ("v1.0.0", "v1.1.0rc1", "v1.1.0"):
        release(root, tag)
    subject = subject_of(root, tmp_path / "1")

    assert ("v1.1.0", "v1.0.0") == (subject.origin.version, subject.previous)
    assert git(root, "rev-parse", "HEAD") == subject.origin.commit


def test_what_is_not_committed_counts(root: Path, tmp_path: Path) -> None:
    """Edited, new, removed and staged files; the repo itself stays as it was."""
    lay_out(root, {"template/old.txt": "old\n"})
    git(root, "init", "-q")
    release(root, "v1.0.0")
    (root / "template/old.txt").unlink()
    lay_out(root, {"template/name.txt": "two\n", "template/new.txt": "new\n"})
    git(root, "add", "template/new.txt")
    lay_out(root, {"template/new.txt": "newer\n"})
    before = git(root, "status", "--porcelain"), git(root, "for-each-ref")
    subject = subject_of(root, tmp_path / "1")

    expected = {"copier.yml": "name: one\n", "template/name.txt": "two\n"}
    assert {**expected, "template/new.txt": "newer\n"} == files_of(subject)
    assert "v1.0.0" == subject.previous
    assert subject.origin.version.startswith("v1.0.0-1-g")
    assert before == (git(root, "status", "--porcelain"), git(root, "for-each-ref"))


def test_a_repo_without_tags(root: Path, tmp_path: Path) -> None:
    """There is nothing to update from."""
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "all")

    assert "" == subject_of(root, tmp_path / "1").previous


def test_a_folder_in_another_repo_has_no_history(root: Path, tmp_path: Path) -> None:
    """The other's tags are not its releases."""
    git(tmp_path, "init", "-q")
    release(tmp_path, "v9.0.0")
    subject = subject_of(root, tmp_path / "1")

    assert (FILES, "") == (files_of(subject), subject.previous)


def test_a_shallow_clone_will_do(root: Path, tmp_path: Path) -> None:
    """As CI's checkouts are by default: it has the state, and no releases."""
    git(root, "init", "-q")
    release(root, "v1.0.0")
    release(root, "v2.0.0")
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-tags", root.as_uri(), "shallow")
    subject = subject_of(tmp_path / "shallow", tmp_path / "1")

    assert (FILES, "") == (files_of(subject), subject.previous)


def test_links_that_lead_out_are_refused(root: Path, tmp_path: Path) -> None:
    """Projects would get what lies on this machine."""
    (root / "template" / "out").symlink_to("/etc")

    with pytest.raises(TemplateError):
        subject_of(root, tmp_path / "1")


def test_passwords_in_the_address_of_the_repo_are_not_repeated(root: Path, tmp_path: Path) -> None:
    """The address becomes part of every repo."""
    git(root, "init", "-q")
    git(root, "remote", "add", "origin", "https://me:pa55@example.org/t.git")

    assert "pa55" not in repr(subject_of(root, tmp_path / "1"))


def test_ours_is_what_formfacts_new_renders(tmp_path: Path) -> None:
    """The checkout as it is, with the releases that it carries."""
    subject = subject_of(ROOT, tmp_path / "1")

    assert (ROOT, "formfacts", None) == (subject.root, subject.name, subject.location)
    assert subject.previous
