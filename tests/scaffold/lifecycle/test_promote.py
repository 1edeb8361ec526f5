"""Promotions: the decision record, the reasons in it, and which answers can be given."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from formfacts.errors import AnswerError, InputFileError, UsageError
from formfacts.scaffold.lifecycle.carry_out import Done
from formfacts.scaffold.lifecycle.promote import Request, promote, reasons_from
from formfacts.scaffold.lifecycle.templates import Templates
from tests.scaffold.lifecycle.shelf import Shelf, edit, state

QUESTIONS = """\
approach: {type: str, choices: [prompt, rag, hybrid], default: prompt}
store: {type: str, choices: [sqlite, qdrant], default: sqlite, when: "{{ approach != 'prompt' }}"}
port: {type: int, default: 8080}
verbose: {type: bool, default: false}
tags: {type: str, multiselect: true, choices: [a, b, c], default: [a]}
"""
FILES = {
    "copier.yml": QUESTIONS,
    "app.txt.jinja": "{{ approach }} on {{ port }}\n",
    "{% if approach != 'prompt' %}rag.txt{% endif %}": "look it up\n",
    "docs/decisions/0001-approach.md": "# 1. Approach\n",
}
ANSWERS = ".copier-answers.yml"


@pytest.fixture
def project(shelf: Shelf, tmp_path: Path) -> Path:
    """A project that starts with prompting."""
    return shelf.copy(tmp_path / "project", shelf.template("approaches", FILES), "v1")


def run(project: Path, reasons: str = "", /, **data: object) -> Done:
    """Promote in place."""
    with Templates() as templates:
        return promote(project, Request(data, reasons, in_place=True), templates)


def records(project: Path) -> list[str]:
    """Return the names of the decision records."""
    return sorted(path.name for path in (project / "docs/decisions").glob("*"))


def test_adds_what_is_needed(project: Path) -> None:
    """Files, answers, and the record; the version stays."""
    done = run(project, approach="rag")

    assert ("v1", "v1") == (done.plan.old.version, done.plan.new.version)
    assert [
        "## main",
        "M  .copier-answers.yml",
        "M  app.txt",
        "A  docs/decisions/0002-promote-to-rag.md",
        "A  rag.txt",
    ] == state(project).splitlines()
    assert {"approach: rag", "store: sqlite"} <= set((project / ANSWERS).read_text().splitlines())


def test_record(project: Path) -> None:
    """What was decided, when, why, and what to do about it."""
    run(project, "Because **so**.\n", approach="rag", verbose=True)

    assert (
        f"# 2. Approach: rag\n\nStatus: accepted, {datetime.now(UTC):%Y-%m-%d}\n\n"
        "## Decision\n\n- `approach`: prompt → rag\n- `verbose`: False → True\n\n"
        "## Context\n\nBecause **so**.\n\n"
        "## Consequences\n\nRun `make evaluate` before and after, and write here what it showed.\n"
        == (project / "docs/decisions/0002-promote-to-rag.md").read_text()
    )


def test_record_without_reasons_asks_for_them(project: Path) -> None:
    """Somebody will want to know."""
    run(project, approach="rag")

    assert "TODO(you): why?" in (project / "docs/decisions/0002-promote-to-rag.md").read_text()


def test_records_are_numbered_on(project: Path) -> None:
    """After the highest number there is, whatever the names are."""
    edit(project, **{"docs__decisions__0007-ours_md": "ours\n", "docs__decisions__x_md": "x\n"})
    run(project, approach="hybrid")

    assert ["0001-approach.md", "0007-ours.md", "0008-promote-to-hybrid.md", "x.md"] == records(
        project
    )


def test_other_options_are_named_in_the_record(project: Path) -> None:
    """An option that is no approach has a record too."""
    run(project, store="qdrant", approach="rag")
    edit(project)
    run(project, store="sqlite")

    name = "0003-set-store-sqlite.md"
    assert ["0001-approach.md", "0002-promote-to-rag.md", name] == records(project)
    assert (project / "docs/decisions" / name).read_text().startswith("# 3. store: sqlite\n")


def test_no_records_without_a_first(project: Path) -> None:
    """A project that keeps none does not start because of a promotion."""
    edit(project, **{"docs__decisions__0001-approach_md": None})
    run(project, approach="rag")

    assert [] == records(project)


@pytest.mark.parametrize(
    "given", [{"approach": "prompt"}, {"port": "8080"}, {"verbose": "false"}, {"verbose": False}]
)
def test_the_same_answer_changes_nothing(project: Path, given: dict[str, object]) -> None:
    """No record either, in whatever words the answer is given."""
    done = run(project, "", **given)

    assert (True, None) == (done.plan.nothing_to_do, done.journal)
    assert ["0001-approach.md"] == records(project)


def test_numbers_and_truth_values(project: Path) -> None:
    """They are what the question's type says."""
    run(project, port="9090", verbose="yes")

    assert {"port: 9090", "verbose: true"} <= set((project / ANSWERS).read_text().splitlines())


def test_several_of_a_choice(project: Path) -> None:
    """A question that takes several is answered as Copier has it: a list in YAML."""
    run(project, tags="[b, c]")

    assert "tags:\n- b\n- c\n" in (project / ANSWERS).read_text().replace("    -", "-")


def test_a_long_or_odd_answer_makes_usable_names(shelf: Shelf, tmp_path: Path) -> None:
    """For the branch and for the record's file."""
    questions = "title: {type: str, default: x}\n"
    template = shelf.template(
        "titled",
        {"copier.yml": questions, "docs/decisions/0001-x.md": "x\n", "a.jinja": "{{title}}"},
    )
    for number, title in enumerate(["so.. on.lock", "/ ~^:?*[", "word " * 80]):
        project = shelf.copy(tmp_path / f"project{number}", template, "v1")
        with Templates() as templates:
            promote(project, Request({"title": title.strip()}), templates)

        branch, name = state(project).strip(), records(project)[1]
        assert branch.startswith("## formfacts/promote-title")
        assert re.fullmatch(r"0002-set-title[a-z0-9-]{0,80}\.md", name)
        assert "" == state(project).partition("\n")[2]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"approach": "hybird"}, "'hybird' is not offered: did you mean 'hybrid'?"),
        ({"stor": "qdrant"}, "no question 'stor': did you mean 'store'?"),
        ({"store": "pinecone"}, "'pinecone' is not offered: choose from sqlite, qdrant"),
    ],
)
def test_wrong_answers(project: Path, data: dict[str, object], why: str) -> None:
    """The error names the nearest that is right, and nothing is written."""
    with pytest.raises(AnswerError, match=re.escape(why)):
        run(project, "", **data)
    assert "## main\n" == state(project)


def test_a_template_without_approaches(shelf: Shelf, tmp_path: Path) -> None:
    """The error says what its questions are."""
    project = shelf.copy(tmp_path / "project", shelf.foreign("ci"), "1.0.0")

    with pytest.raises(UsageError, match=r"no question 'approach'.*--set \(library_answers, host"):
        run(project, approach="rag")


def test_another_template_s_option(shelf: Shelf, tmp_path: Path) -> None:
    """Any option of any template can be changed: here, whose CI it is."""
    project = shelf.copy(tmp_path / "project", shelf.foreign("ci"), "1.1.0")
    run(project, host="gitlab")

    assert (project / ".gitlab-ci.yml").exists()
    assert not (project / ".github").exists()


def test_a_branch_of_its_own(project: Path) -> None:
    """Named by what is promoted to."""
    with Templates() as templates:
        promote(project, Request({"approach": "rag", "port": "9090"}), templates)

    assert "## formfacts/promote-to-rag-port-9090\n" == state(project)


def test_stays_at_its_version(shelf: Shelf, tmp_path: Path) -> None:
    """A newer version of the template has no part in it."""
    template = shelf.template("newer", FILES, {"app.txt.jinja": "new {{ approach }}\n"})
    project = shelf.copy(tmp_path / "project", template, "v1")
    run(project, approach="rag")

    assert "rag on 8080\n" == (project / "app.txt").read_text()


def test_reasons() -> None:
    """The user's own words, none, or garbage instead of advice."""
    assert ("", "So.") == (reasons_from(None, None), reasons_from(None, "So."))
    with pytest.raises(InputFileError):
        reasons_from(Path(__file__), None)
