"""The hashes of a template's state, worked out without git: git itself finds the same."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.scaffold.snapshot import commit_hash, release_dates, tree_hash
from tests.scaffold.repos import make_repo, run_git
from tests.scaffold.tiny import tiny_template

# Git sorts `a.txt` before `a/` before `a0`.
ODD_NAMES = {
    "template/a/x": "",
    "template/a.txt": "1\r\n",
    "template/a0": "2",
    "template/é {{ name }}": "3",
    'template/"quoted"\n': "4",
    "partials/core/one.md": "5",
    "UPGRADES.yaml": "{}",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A template with odd names, an executable, a link and an empty folder."""
    root = tiny_template(tmp_path / "root", **ODD_NAMES)
    (root / "template/link").symlink_to("../nowhere")
    (root / "template/empty").mkdir()
    return root


def test_tree_is_git_s(root: Path, tmp_path: Path) -> None:
    """The hash is that of the tree which git makes of the same files."""
    repo = make_repo(tmp_path / "repo", {})
    shutil.copytree(root, repo, symlinks=True, dirs_exist_ok=True)
    run_git(repo, "add", "--all", "--force")

    assert run_git(repo, "write-tree") == tree_hash(root)


def test_what_tools_leave_does_not_count(root: Path) -> None:
    """Nor does anything beside the template."""
    before = tree_hash(root)
    for path in ("template/__pycache__/a.pyc", "template/a/.ruff_cache/b", "docs/c", "README.md"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", encoding="utf-8")

    assert before == tree_hash(root)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "template/a0").write_text("3", encoding="utf-8"),
        lambda root: (root / "template/a0").chmod(0o755),
        lambda root: (root / "template/a0").rename(root / "template/b"),
        lambda root: (root / "partials/core/one.md").unlink(),
        lambda root: (root / "UPGRADES.yaml").unlink(),
    ],
)
def test_every_change_counts(root: Path, change: object) -> None:
    """Content, mode, name and absence."""
    before = tree_hash(root)
    assert callable(change)
    change(root)

    assert before != tree_hash(root)


def test_commit_is_git_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commit follows from tree, parent, version and date."""
    repo = make_repo(tmp_path / "repo", {"v1": {"a": "a"}})
    tree, parent = (run_git(repo, "rev-parse", f"HEAD{what}") for what in ("^{tree}", ""))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "formfacts")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "formfacts@localhost")
        monkeypatch.setenv(f"GIT_{who}_DATE", "2026-11-21T00:00:00 +0000")

    made = run_git(repo, "commit-tree", tree, "-p", parent, "-m", "Template v2.0.0")

    assert made == commit_hash(tree, parent, "v2.0.0", "2026-11-21")


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    """A pipe would keep its reader waiting for ever."""
    root = tiny_template(tmp_path / "root")
    os.mkfifo(root / "template/pipe")

    with pytest.raises(TemplateError, match="template/pipe is no file that a template can have"):
        tree_hash(root)


def test_dates_are_those_of_the_changelog(tmp_path: Path) -> None:
    """A heading without a date is no release."""
    headings = "## 0.2.0 (unreleased)\n\n## 0.1.1 (2026-12-01)\n\n## 0.1.0 (2026-11-21)\n"
    (tmp_path / "CHANGELOG.md").write_text(headings, encoding="utf-8")

    assert {"0.1.1": "2026-12-01", "0.1.0": "2026-11-21"} == release_dates(tmp_path)
    assert {} == release_dates(tmp_path / "none")
