"""What an update would do: answers, questions, notes, and what is left undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from formfacts.errors import AnswerError, TemplateError, UsageError
from formfacts.scaffold.lifecycle.generated import read_generated
from formfacts.scaffold.lifecycle.plan import Plan, make_plan
from formfacts.scaffold.lifecycle.target import Target
from formfacts.scaffold.lifecycle.templates import Templates
from formfacts.scaffold.merge.blobs import read_blobs
from formfacts.scaffold.merge.outcome import Outcome
from tests.scaffold.lifecycle.desk import desk
from tests.scaffold.lifecycle.shelf import Shelf, edit

ANSWERS = ".copier-answers.yml"


@pytest.fixture
def project(shelf: Shelf, tmp_path: Path) -> Path:
    """A desk of the first version."""
    return shelf.copy(tmp_path / "project", desk(shelf), "v1", size="large")


def plan_of(project: Path, version: str, **target: Any) -> Plan:  # noqa: ANN401
    """Plan the way to a version."""
    generated = read_generated(project)
    with Templates() as templates:
        return make_plan(generated, templates.of(generated), Target(version, **target))


def outcomes(plan: Plan) -> dict[str, Outcome]:
    """Return what becomes of each file."""
    return {change.path: change.outcome for change in plan.report}


def after(project: Path, plan: Plan, path: str) -> str:
    """Return a file as the plan would have it."""
    entry = {**plan.merge.before, **plan.merge.changes}[path]
    assert entry is not None
    return read_blobs(read_generated(project).repo, [entry.oid])[entry.oid].decode()


def test_unedited(project: Path) -> None:
    """Files come, change and go; what may never be written over is not even spoken of."""
    plan = plan_of(project, "v2")

    assert {
        ANSWERS: Outcome.UPDATED,
        "README.md": Outcome.UPDATED,
        "new.txt": Outcome.ADDED,
        "old.txt": Outcome.REMOVED,
        "secret.key": Outcome.KEPT,
    } == outcomes(plan)
    assert ("v1", "v2", False) == (plan.old.version, plan.new.version, plan.nothing_to_do)


def test_same_version(project: Path) -> None:
    """There is nothing to do, whatever the user has edited; the report tells what that is."""
    plan = plan_of(edit(project, README_md="mine\n", old_txt=None), "v1")

    assert plan.nothing_to_do
    assert {"README.md": Outcome.KEPT, "old.txt": Outcome.DELETED} == outcomes(plan)


def test_says_what_changed_in_the_answers(project: Path) -> None:
    """Renamed questions and choices carry the answer over; new questions are told apart."""
    plan = plan_of(project, "v3")

    said = ("size is now called width", "width: large is now called big")
    assert (said, ("chair",)) == (plan.answers_said, plan.open_questions)
    assert ("big", "none") == (plan.answers["width"], plan.answers["chair"])
    assert "width: big" in after(project, plan, ANSWERS)
    assert ["2", "3"] == [upgrade.version for upgrade in plan.upgrades]
    assert "Tidy up Desk." == plan.message.strip()


def test_kept_renderings_say_the_same(project: Path) -> None:
    """The second plan renders nothing, and is the same in all it says."""
    first, second = plan_of(project, "v3"), plan_of(project, "v3")

    assert first == second


def test_a_choice_that_vanished_is_said(shelf: Shelf, tmp_path: Path) -> None:
    """Without a word in UPGRADES.yaml, the default takes its place."""
    template = shelf.template(
        "vanishing",
        {"copier.yml": "size: {type: str, choices: [s, m, l], default: m}\n"},
        {"copier.yml": "size: {type: str, choices: [s, m], default: m}\n"},
    )
    plan = plan_of(shelf.copy(tmp_path / "project", template, "v1", size="l"), "v2")

    assert ("size: 'l' does not fit any more, it is 'm' now",) == plan.answers_said


def test_a_question_that_vanished_is_said(shelf: Shelf, tmp_path: Path) -> None:
    """Its answer is about to be forgotten."""
    template = shelf.template(
        "silent",
        {"copier.yml": "size: {type: str, default: m}\nname: {type: str, default: x}\n"},
        {"copier.yml": "name: {type: str, default: x}\n"},
    )
    plan = plan_of(shelf.copy(tmp_path / "project", template, "v1", size="l"), "v2")

    assert ("size: 'l' is not asked for any more",) == plan.answers_said


def test_given_answers_are_no_open_questions(project: Path) -> None:
    """And they are taken."""
    plan = plan_of(project, "v3", data={"chair": "stool"})

    assert () == plan.open_questions
    assert Outcome.ADDED == outcomes(plan)["stool.txt"]


@pytest.mark.parametrize("name", ["chairs", "size", "title", "_commit"])
def test_an_answer_to_no_question_is_an_error(project: Path, name: str) -> None:
    """The error lists what the new version asks; computed answers are not among it."""
    with pytest.raises(UsageError, match=f"no question '{name}': choose from name, width, lamp"):
        plan_of(project, "v3", data={name: "x"})


def test_a_wrong_answer_is_an_error(project: Path) -> None:
    """The error names the question and the answer."""
    with pytest.raises(AnswerError, match="chair: 'throne'"):
        plan_of(project, "v3", data={"chair": "throne"})


def test_no_such_version(project: Path) -> None:
    """The error names the nearest."""
    with pytest.raises(TemplateError, match=r"no version 'v33'.*did you mean v3"):
        plan_of(project, "v33")


def test_hidden_answers_are_kept(shelf: Shelf, tmp_path: Path) -> None:
    """An answer to a question that is not asked for now is there when it is asked again."""
    project = shelf.copy(tmp_path / "project", desk(shelf), "v1", lamp=True, bulb="cold")
    plan = plan_of(project, "v1", data={"lamp": False})

    kept = after(project, plan, ANSWERS)
    assert {"bulb: cold", "lamp: false"} <= set(kept.splitlines())
    assert "lamp" not in after(project, plan, "desk.txt")

    edit(project, **{"_copier-answers_yml": kept, "desk_txt": "Desk\n\n\n\n"})
    again = plan_of(project, "v2", data={"lamp": True})
    assert "a cold lamp" in after(project, again, "desk.txt")


def test_hidden_answers_stay_through_an_update(shelf: Shelf, tmp_path: Path) -> None:
    """An update of a project that has one does not take it for a change of the user's."""
    project = shelf.copy(tmp_path / "project", desk(shelf), "v1")
    answers = (project / ANSWERS).read_text()
    edit(project, **{"_copier-answers_yml": f"{answers}bulb: cold\n"})
    plan = plan_of(project, "v2")

    assert "bulb: cold" in after(project, plan, ANSWERS).splitlines()
    assert [] == plan.merge.conflicts


def test_an_answers_file_in_other_words(project: Path) -> None:
    """Whoever reformatted it gets it as the template writes it, and no conflict."""
    text = f"_src_path: {read_generated(project).source}\n_commit: 'v1'\nlamp: no\nname: Desk\n"
    plan = plan_of(edit(project, **{"_copier-answers_yml": f"{text}size: large\n"}), "v2")

    assert [] == plan.merge.conflicts
    assert "_commit: v2" in after(project, plan, ANSWERS)


def test_skipped_files(project: Path) -> None:
    """Neither an edited nor a deleted one comes back or changes."""
    edited = plan_of(edit(project, diary_txt="dear diary\n"), "v2")
    deleted = plan_of(edit(project, diary_txt=None), "v2")

    assert "diary.txt" not in {*edited.merge.changes, *deleted.merge.changes}


def test_template_renames_carry_edits(project: Path) -> None:
    """The edited file is under its new name, with the template's changes."""
    text = (project / "guide.txt").read_text().replace("guide 1\n", "my guide\n")
    plan = plan_of(edit(project, guide_txt=text), "v3")

    merged = after(project, plan, "docs/guide.txt").splitlines()
    assert ("my guide", "the end") == (merged[0], merged[-1])
    assert {None} == {plan.merge.changes["guide.txt"]}


def test_user_renames_receive_changes(project: Path) -> None:
    """The template's change arrives in the file's new place."""
    (project / "mine").mkdir()
    (project / "README.md").rename(project / "mine/read.md")
    plan = plan_of(edit(project), "v2")

    assert after(project, plan, "mine/read.md").endswith("line twenty\n")
    assert "README.md" not in {**plan.merge.before, **plan.merge.changes}


def test_same_files_are_not_renamed(project: Path) -> None:
    """In a promotion, a file that goes is none that comes, however alike they are."""
    moved = plan_of(project, "v3", same_files=True)

    assert [Outcome.REMOVED, Outcome.ADDED] == [
        outcomes(moved)[path] for path in ("guide.txt", "docs/guide.txt")
    ]


def test_added_files_are_part_of_it(project: Path) -> None:
    """A file of formfacts' own is merged like those of the template."""
    plan = plan_of(project, "v2", added={"docs/2.md": b"two\n", "new.txt": b"ours\n"})

    assert ("two\n", "ours\n") == tuple(after(project, plan, p) for p in ("docs/2.md", "new.txt"))


def test_a_monorepo_changes_in_its_folder_alone(shelf: Shelf, tmp_path: Path) -> None:
    """Two projects in one repo: paths are the project's own."""
    from tests.scaffold.lifecycle.shelf import render, save
    from tests.scaffold.repos import run_git

    mono = tmp_path / "mono"
    render(desk(shelf), "v1", mono / "apps/one")
    render(desk(shelf), "v1", mono / "apps/two")
    run_git(mono, "init", "--quiet")
    save(mono)
    plan = plan_of(mono / "apps/two", "v2")

    assert {ANSWERS, "README.md", "new.txt", "old.txt"} == plan.merge.changes.keys()
