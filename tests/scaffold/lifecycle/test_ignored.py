"""Files that git ignores: created where they are missing, and never touched again."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.scaffold.lifecycle.generated import read_generated
from formfacts.scaffold.lifecycle.plan import Plan, make_plan
from formfacts.scaffold.lifecycle.target import Target
from formfacts.scaffold.lifecycle.templates import Templates
from formfacts.scaffold.merge.outcome import Change, Outcome
from tests.scaffold.lifecycle.shelf import Shelf, edit
from tests.scaffold.repos import run_git

NOTE = "ignored by git, so never touched"
FIRST = {".gitignore": "*.key\n", "a.key": "1\n", "gone.key": "1\n", "same.key": "1\n"}
SECOND = {"a.key": "2\n", "gone.key": "", "new.key": "2\n"}


@pytest.fixture
def project(shelf: Shelf, tmp_path: Path) -> Path:
    """A project with three ignored files."""
    return shelf.copy(tmp_path / "project", shelf.template("keys", FIRST, SECOND), "v1")


def plan_of(project: Path) -> Plan:
    """Plan the update."""
    generated = read_generated(project)
    with Templates() as templates:
        return make_plan(generated, templates.of(generated), Target("v2"))


def lines(plan: Plan) -> dict[str, Change]:
    """Return the lines of the report about keys."""
    return {change.path: change for change in plan.report if change.path.endswith(".key")}


def test_what_is_there_is_kept(project: Path) -> None:
    """Whatever the template does to them; the report tells what that is."""
    plan = plan_of(project)

    assert {"new.key"} == plan.created.keys()
    assert {
        "new.key": Change("new.key", Outcome.ADDED, template="added", note="ignored by git"),
        "a.key": Change("a.key", Outcome.KEPT, template="changed", note=NOTE),
        "gone.key": Change("gone.key", Outcome.KEPT, template="removed", note=NOTE),
    } == lines(plan)


def test_what_is_missing_is_created(project: Path) -> None:
    """As in a fresh clone, which has none of them; what the template dropped stays away."""
    for name in ("a.key", "gone.key", "same.key"):
        (project / name).unlink()
    plan = plan_of(project)

    assert {"a.key", "same.key", "new.key"} == plan.created.keys()


def test_anything_of_the_name_counts_as_there(project: Path) -> None:
    """A folder or a link that leads nowhere too."""
    (project / "a.key").unlink()
    (project / "a.key").symlink_to("nowhere")
    (project / "new.key").mkdir()
    plan = plan_of(project)

    assert {} == plan.created
    assert Change("new.key", Outcome.KEPT, template="added", note=NOTE) == lines(plan)["new.key"]


def test_what_git_keeps_is_not_ignored(project: Path) -> None:
    """A file that the user has added in spite of the rule is merged."""
    run_git(project, "add", "--force", "a.key")
    plan = plan_of(edit(project))

    assert Change("a.key", Outcome.UPDATED, template="changed") == lines(plan)["a.key"]


def test_the_users_own_rules_count(project: Path) -> None:
    """What the project ignores by its own rule is not written over, tracked or not elsewhere."""
    run_git(project, "rm", "--quiet", "--cached", ".copier-answers.yml")
    edit(project, _gitignore="*.key\n.copier-answers.yml\n")

    assert (
        Change(".copier-answers.yml", Outcome.KEPT, template="changed", note=NOTE)
        in plan_of(project).report
    )


def test_a_rule_that_is_new(shelf: Shelf, tmp_path: Path) -> None:
    """A file that the new version ignores as it adds it is created, and not committed."""
    template = shelf.template("late", {"a": "1\n"}, {".gitignore": ".env\n", ".env": "KEY=\n"})
    project = shelf.copy(tmp_path / "project", template, "v1")
    plan = plan_of(project)

    assert {".env"} == plan.created.keys()
    assert ".env" not in plan.merge.changes


def test_a_name_in_other_letters(shelf: Shelf, tmp_path: Path) -> None:
    """Spaces, quotes and characters beyond ASCII do not hide a file."""
    names = {'ä "b".key': "1\n", "über/c d.key": "1\n"}
    template = shelf.template("odd-keys", {".gitignore": "*.key\n"}, names)
    plan = plan_of(shelf.copy(tmp_path / "project", template, "v1"))

    assert names.keys() == plan.created.keys()
