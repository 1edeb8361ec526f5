"""The first commit, whatever the user's git configuration."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from formfacts.errors import GitError
from formfacts.scaffold import git


def ask_git(folder: Path, *arguments: str) -> str:
    """Return what git prints."""
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a file, an ignored one, and a .gitignore."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name, text in {"a.txt": "a\r\n", "b.log": "b", ".gitignore": "*.log\n"}.items():
        (folder / name).write_bytes(text.encode())
    return folder


@pytest.fixture
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's git configuration: empty until a test writes to it."""
    path = tmp_path / "gitconfig"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(path))
    return path


def test_first_commit_holds_what_is_not_ignored(project: Path) -> None:
    """One commit on main, a clean tree, by a stand-in where nobody is configured."""
    git.init_with_commit(project)

    said = ask_git(project, "log", "--format=%D|%an <%ae>|%s")
    assert f"HEAD -> main|formfacts <formfacts@localhost>|{git.FIRST_COMMIT}" == said
    assert ".gitignore\na.txt" == ask_git(project, "ls-files")
    assert "" == ask_git(project, "status", "--porcelain")


@pytest.mark.parametrize(
    ("configured", "author"),
    [
        ("name = Ann\nemail = ann@example.org", "Ann <ann@example.org>"),
        ("name = Ann", "Ann <formfacts@localhost>"),
        ("email = ann@example.org", "formfacts <ann@example.org>"),
    ],
)
def test_configured_author_is_kept(
    project: Path, configuration: Path, configured: str, author: str
) -> None:
    """Only what is missing is filled in."""
    configuration.write_text(f"[user]\n{configured}\n", encoding="utf-8")

    git.init_with_commit(project)

    assert author == ask_git(project, "log", "--format=%an <%ae>")


def test_hooks_signing_and_global_ignores_have_no_say(
    project: Path, configuration: Path, tmp_path: Path
) -> None:
    """The first commit holds every file, as rendered, and asks nobody for a key."""
    hook = tmp_path / "hooks" / "pre-commit"
    hook.parent.mkdir()
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    ignored = tmp_path / "ignored"
    ignored.write_text("*.txt\n", encoding="utf-8")
    configuration.write_text(
        f"[core]\nhooksPath = {hook.parent}\nexcludesFile = {ignored}\nautocrlf = true\n"
        "[commit]\ngpgSign = true\n[init]\ndefaultBranch = trunk\n",
        encoding="utf-8",
    )

    git.init_with_commit(project)

    assert "main" == ask_git(project, "branch", "--show-current")
    assert "a" == ask_git(project, "show", "HEAD:a.txt")
    assert "i/crlf" in ask_git(project, "ls-files", "--eol", "a.txt")


def test_a_git_hook_s_variables_do_not_lead_astray(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run from a hook of another repo, the commit still lands in the project."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other"))

    git.init_with_commit(project)

    assert (project / ".git").is_dir()
    assert not (tmp_path / "other").exists()


def test_enclosing_work_tree(project: Path) -> None:
    """A folder in a repo belongs to it, unless the repo ignores it."""
    git.init_with_commit(project)

    found = [git.enclosing_work_tree(project, project / name) for name in ("app", "app.log")]
    assert [project, None] == found
    assert git.enclosing_work_tree(project.parent, project.parent / "app") is None


def test_no_git_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without git on PATH the error says where to get it."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(GitError, match="git is not on PATH: install it"):
        git.require_git()


def test_failure_gives_git_s_last_line(tmp_path: Path) -> None:
    """What git says is passed on in one line."""
    with pytest.raises(GitError, match=r"^git add failed: fatal: not a git repository"):
        git.git(tmp_path, "add", "--all")
