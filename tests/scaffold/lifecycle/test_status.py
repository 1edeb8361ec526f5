"""The state of a project: how far behind, what was edited, what an update would do."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import GitError, TemplateError, UsageError
from formfacts.scaffold.apply.journal import applied, applying
from formfacts.scaffold.lifecycle.generated import read_generated
from formfacts.scaffold.lifecycle.status import Status, status
from formfacts.scaffold.lifecycle.templates import Templates
from formfacts.scaffold.lifecycle.update import Request, update
from tests.scaffold.lifecycle.desk import desk
from tests.scaffold.lifecycle.shelf import Shelf, edit, outside_of_objects, release
from tests.scaffold.repos import run_git


@pytest.fixture
def project(shelf: Shelf, tmp_path: Path) -> Path:
    """A desk of the first version."""
    return shelf.copy(tmp_path / "project", desk(shelf), "v1")


def look(project: Path, answers_file: str | None = None) -> Status:
    """Return the state of a project."""
    with Templates() as templates:
        return status(project, answers_file, templates)


def test_behind(project: Path, shelf: Shelf) -> None:
    """The versions in between, and what the way to the latest would do."""
    state = look(project)

    assert (str(desk(shelf)), "v1", "v3") == (state.source, state.version, state.latest)
    assert ("v2", "v3") == state.behind
    assert state.plan is not None
    assert "v3" == state.plan.new.version
    assert not state.current


def test_current(shelf: Shelf, tmp_path: Path) -> None:
    """At the latest version, nothing is behind, whatever was edited."""
    project = shelf.copy(tmp_path / "project", desk(shelf), "v3")
    state = look(edit(project, new_txt="mine\n"))

    assert ((), True) == (state.behind, state.current)
    assert ["new.txt"] == [change.path for change in state.drift]


def test_pre_releases_do_not_count(shelf: Shelf, tmp_path: Path) -> None:
    """Nobody is behind a version that nobody gets without asking for it."""
    template = release(desk(shelf), tmp_path / "template", "v4rc1", new_txt="a\n")
    between = release(template, tmp_path / "between", "v4", new_txt="b\n")
    waiting = shelf.copy(tmp_path / "waiting", template, "v3")
    behind = shelf.copy(tmp_path / "behind", between, "v3")

    assert ((), "v3") == (look(waiting).behind, look(waiting).latest)
    assert (("v4",), "v4") == (look(behind).behind, look(behind).latest)


def test_ahead_of_the_newest_release(shelf: Shelf, tmp_path: Path) -> None:
    """A project of a pre-release is not behind, and stays where it is."""
    template = release(desk(shelf), tmp_path / "template", "v4rc1", new_txt="newer\n")
    state = look(shelf.copy(tmp_path / "project", template, "v4rc1"))

    assert (True, "v4rc1") == (state.current, state.latest)


def test_drift(project: Path) -> None:
    """Files of the template that the user changed, deleted or renamed; no files of the user's."""
    guide = (project / "guide.txt").read_text()
    edit(project, README_md="mine\n", desk_txt=None, own_txt="own\n")
    edit(project, guide_txt=None, mine_txt=guide)
    state = look(project)

    assert {"README.md": "changed", "desk.txt": "removed", "mine.txt": "renamed"} == {
        change.path: change.yours for change in state.drift
    }


def test_uncommitted_work_is_no_drift_yet(project: Path) -> None:
    """What counts is the last commit, which an update starts from."""
    (project / "README.md").write_text("mine\n")

    assert () == look(project).drift


def test_writes_nothing_but_objects(project: Path) -> None:
    """Neither the work tree nor the index, nor any ref but those of formfacts."""
    before = outside_of_objects(project)
    look(project)

    assert before == outside_of_objects(project)


def test_interrupted(project: Path) -> None:
    """A record of a run that was killed is told, with what an update would do."""
    with Templates() as templates:
        update(project, Request(to="v2"), templates)
    repo = read_generated(project).repo
    run_git(project, "update-ref", applying(repo), applied(repo))
    state = look(project)

    assert ("update", False) == (state.interrupted, state.current)
    assert state.plan is not None


@pytest.mark.parametrize(
    ("prepare", "error", "why"),
    [
        ("rm .copier-answers.yml", UsageError, r"has no \.copier-answers\.yml"),
        ("rm -rf .git", GitError, "in no git work tree"),
        ("sed -i s/v1/v7/ .copier-answers.yml", TemplateError, "no version 'v7'"),
        (
            "sed -i s/_src_path.*/_src_path:\\ nowhere/ .copier-answers.yml",
            TemplateError,
            "nowhere",
        ),
    ],
)
def test_what_goes_wrong_is_part_of_it(
    project: Path, prepare: str, error: type[Exception], why: str
) -> None:
    """The rest of the state stands as far as it could be told."""
    import re
    import subprocess

    subprocess.run(["sh", "-c", prepare], cwd=project, check=True)
    state = look(project)

    assert isinstance(state.error, error)
    assert re.search(why, str(state.error))
    assert (None, False) == (state.plan, state.current)


def test_no_versions(shelf: Shelf, tmp_path: Path) -> None:
    """A template without tags can be followed by commit alone, and that is said."""
    template = release(desk(shelf), tmp_path / "template", "v4", new_txt="newer\n")
    project = shelf.copy(tmp_path / "project", template, "v4")
    run_git(template, "tag", "--delete", "v1", "v2", "v3", "v4")
    state = look(project)

    assert "has no versions (tags): name a branch or commit with --to" in str(state.error)
