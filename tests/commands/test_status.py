"""`formfacts status`, from the command line to what it prints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Formfacts
from tests.scaffold.lifecycle.desk import desk
from tests.scaffold.lifecycle.shelf import Shelf, edit, everything, render, save
from tests.scaffold.repos import run_git

CHANGE = {"path", "outcome", "was", "yours", "template", "note"}
UPDATE = {
    "from",
    "to",
    "changes",
    "conflicts",
    "notes",
    "answers_changed",
    "new_questions",
    "warnings",
    "message",
}


@pytest.fixture
def project(shelf: Shelf, folder: Path) -> Path:
    """A desk of the first version, in the current folder."""
    return shelf.copy(folder / "project", desk(shelf), "v1", size="large")


def states(text: str) -> list[dict[str, Any]]:
    """Return what --json says of each project."""
    found: list[dict[str, Any]] = json.loads(text)["projects"]
    return found


def test_page(project: Path, shelf: Shelf, formfacts: Formfacts) -> None:
    """All that there is to know of one project."""
    edit(project, README_md="mine\n")
    result = formfacts("status", "project")

    assert (0, "") == (result.code, result.err)
    assert (
        f"""\
project: v1 of {desk(shelf)}
2 versions behind v3: an update would do this.

Conflicts, yours to resolve (1):
- `README.md` (yours: changed; template: changed): both changed the same lines: choose between \
the marks, then git add

Added (1):
- `new.txt`

Updated (1):
- `.copier-answers.yml`

Renamed (1):
- `guide.txt → docs/guide.txt`

Removed by the template (1):
- `old.txt`

Kept yours (1):
- `secret.key`: ignored by git, so never touched

New in 2:
- There is a new file.

New in 3:
- The desk has a chair.
- Breaking: Drawers open to the left.
- To do by hand: Empty the drawers.

Answers:
- size is now called width
- width: large is now called big
- chair: new, answered 'none'

The template says:
> Tidy up Desk.

Update: formfacts update
"""
        == result.out
    )


def test_page_of_a_current_project(shelf: Shelf, folder: Path, formfacts: Formfacts) -> None:
    """In the current folder, with what was edited."""
    shelf.copy(folder / "project", desk(shelf), "v3")
    edit(folder / "project", new_txt="mine\n")
    os.chdir("project")
    result = formfacts("status", "--exit-code")

    assert (0, f".: v3 of {desk(shelf)}\nUp to date.\n\nKept yours (1):\n- `new.txt`\n") == (
        result.code,
        result.out,
    )


def test_json(project: Path, shelf: Shelf, formfacts: Formfacts) -> None:
    """The same as data, whose fields stay as they are."""
    edit(project, README_md="mine\n")
    result = formfacts("status", "project", "--json")

    (state,) = states(result.out)
    assert ("", "project", ".copier-answers.yml") == (
        result.err,
        state["path"],
        state["answers_file"],
    )
    assert (str(desk(shelf)), "v1", "v3", ["v2", "v3"]) == (
        state["template"],
        state["version"],
        state["latest"],
        state["behind"],
    )
    assert (None, None) == (state["interrupted"], state["error"])
    assert ["README.md"] == [change["path"] for change in state["drift"]]
    assert state.keys() == {
        *("path", "answers_file", "template", "version", "latest", "behind", "drift"),
        *("interrupted", "update", "error"),
    }


def test_json_of_the_update(project: Path, formfacts: Formfacts) -> None:
    """What an update would do, file by file."""
    edit(project, README_md="mine\n")
    update = states(formfacts("status", "project", "--json").out)[0]["update"]

    changes = {change["path"]: change for change in update["changes"]}
    assert UPDATE == update.keys()
    assert [CHANGE] * len(changes) == [set(change) for change in changes.values()]
    assert ("v1", "v3", ["README.md"]) == (update["from"], update["to"], update["conflicts"])
    assert ("renamed", "guide.txt") == tuple(
        changes["docs/guide.txt"][name] for name in ("outcome", "was")
    )
    assert [] == update["warnings"]
    assert ["chair"] == update["new_questions"]
    assert {"version": "2", "notes": ["There is a new file."], "breaking": [], "manual": []} == (
        update["notes"][0]
    )


def test_commands_that_would_not_run_are_said(
    shelf: Shelf, folder: Path, formfacts: Formfacts
) -> None:
    """In text and in JSON; --trust is update's to give."""
    shelf.copy(folder / "project", shelf.foreign("library"), "v1.0.0")
    text, data = formfacts("status", "project"), formfacts("status", "project", "--json")

    kinds = ["tasks", "migrations"]
    warnings = states(data.out)[0]["update"]["warnings"]
    assert kinds == [warning.split()[2] for warning in warnings]
    assert [f"Note: {warning}" for warning in warnings] == [
        line for line in text.out.splitlines() if line.startswith("Note: ")
    ]


def test_a_table_for_several(project: Path, shelf: Shelf, formfacts: Formfacts) -> None:
    """One line each, and one for each template of a project."""
    library, ci = shelf.foreign("library"), shelf.foreign("ci")
    shelf.copy(project.parent / "current", desk(shelf), "v3")
    shelf.join(project.parent / "two", (library, "v2.0.0"), (ci, "1.0.0"))
    result = formfacts("status", "project", "current", "two")

    rows = [line.split(maxsplit=6) for line in result.out.splitlines()]
    head = ["PROJECT", "TEMPLATE", "VERSION", "LATEST", "BEHIND", "EDITED", "UPDATE"]
    assert (0, head) == (result.code, rows[0])
    assert [
        ["project", "v1", "v3", "2", "0"],
        ["current", "v3", "v3", "0", "0"],
        ["two", "1.0.0", "1.1.0", "1"],
        ["two", "v2.0.0", "v2.0.0", "0", "0"],
    ] == [[row[0], *row[2 : 5 if row[2] == "1.0.0" else 6]] for row in rows[1:]]
    assert "1 added, 2 updated, 1 renamed, 1 removed by the template" == rows[1][6]
    assert ["up to date"] * 2 == [rows[2][6], rows[4][6]]


def test_one_failure_among_several(project: Path, formfacts: Formfacts) -> None:
    """The others are told all the same; the worst error is the exit code."""
    shutil.copytree(project, "broken")
    Path("broken/.copier-answers.yml").write_text("_commit: v1\n")
    shutil.copytree(project, "unborn")
    shutil.rmtree("unborn/.git")
    text = formfacts("status", "unborn", "project", "broken", "nowhere")
    data = states(formfacts("status", "unborn", "project", "broken", "nowhere", "--json").out)

    assert (2, 5) == (text.code, len(text.out.splitlines()))
    assert "error: " in text.out.splitlines()[3]
    kinds = [state["error"] and state["error"]["type"] for state in data]
    assert ["GitError", None, "InputFileError", "UsageError"] == kinds
    assert [None, "v3", None, None] == [state["latest"] for state in data]


@pytest.mark.parametrize(
    ("version", "arguments", "code"),
    [("v1", (), 0), ("v1", ("--exit-code",), 4), ("v3", ("--exit-code",), 0)],
)
def test_exit_code(
    shelf: Shelf,
    folder: Path,
    formfacts: Formfacts,
    version: str,
    arguments: tuple[str, ...],
    code: int,
) -> None:
    """Being behind is only an error for those who say so, in text and in JSON."""
    shelf.copy(folder / "project", desk(shelf), version)

    assert [code] * 2 == [
        formfacts("status", "project", *arguments, *form).code for form in ((), ("--json",))
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("nowhere",), 2, "nowhere has no .copier-answers.yml"),
        (("project", "--answers-file", "other.yml"), 2, "other.yml"),
        (("project", "--template", "nowhere"), 1, "nowhere"),
        (("project", "--colour"), 2, "--colour"),
    ],
)
def test_errors(
    project: Path, formfacts: Formfacts, arguments: tuple[str, ...], code: int, why: str
) -> None:
    """One line on stderr, and nothing on stdout."""
    result = formfacts("status", *arguments)

    assert (code, "", 1) == (result.code, result.out, len(result.err.splitlines()))
    assert why in result.err


def test_an_error_as_json(project: Path, formfacts: Formfacts) -> None:
    """It stands where the state would, so that a program need not look elsewhere."""
    (project / ".copier-answers.yml").write_text("_src_path: gh:a/b\n")
    result = formfacts("status", "project", "--json")

    error = states(result.out)[0]["error"]
    assert (2, "InputFileError", 2) == (result.code, error["type"], error["exit_code"])
    assert "has no usable _commit" in error["message"]


def test_template_from_elsewhere(project: Path, shelf: Shelf, formfacts: Formfacts) -> None:
    """A project whose template has moved is told where from."""
    answers = (project / ".copier-answers.yml").read_text()
    (project / ".copier-answers.yml").write_text(
        answers.replace(str(desk(shelf)), "https://example.invalid/gone.git")
    )
    result = formfacts("status", "project", "--template", str(desk(shelf)))

    assert (0, "2 versions behind v3: an update would do this.") == (
        result.code,
        result.out.splitlines()[1],
    )


def test_long_lists_are_cut(shelf: Shelf, folder: Path, formfacts: Formfacts) -> None:
    """But for those that need somebody; --json has them all."""
    files = {f"f{number:02}.txt": "x\n" for number in range(25)}
    shelf.copy(folder / "project", shelf.template("many", {"a": "a"}, files), "v1")
    text, data = formfacts("status", "project"), formfacts("status", "project", "--json")

    assert "Added (25):" in text.out
    assert "- `f19.txt`\n- and 5 more (--json lists them)\n" in text.out
    assert files.keys() <= {c["path"] for c in states(data.out)[0]["update"]["changes"]}


def test_odd_file_names(shelf: Shelf, folder: Path, formfacts: Formfacts) -> None:
    """No name reaches the terminal with an escape in it; JSON has names as they are."""
    project = shelf.copy(folder / "project", desk(shelf), "v3")
    odd = "a\x1b[31m\nb"
    (project / "new.txt").rename(project / odd)
    (project / "docs/guide.txt").rename(project / os.fsdecode(b"docs/gu\xefde.txt"))
    save(project)
    text, data = formfacts("status", "project"), formfacts("status", "project", "--json")

    assert "- `new.txt → a\\x1b[31m\\nb`" in text.out
    assert "\x1b" not in text.out
    assert odd in [change["path"] for change in states(data.out)[0]["drift"]]


def test_thirty_projects_in_one_call(project: Path, formfacts: Formfacts) -> None:
    """Each gets its line."""
    assert 0 == formfacts("status", "project").code
    names = [f"p{number}" for number in range(30)]
    for name in names:
        shutil.copytree(project, name)
    result = formfacts("status", *names)

    assert names == [line.split()[0] for line in result.out.splitlines()[1:]]
    assert {"2"} == {line.split()[4] for line in result.out.splitlines()[1:]}


def test_a_monorepo(shelf: Shelf, folder: Path, formfacts: Formfacts) -> None:
    """Each project of a repo has its own state."""
    for name, version in (("one", "v1"), ("two", "v3")):
        render(desk(shelf), version, folder / "mono" / name)
    run_git(folder / "mono", "init", "--quiet")
    save(folder / "mono")
    (folder / "mono/two/new.txt").write_text("mine\n")
    save(folder / "mono")
    one, two = states(formfacts("status", "mono/one", "mono/two", "--json").out)

    assert (["v2", "v3"], []) == (one["behind"], one["drift"])
    assert ([], ["new.txt"]) == (two["behind"], [change["path"] for change in two["drift"]])


# Without these two capabilities the superuser may write no more than the modes of files say.
UNPRIVILEGED = """\
import ctypes, os, sys
for capability in (1, 2):
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


def test_a_read_only_repo(project: Path, program: list[str]) -> None:
    """As on a mounted disk: the state is told, and nothing is kept."""
    before = everything(project)
    subprocess.run(["chmod", "-R", "a-w", "project"], check=True)
    command = [*program, "status", "--json", "project"]
    done = subprocess.run(
        [program[0], "-c", UNPRIVILEGED, *command], capture_output=True, text=True, check=False
    )
    subprocess.run(["chmod", "-R", "u+w", "project"], check=True)

    assert (0, "") == (done.returncode, done.stderr)
    assert ["v2", "v3"] == states(done.stdout)[0]["behind"]
    assert before.keys() == everything(project).keys()


def test_a_hostile_message(shelf: Shelf, folder: Path, formfacts: Formfacts) -> None:
    """A template that would steer the terminal is refused."""
    versions: list[dict[str, str]] = [{"a": "a"}, {"copier.yml": '_message_after_update: "\\e[2J"'}]
    shelf.copy(folder / "project", shelf.template("hostile", *versions), "v1")
    result = formfacts("status", "project")

    assert (1, "") == (result.code, result.out)
    assert "terminal escapes" in result.err
    assert "\x1b" not in result.err


def test_progress_goes_to_a_terminal_alone(project: Path, formfacts: Formfacts) -> None:
    """In a pipe there is no bar."""
    assert "" == formfacts("status", "project", "project").err
    assert not sys.stderr.isatty()
