"""`formfacts promote`, from the command line to the repo on the disk."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Formfacts
from tests.scaffold.lifecycle.shelf import Shelf, content, edit, outside_of_objects, state
from tests.scaffold.repos import run_git

QUESTIONS = """\
approach: {type: str, choices: [prompt, rag, finetune, hybrid], default: prompt}
store:
  type: str
  choices: [sqlite, qdrant, pgvector]
  default: sqlite
  when: "{{ approach in ['rag', 'hybrid'] }}"
rag: {type: bool, when: false, default: "{{ approach in ['rag', 'hybrid'] }}"}
tuned: {type: bool, when: false, default: "{{ approach in ['finetune', 'hybrid'] }}"}
_exclude:
  - copier.yml
  - .git
  - "{% if not rag %}app/rag{% endif %}"
  - "{% if not tuned %}tuned{% endif %}"
"""
LINES = "".join(f"line {number}\n" for number in range(1, 13))
FILES = {
    "copier.yml": QUESTIONS,
    "prompt.md": LINES,
    "settings.yaml.jinja": "name: app\n\n\n{% if rag %}store: {{ store }}\n{% endif %}",
    "app/rag/search.py": f"# search\n{LINES}",
    "app/rag/stores/{{ store }}.py.jinja": "# {{ store }}\n",
    "tuned/train.py": f"# train\n{LINES}",
    "docs/decisions/0001-approach.md": "# 1. The first approach\n",
}
SITUATION = "knowledge_gap: 'yes'\nknowledge_changes: weekly\nneeds_citations: 'yes'\n"
RECORD = "docs/decisions/0002-promote-to-{}.md"


@pytest.fixture
def template(shelf: Shelf) -> Path:
    """A template with the four approaches."""
    return shelf.template("four", FILES, {"prompt.md": f"{LINES}newer\n"})


@pytest.fixture
def project(shelf: Shelf, template: Path, folder: Path) -> Path:
    """A project that starts with prompting, in the current folder."""
    return shelf.copy(folder / "project", template, "v1")


@pytest.fixture
def searching(shelf: Shelf, template: Path, folder: Path) -> Path:
    """A project that looks facts up, in the current folder."""
    return shelf.copy(folder / "project", template, "v1", approach="rag", store="qdrant")


def result_of(text: str) -> dict[str, Any]:
    """Return what --json says."""
    (found,) = json.loads(text)["projects"]
    return dict(found)


def test_page(project: Path, template: Path, formfacts: Formfacts) -> None:
    """What was added, where it is, and how to undo it."""
    result = formfacts("promote", "project", "--to", "rag", "--because", "Facts change weekly.")

    assert (0, "") == (result.code, result.err)
    branch = "formfacts/promote-to-rag"
    assert (
        f"""\
project: v1 of {template}

Added (3):
- `app/rag/search.py`
- `app/rag/stores/sqlite.py`
- `docs/decisions/0002-promote-to-rag.md`

Updated (2):
- `.copier-answers.yml`
- `settings.yaml`

Answers:
- store: new, answered 'sqlite'

The changes are on the new branch {branch}, committed.
Review and take them: git diff main... ; git switch main && git merge {branch}
Undo: formfacts update --abort project
"""
        == result.out
    )
    assert "## Context\n\nFacts change weekly.\n" in (project / RECORD.format("rag")).read_text()
    assert "Promote: approach = rag" == run_git(project, "log", "-1", "--format=%s")


def test_edits_stay(project: Path, formfacts: Formfacts) -> None:
    """What the user has written meets what the new approach adds."""
    edit(project, prompt_md="mine\n", settings_yaml="name: mine\n\n\n", app__own_py="own\n")
    result = formfacts("promote", "project", "--to", "hybrid", "--set", "store=pgvector")

    assert 0 == result.code
    assert {
        "prompt.md": "mine\n",
        "settings.yaml": "name: mine\n\n\nstore: pgvector\n",
        "app/own.py": "own\n",
        "app/rag/stores/pgvector.py": "# pgvector\n",
    } == {
        path: (project / path).read_text()
        for path in ("prompt.md", "settings.yaml", "app/own.py", "app/rag/stores/pgvector.py")
    }
    assert (project / "tuned/train.py").exists()


def test_demotion_keeps_what_was_edited(searching: Path, formfacts: Formfacts) -> None:
    """Each edited file that would go is a conflict, and still there; the others go."""
    edit(searching, app__rag__search_py=f"# mine\n{LINES}", app__rag__own_py="own\n")
    result = formfacts("promote", "project", "--to", "prompt", "--json")

    found = result_of(result.out)
    assert (3, 3, ["app/rag/search.py"]) == (result.code, found["exit_code"], found["conflicts"])
    assert (f"# mine\n{LINES}", "own\n", False) == (
        (searching / "app/rag/search.py").read_text(),
        (searching / "app/rag/own.py").read_text(),
        (searching / "app/rag/stores").exists(),
    )
    assert "UD app/rag/search.py" in state(searching)


def test_demotion_keeps_hidden_answers(searching: Path, formfacts: Formfacts) -> None:
    """The store that was chosen is there again, should the approach come back."""
    formfacts("promote", "project", "--to", "prompt")
    answers = (searching / ".copier-answers.yml").read_text()
    formfacts("promote", "project", "--to", "hybrid")

    assert {"approach: prompt", "store: qdrant"} <= set(answers.splitlines())
    assert "# qdrant\n" == (searching / "app/rag/stores/qdrant.py").read_text()
    assert "store: qdrant\n" in (searching / "settings.yaml").read_text()


def test_switching_an_option(searching: Path, formfacts: Formfacts) -> None:
    """The edited store of before is kept as a conflict, not taken for the new one."""
    edit(searching, app__rag__stores__qdrant_py="# qdrant\nmine\n")
    result = formfacts("promote", "project", "--set", "store=sqlite")

    assert 3 == result.code
    assert ("# qdrant\nmine\n", "# sqlite\n") == tuple(
        (searching / f"app/rag/stores/{name}.py").read_text() for name in ("qdrant", "sqlite")
    )
    assert (searching / "docs/decisions/0002-set-store-sqlite.md").exists()


def test_an_edited_file_is_not_renamed_into_another(searching: Path, formfacts: Formfacts) -> None:
    """What goes and what comes are alike, and still not the same file."""
    edit(searching, app__rag__search_py=f"# search\n{LINES}mine\n")
    formfacts("promote", "project", "--to", "finetune")

    assert f"# train\n{LINES}" == (searching / "tuned/train.py").read_text()
    assert (searching / "app/rag/search.py").read_text().endswith("mine\n")


def test_stays_at_its_version(project: Path, formfacts: Formfacts) -> None:
    """The template's newer version waits for an update."""
    found = result_of(formfacts("promote", "project", "--to", "rag", "--json").out)

    assert ("v1", "v1", []) == (found["from"], found["to"], found["conflicts"])
    assert LINES == (project / "prompt.md").read_text()


def test_advice_becomes_the_reasons(project: Path, formfacts: Formfacts) -> None:
    """What `formfacts advise --save` wrote, below the user's own words."""
    Path("situation.yaml").write_text(SITUATION)
    formfacts("advise", "--situation", "situation.yaml", "--save", "advice.json")
    because = ("--because", "The lawyers ask.")
    result = formfacts("promote", "project", "--to", "rag", "--advice", "advice.json", *because)

    text = (project / RECORD.format("rag")).read_text()
    assert 0 == result.code
    assert "## Context\n\nThe lawyers ask.\n\nThe advice was:\n\n### " in text
    assert ["Decision", "Context", "Consequences"] == [
        line[3:] for line in text.splitlines() if line.startswith("## ")
    ]


@pytest.mark.parametrize("mode", [(), ("--in-place",)])
def test_dry_run_says_what_happens(
    searching: Path, formfacts: Formfacts, mode: tuple[str, ...]
) -> None:
    """To the letter, and writes nothing."""
    edit(searching, app__rag__search_py="mine\n")
    command = ("promote", "project", "--to", "finetune", "--json", *mode)
    before = outside_of_objects(searching)
    dry = formfacts(*command, "--dry-run")
    after = outside_of_objects(searching)
    said, done = result_of(dry.out), result_of(formfacts(*command).out)

    assert (before, 3) == (after, dry.code)
    of_writing = {name: done[name] for name in ("written", "branch", "commit", "undo")}
    assert {**said, **of_writing} == done
    assert (False, True) == (said["written"], done["written"])


def test_abort(searching: Path, formfacts: Formfacts) -> None:
    """A promotion is undone like an update."""
    edit(searching, app__rag__search_py="mine\n")
    before, was = content(searching), state(searching)
    formfacts("promote", "project", "--to", "prompt")
    result = formfacts("update", "--abort", "project")

    assert (0, before, was) == (result.code, content(searching), state(searching))
    assert result.out.startswith("project: promote undone")


def test_the_same_again_is_nothing_to_do(searching: Path, formfacts: Formfacts) -> None:
    """No branch, no record."""
    result = formfacts("promote", "project", "--to", "rag", "--set", "store=qdrant")

    assert (0, True) == (result.code, result.out.endswith(": nothing to do\n"))
    assert "## main\n" == state(searching)


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        ((), 2, "nothing to change: pass --to APPROACH or --set OPTION=VALUE"),
        (("--to", "hybird"), 2, "'hybird' is not offered: did you mean 'hybrid'?"),
        (("--set", "shop=qdrant"), 2, "no question 'shop': "),
        (("--set", "store=qdrnt"), 2, "'qdrnt' is not offered: did you mean 'qdrant'?"),
        (("--set", "rag=true"), 2, "'rag' is worked out from other answers"),
        (("--set", "store"), 2, "--set 'store' is not key=value"),
        (("--to", "rag", "--advice", "gone.json"), 2, "gone.json"),
        (("--to", "rag", "--template", "gone"), 1, "gone"),
        (("--to", "rag", "--answers-file", "x.yml"), 2, "x.yml"),
    ],
)
def test_errors(
    project: Path, formfacts: Formfacts, arguments: tuple[str, ...], code: int, why: str
) -> None:
    """One line, and nothing has changed."""
    before = outside_of_objects(project)
    result = formfacts("promote", "project", *arguments)

    assert (code, "", 1) == (result.code, result.out, len(result.err.splitlines()))
    assert why in result.err
    assert before == outside_of_objects(project)


def test_an_error_as_json(project: Path, formfacts: Formfacts) -> None:
    """On stdout for programs, on stderr for people."""
    result = formfacts("promote", "project", "--to", "ragg", "--json")

    assert ("AnswerError", 2) == tuple(
        json.loads(result.out)["error"][name] for name in ("type", "exit_code")
    )


@pytest.mark.parametrize("way", ["dirty", "branch"])
def test_what_is_in_the_way(project: Path, formfacts: Formfacts, way: str) -> None:
    """Uncommitted work or an earlier promotion: said with and without --dry-run."""
    if way == "dirty":
        (project / "settings.yaml").write_text("mine\n")
    else:
        run_git(project, "branch", "formfacts/promote-to-rag")
    before = content(project)
    dry, real = (
        formfacts("promote", "project", "--to", "rag", *form) for form in (("--dry-run",), ())
    )

    assert (1, "", before) == (real.code, real.out, content(project))
    assert dry == real


def test_any_template_s_options(shelf: Shelf, folder: Path, formfacts: Formfacts) -> None:
    """--set works on a template that is not ours; --to says what its questions are."""
    project = shelf.copy(folder / "project", shelf.foreign("service"), "v3.0.0")
    file = ("--answers-file", ".template/service.yml")
    shutil.copytree(project, "other", symlinks=True)
    done = formfacts("promote", "project", "--set", "use_docker=false", *file)
    refused = formfacts("promote", "other", "--to", "rag", *file)

    assert (0, False) == (done.code, (project / "docker").exists())
    assert "health_check: true" in (project / ".template/service.yml").read_text()
    assert 2 == refused.code
    assert "no question 'approach': name one of its own with --set (service_name" in refused.err
