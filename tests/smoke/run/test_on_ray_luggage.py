"""A template that travels: unpacked, it is smoked as the one that was packed."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import UsageError
from formfacts.scaffold.git import git
from formfacts.smoke.run import on_ray_luggage
from formfacts.smoke.run.on_ray_luggage import pack, unpack
from formfacts.smoke.subject import Subject, open_subject
from tests.smoke.templates import lay_out

FILES = {"copier.yml": "a: {type: bool}\n", "template/a.txt": "one\n", ".gitignore": "*.log\n"}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template with a release, a commit after it, and changes that are not committed."""
    root = lay_out(tmp_path / "here" / "mine", FILES)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root)
    git(root, "tag", "v1.0.0")
    lay_out(root, {"template/b.txt": "two\n"})
    commit(root)
    (root / "template" / "a.txt").unlink()
    (root / "template" / "c.txt").symlink_to("b.txt")
    (root / "template" / "b.txt").chmod(0o755)
    return lay_out(root, {"kept.log": "not this\n"})


def commit(root: Path) -> None:
    """Commit everything."""
    git(root, "add", "--all")
    git(root, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message=x")


def travel(root: Path, to: Path, since: str | None = None) -> Path:
    """Return where a template has come to, under the same name."""
    arrived = to / "there" / root.name
    unpack(pack(root, since), arrived)
    return arrived


def subject(root: Path, scratch: Path) -> tuple[Subject, dict[str, bytes]]:
    """Return what a run takes the template for, but for where, and its files."""
    scratch.mkdir()
    found = open_subject(root, scratch)
    files = {
        str(path.relative_to(found.root)): path.read_bytes()
        for path in found.root.rglob("*")
        if path.is_file() and path.name != ".git"
    }
    return Subject(found.name, Path(), found.origin, None, found.previous), files


def test_a_run_there_is_of_the_same_version(template: Path, tmp_path: Path) -> None:
    """What is not committed counts, what is ignored does not; the release before is known."""
    arrived = travel(template, tmp_path)

    expected = subject(template, tmp_path / "1")
    assert expected == subject(arrived, tmp_path / "2")
    assert "v1.0.0" == expected[0].previous
    assert not git(arrived, "status", "--short").stdout
    assert (arrived / "template" / "c.txt").is_symlink()
    assert not (arrived / "kept.log").exists()


def test_its_source_goes_along(template: Path, tmp_path: Path) -> None:
    """Where it was cloned from is what generated repos name, without a password."""
    git(template, "remote", "add", "origin", "https://me:secret@example.com/mine.git")
    arrived = travel(template, tmp_path)

    expected = subject(template, tmp_path / "1")[0]
    assert expected == subject(arrived, tmp_path / "2")[0]
    assert "https://example.com/mine.git" == expected.origin.source


def test_a_shallow_clone_travels(template: Path, tmp_path: Path) -> None:
    """As CI makes them: a bundle of one cannot be read."""
    shallow = tmp_path / "shallow" / "mine"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--", f"file://{template}", str(shallow))
    arrived = travel(shallow, tmp_path)

    assert subject(shallow, tmp_path / "1") == subject(arrived, tmp_path / "2")


def test_a_folder_without_git_travels(tmp_path: Path) -> None:
    """There it is a repo, which has no more history than here."""
    plain = lay_out(tmp_path / "here" / "mine", FILES)
    arrived = travel(plain, tmp_path)

    assert subject(plain, tmp_path / "1") == subject(arrived, tmp_path / "2")


def test_the_commit_that_changes_are_counted_from_goes_along(
    template: Path, tmp_path: Path
) -> None:
    """On whatever branch it is."""
    head = git(template, "rev-parse", "HEAD").stdout.strip()
    git(template, "checkout", "--quiet", "--orphan", "other")
    commit(template)
    since = git(template, "rev-parse", "other").stdout.strip()
    git(template, "checkout", "--quiet", "main")
    arrived = travel(template, tmp_path, since)

    assert since != head
    assert "commit" == git(arrived, "cat-file", "-t", since).stdout.strip()


def test_what_is_too_large_is_refused(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how large it is, and what to do."""
    monkeypatch.setattr(on_ray_luggage, "LARGEST", 1024)

    with pytest.raises(UsageError, match=r"mine with its history is .* MB, .*\.gitignore"):
        pack(template)
