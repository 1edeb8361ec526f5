"""`formfacts update`, from the command line to the repo on the disk."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from formfacts.scaffold.apply.apply import locked
from formfacts.scaffold.apply.journal import applied, applying
from formfacts.scaffold.repo import open_repo
from tests.conftest import Formfacts, Result
from tests.scaffold.lifecycle.desk import desk
from tests.scaffold.lifecycle.shelf import (
    Shelf,
    content,
    edit,
    everything,
    outside_of_objects,
    render,
    save,
    state,
)
from tests.scaffold.repos import run_git

OF_WRITING = ("written", "branch", "commit", "undo")
BRANCH = "formfacts/update-v2"
MODES = [(), ("--in-place",)]


@pytest.fixture
def project(shelf: Shelf, folder: Path) -> Path:
    """A desk of the first version, in the current folder."""
    return shelf.copy(folder / "project", desk(shelf), "v1", size="large")


@pytest.fixture
def update(formfacts: Formfacts) -> Formfacts:
    """Run `formfacts update`, on the project in the current folder to v2 unless told otherwise."""

    def run(*arguments: str) -> Result:
        named = [] if any(not word.startswith("-") for word in arguments) else ["project"]
        to = [] if {"--to", "--abort"} & set(arguments) else ["--to", "v2"]
        return formfacts("update", *arguments, *named, *to)

    return run


def results(text: str) -> list[dict[str, Any]]:
    """Return what --json says of each project."""
    found: list[dict[str, Any]] = json.loads(text)["projects"]
    return found


def with_conflict(project: Path) -> Path:
    """Edit a project so that its update has a conflict, and a file that merges."""
    readme = (project / "README.md").read_text()
    return edit(
        project,
        README_md=readme.replace("line 20", "my line").replace("line 1\n", "first\n"),
        old_txt="mine\n",
        own_txt="own\n",
    )


def test_page(project: Path, shelf: Shelf, formfacts: Formfacts) -> None:
    """The report of status, where the changes are, and the one command that undoes it."""
    result = formfacts("update", "project", "--defaults")

    lines = result.out.splitlines()
    branch = "formfacts/update-v3"
    assert (0, "") == (result.code, result.err)
    assert f"project: v1 → v3 of {desk(shelf)}" == lines[0]
    assert {
        "Added (1):",
        "- `guide.txt → docs/guide.txt`",
        "New in 3:",
        "- Breaking: Drawers open to the left.",
    } <= set(lines)
    assert [
        f"The changes are on the new branch {branch}, committed.",
        f"Review and take them: git diff main... ; git switch main && git merge {branch}",
        "Undo: formfacts update --abort project",
    ] == lines[-3:]


def test_the_commands_it_names_work(project: Path, update: Formfacts) -> None:
    """Review, take, and undo, as they are printed."""
    before = content(project)
    undo = update().out.splitlines()[-1].removeprefix("Undo: formfacts ")
    assert 0 == update(*undo.split()[1:]).code
    assert before == content(project)
    review = update().out.splitlines()[-2].removeprefix("Review and take them: ")
    done = subprocess.run(review, shell=True, cwd=project, check=True, capture_output=True)  # noqa: S602

    assert b"+line twenty" in done.stdout
    assert "## main\n" == state(project)
    assert (project / "new.txt").exists()


def test_page_in_place(project: Path, update: Formfacts) -> None:
    """From inside the project, the undo needs no path."""
    os.chdir(project)
    result = update("--in-place", ".")

    assert [
        "The changes are in the work tree, staged and not committed.",
        "Review and take them: git diff --cached",
        "Undo: formfacts update --abort",
    ] == result.out.splitlines()[-3:]


def test_page_of_ignored_files(project: Path, update: Formfacts) -> None:
    """A fresh clone lacks what git ignores: it is made, and there is nothing to commit."""
    (project / "secret.key").unlink()
    result = update("--to", "v1", "project")

    assert [
        "The changes are files that git ignores.",
        "Review them: git status --ignored",
        "Undo: formfacts update --abort project",
    ] == result.out.splitlines()[-3:]
    assert ("## main\n", "none\n") == (state(project), (project / "secret.key").read_text())


def test_page_with_conflicts(project: Path, update: Formfacts) -> None:
    """Exit code 3; each conflict with what either side did, and what to do about it."""
    result = update(str(with_conflict(project)))

    assert 3 == result.code
    readme = "`README.md` (yours: changed; template: changed): both changed the same lines: "
    old = "`old.txt` (yours: changed; template: removed): your file is kept: "
    assert [
        "Conflicts, yours to resolve (2):",
        f"- {readme}choose between the marks, then git add",
        f"- {old}delete it (git rm) or keep it (git add)",
    ] == result.out.splitlines()[2:5]
    assert (
        "2 in conflict: edit them, git add, then git commit. git diff shows what is left."
        == result.out.splitlines()[-2]
    )


def test_conflicts_are_resolved_with_git(project: Path, update: Formfacts) -> None:
    """As after any merge."""
    update(str(with_conflict(project)))
    (project / "README.md").write_text("resolved\n")
    run_git(project, "rm", "--quiet", "old.txt")
    run_git(project, "add", "README.md")
    run_git(project, "commit", "--quiet", "--message=Update")

    assert f"## {BRANCH}\n" == state(project)
    assert "_commit: v2" in (project / ".copier-answers.yml").read_text()
    assert 0 == update("--to", "v2", "project").code


def test_nothing_to_do(project: Path, shelf: Shelf, update: Formfacts) -> None:
    """Said in one line; nothing is written."""
    before = outside_of_objects(project)
    result = update("--to", "v1", "project")

    assert (0, f"project: v1 of {desk(shelf)}: nothing to do\n") == (result.code, result.out)
    assert before == outside_of_objects(project)


def test_json(project: Path, shelf: Shelf, update: Formfacts) -> None:
    """Everything the page says, as data; the commit is the one on the branch."""
    result = update("--json")

    (found,) = results(result.out)
    assert (0, "", "project", str(desk(shelf))) == (
        result.code,
        result.err,
        found["path"],
        found["template"],
    )
    assert ("v1", "v2", True, BRANCH, 0) == tuple(
        found[name] for name in ("from", "to", "written", "branch", "exit_code")
    )
    assert run_git(project, "rev-parse", BRANCH) == found["commit"]
    assert ("formfacts update --abort project", None) == (found["undo"], found["recovered"])


def test_json_with_conflicts(project: Path, update: Formfacts) -> None:
    """There is no commit, and the exit code is in it."""
    result = update("--json", str(with_conflict(project)))

    (found,) = results(result.out)
    assert (3, 3) == (result.code, found["exit_code"])
    assert (["README.md", "old.txt"], None) == (found["conflicts"], found["commit"])
    assert [("conflict", "changed", "removed")] == [
        (change["outcome"], change["yours"], change["template"])
        for change in found["changes"]
        if change["path"] == "old.txt"
    ]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("to", ["v2", "v3"])
def test_dry_run_says_what_happens(
    project: Path, update: Formfacts, mode: tuple[str, ...], to: str
) -> None:
    """To the letter; and it leaves everything but git's objects as it was."""
    with_conflict(project)
    (project / "guide.txt").write_text("x\n" + (project / "guide.txt").read_text())
    save(project)
    arguments = (*mode, "--json", "--defaults", "--to", to, "project")
    before = outside_of_objects(project)
    dry = update(*arguments, "--dry-run")
    after = outside_of_objects(project)
    real = update(*arguments)

    said, done = results(dry.out)[0], results(real.out)[0]
    assert before == after
    assert (3, 3) == (dry.code, real.code)
    assert [False, None, None, None] == [said[name] for name in OF_WRITING]
    assert {**said, **{name: done[name] for name in OF_WRITING}} == done
    assert {*said["conflicts"]} == {
        *run_git(project, "diff", "--name-only", "--diff-filter=U").split()
    }


def test_dry_run_page(project: Path, update: Formfacts) -> None:
    """It ends by saying that nothing was written."""
    lines = update("--dry-run").out.splitlines()

    assert "Nothing was written: this is what would be." == lines[-1]
    assert update().out.splitlines()[: len(lines) - 1] == lines[:-1]


@pytest.mark.parametrize("way", ["untracked", "branch", "merge"])
def test_dry_run_fails_as_the_update_would(project: Path, update: Formfacts, way: str) -> None:
    """What is in the way is found in time."""
    match way:
        case "untracked":
            (project / "new.txt").write_text("mine\n")
        case "branch":
            run_git(project, "branch", BRANCH)
        case _:
            (project / ".git/MERGE_HEAD").write_text(run_git(project, "rev-parse", "HEAD"))
    dry, real = update("--dry-run"), update()

    assert (1, "") == (dry.code, dry.out)
    assert real == dry


def test_new_questions(project: Path, formfacts: Formfacts) -> None:
    """They are named, and nothing is written; with defaults or data they are answered."""
    before = content(project)
    refused = formfacts("update", "project")
    listed = results(formfacts("update", "project", "--dry-run", "--json").out)[0]
    answered = formfacts("update", "project", "--data", "chair=stool")

    assert (2, "") == (refused.code, refused.out)
    assert "v3 has new questions (chair) and there is no terminal to ask on" in refused.err
    assert (["chair"], before["README.md"]) == (listed["new_questions"], before["README.md"])
    assert 0 == answered.code
    assert "stool\n" == (project / "stool.txt").read_text()
    assert {"chair: stool", "width: big"} <= set(
        (project / ".copier-answers.yml").read_text().splitlines()
    )


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("--to", "v0", "project"), 1, "no version 'v0'"),
        (("--to", "v1", "newer"), 2, "--to v1 is older than the project's v2"),
        (("--data", "chair", "project"), 2, "--data 'chair' is not key=value"),
        (("--data", "size=small", "--to", "v3", "project"), 2, "no question 'size'"),
        (("--abort", "--dry-run", "project"), 2, "leave out --dry-run, or --abort"),
        (("--answers-file", "x.yml", "project"), 2, "x.yml"),
        (("nowhere",), 2, "nowhere has no .copier-answers.yml"),
        (("--template", "gone", "project"), 1, "gone"),
    ],
)
def test_errors(
    project: Path,
    shelf: Shelf,
    update: Formfacts,
    arguments: tuple[str, ...],
    code: int,
    why: str,
) -> None:
    """One line, and nothing has changed."""
    shelf.copy(project.parent / "newer", desk(shelf), "v2")
    before = outside_of_objects(project)
    result = update(*arguments)

    assert (code, "", 1) == (result.code, result.out, len(result.err.splitlines()))
    assert why in result.err
    assert before == outside_of_objects(project)


def test_an_error_as_json(project: Path, update: Formfacts) -> None:
    """In the place of the result; and as a line on stderr for who looks there."""
    result = update("--json", "--to", "v9", "project")

    (found,) = results(result.out)
    assert (1, ["path", "error"], "TemplateError", 1) == (
        result.code,
        [*found],
        found["error"]["type"],
        found["error"]["exit_code"],
    )
    assert f"formfacts: {found['error']['message']}\n" == result.err


def test_template_from_elsewhere(project: Path, shelf: Shelf, update: Formfacts) -> None:
    """A bundle, say; the answers file goes on naming the public source."""
    answers = (project / ".copier-answers.yml").read_text()
    public = answers.replace(str(desk(shelf)), "https://example.invalid/desk.git")
    edit(project, **{"_copier-answers_yml": public})
    run_git(desk(shelf), "bundle", "create", "--quiet", str(project.parent / "b.bundle"), "--all")
    result = update("--template", "b.bundle", "project")

    assert (0, "") == (result.code, result.err)
    assert (
        public.replace("_commit: v1", "_commit: v2")
        == (project / ".copier-answers.yml").read_text()
    )


def test_several_answers_files(shelf: Shelf, folder: Path, formfacts: Formfacts) -> None:
    """Without the usual one, it must be said which; each is updated by itself."""
    ci = shelf.foreign("ci")
    project = shelf.copy(folder / "project", ci, "1.0.0")
    answers = (project / ".copier-answers.ci.yml").read_text()
    edit(project, **{"_copier-answers_other_yml": answers})
    refused = formfacts("update", "project", "--defaults")
    done = formfacts("update", "project", "--defaults", "--answers-file", ".copier-answers.ci.yml")

    assert (2, 0) == (refused.code, done.code)
    assert "(.copier-answers.ci.yml, .copier-answers.other.yml)" in refused.err
    assert answers == (project / ".copier-answers.other.yml").read_text()


def test_many_projects_where_one_fails(project: Path, update: Formfacts) -> None:
    """The others are done all the same; an error counts over a conflict."""
    for name in ("clean", "broken", "edited"):
        shutil.copytree(project, name)
    with_conflict(Path("edited"))
    Path("broken/.copier-answers.yml").write_text("_commit: v1\n")
    result = update("edited", "broken", "clean")

    assert 2 == result.code
    assert ["edited", "clean"] == [
        line.split(":")[0] for line in result.out.splitlines() if " → v2 of " in line
    ]
    assert result.err.startswith("formfacts: broken: ")
    assert "2 of 3 done, 1 with conflicts" == result.err.splitlines()[-1]
    assert (f"## {BRANCH}\n", "## main") == (
        state(Path("clean")),
        state(Path("broken")).splitlines()[0],
    )


def test_many_projects_as_json(project: Path, update: Formfacts) -> None:
    """One document, in the order given."""
    shutil.copytree(project, "other")
    with_conflict(Path("other"))
    result = update("--json", "project", "nowhere", "other")

    assert [("project", 0), ("nowhere", 2), ("other", 3)] == [
        (found["path"], found.get("error", found)["exit_code"]) for found in results(result.out)
    ]


def test_many_projects_with_conflicts(project: Path, update: Formfacts) -> None:
    """Exit code 3, if nothing worse has happened."""
    shutil.copytree(project, "other")
    with_conflict(Path("other"))

    assert 3 == update("other", "project").code


def test_nothing_runs_without_trust(shelf: Shelf, folder: Path, formfacts: Formfacts) -> None:
    """What was left out is said in text and in JSON."""
    project = shelf.copy(folder / "project", shelf.foreign("library"), "v1.0.0")
    shutil.copytree(project, "other")
    text = formfacts("update", "project", "--defaults")
    data = formfacts("update", "other", "--defaults", "--json")

    warnings = results(data.out)[0]["warnings"]
    assert ["tasks", "migrations"] == [warning.split()[2] for warning in warnings]
    assert all(f"Note: {warning}\n" in text.out for warning in warnings)
    assert not (project / "migrations.log").exists()


def test_trust(shelf: Shelf, folder: Path, formfacts: Formfacts) -> None:
    """Who trusts the template gets what its commands make."""
    project = shelf.copy(folder / "project", shelf.foreign("library"), "v1.0.0")
    result = formfacts("update", "project", "--defaults", "--trust")

    assert 0 == result.code
    assert "not run" not in result.out
    assert (project / "migrations.log").exists()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("conflict", [False, True])
def test_abort(project: Path, update: Formfacts, mode: tuple[str, ...], conflict: bool) -> None:  # noqa: FBT001
    """Everything is as it was: files, index, branch; also what was uncommitted elsewhere."""
    if conflict:
        with_conflict(project)
    (project / "guide.txt").write_text("uncommitted\n")
    (project / "untracked.txt").write_text("mine\n")
    before, was = content(project), state(project)
    assert (3 if conflict else 0) == update(*mode).code
    assert before != content(project)
    result = update("--abort")

    assert (0, "") == (result.code, result.err)
    assert "project: update undone, " in result.out
    assert (before, was) == (content(project), state(project))
    assert "" == run_git(project, "branch", "--list", "formfacts/*")


@pytest.mark.parametrize("mode", MODES)
def test_abort_after_partial_resolution(
    project: Path, update: Formfacts, mode: tuple[str, ...]
) -> None:
    """What was resolved so far is kept where git finds it, and named."""
    before = content(with_conflict(project))
    update(*mode)
    (project / "README.md").write_text("half resolved\n")
    run_git(project, "add", "README.md")
    (project / "old.txt").unlink()
    result = update("--abort", "--json")

    (found,) = results(result.out)
    assert (0, before, "## main\n") == (result.code, content(project), state(project))
    assert ("update", ["README.md"]) == (found["undone"], found["edited"])
    assert "half resolved" == run_git(project, "show", f"{found['saved']}:README.md")


def test_abort_names_what_it_kept(project: Path, update: Formfacts) -> None:
    """In text, with the command that shows it."""
    update("--in-place")
    (project / "new.txt").write_text("edited since\n")
    out = update("--abort").out

    shown = out.splitlines()[1].rpartition(": ")[2]
    assert "What you had edited since (new.txt) is kept" in out
    assert "+edited since" in run_git(project, *shown.split()[1:])


def test_abort_keeps_new_commits(project: Path, update: Formfacts) -> None:
    """Once something was built on the update, it is for git to undo; that is said."""
    update()
    edit(project, own_txt="on top\n")
    before, head = outside_of_objects(project), run_git(project, "rev-parse", "HEAD")
    result = update("--abort")

    assert (1, "") == (result.code, result.out)
    assert f"its branch is {BRANCH}; leave it with git switch" in result.err
    assert (before, head) == (outside_of_objects(project), run_git(project, "rev-parse", "HEAD"))


def test_abort_of_what_was_committed(project: Path, update: Formfacts) -> None:
    """An update in place that was committed is undone with git revert."""
    update("--in-place")
    save(project)
    result = update("--abort")

    assert (1, "") == (result.code, result.out)
    assert "undo it with git revert" in result.err


def test_abort_from_another_branch(project: Path, update: Formfacts) -> None:
    """The user has moved on: nothing happens to where they are."""
    update()
    run_git(project, "switch", "--quiet", "main")
    result = update("--abort")

    assert (1, "## main\n") == (result.code, state(project))
    assert f"drop it with git branch -D {BRANCH}" in result.err


def test_abort_only_once(project: Path, update: Formfacts) -> None:
    """The second time there is nothing to undo."""
    never = update("--abort")
    update()
    first, second = update("--abort"), update("--abort")

    assert [1, 0, 1] == [result.code for result in (never, first, second)]
    assert "there is no update or promote to undo" in never.err
    assert never == second


def test_abort_many(project: Path, update: Formfacts) -> None:
    """Each on its own, like the update."""
    for name in ("other", "never"):
        shutil.copytree(project, name)
    update("project", "other")
    result = update("--abort", "project", "never", "other")

    assert (1, "2 of 3 done, 0 with conflicts") == (result.code, result.err.splitlines()[-1])
    assert {"## main\n"} == {state(Path(name)) for name in ("project", "never", "other")}


def test_abort_touches_no_other_project(shelf: Shelf, folder: Path, formfacts: Formfacts) -> None:
    """In a monorepo, the last run may have been another project's: that is said."""
    for name in ("one", "two"):
        render(desk(shelf), "v1", folder / "mono" / name)
    run_git(folder / "mono", "init", "--quiet", "--initial-branch=main")
    save(folder / "mono")
    formfacts("update", "mono/one", "--to", "v2")
    before = content(folder / "mono")
    result = formfacts("update", "--abort", "mono/two")

    assert (2, before) == (result.code, content(folder / "mono"))
    assert f"that of {folder}/mono/one: name that folder" in result.err
    assert 0 == formfacts("update", "--abort", "mono/one").code


def test_an_interrupted_run_is_picked_up(project: Path, update: Formfacts) -> None:
    """By the next update, which says so; a dry run may not."""
    update()
    repo = open_repo(project)
    run_git(project, "update-ref", applying(repo), applied(repo))
    dry = update("--dry-run")
    result = update("--to", "v3", "--defaults", "project")

    assert (1, "") == (dry.code, dry.out)
    assert "an interrupted update has to be cleaned up first" in dry.err
    assert (0, "Note: an interrupted update was finished") == (
        result.code,
        result.out.splitlines()[0],
    )


def test_one_at_a_time(project: Path, update: Formfacts) -> None:
    """While another formfacts holds the lock, nothing is written."""
    before = everything(project)
    with locked(open_repo(project)):
        result = update()

    now = everything(project)
    assert (1, "") == (result.code, result.out)
    assert "another formfacts works on" in result.err
    assert content(project) == {p: f for p, f in now.items() if not p.startswith(".git/")}
    assert before["README.md"] == now["README.md"]


def test_two_updates_at_once(project: Path, program: list[str]) -> None:
    """One of them is done, whole; the other one is refused or has nothing left to do."""
    command = [*program, "update", "project", "--to", "v2", "--in-place"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    ended = [(one.communicate()[1], one.returncode) for one in both]

    assert 0 in {code for _, code in ended}
    assert {code for _, code in ended} <= {0, 1}
    assert [
        "## main",
        "M  .copier-answers.yml",
        "M  README.md",
        "A  new.txt",
        "D  old.txt",
    ] == state(project).splitlines()


def test_hooks_have_no_say(project: Path, update: Formfacts) -> None:
    """Nor has signing: the update's commit holds what was rendered."""
    hook = project / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    run_git(project, "config", "commit.gpgSign", "true")

    assert 0 == update().code
