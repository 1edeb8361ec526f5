"""The workflow that keeps a generated repo current, run against a bare repo and fake programs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.template.projects import ROOT
from tests.template.workflow import EXPRESSION, Runner, load_workflow

WORKFLOWS = ROOT / "template" / ".github" / "workflows"
WORKFLOW = load_workflow(WORKFLOWS / "template-update.yml")
FAKES = Path(__file__).parent / "fakes"
BRANCH = "formfacts/update-v0.2.0"
YOU = ("-c", "user.name=You", "-c", "user.email=you@example.com")

SCHEDULED = {
    "inputs.version": "",
    "secrets.TEMPLATE_UPDATE_TOKEN": "",
    "github.token": "a-token",
    "github.ref_name": "main",
    "github.event_name == 'workflow_dispatch'": "false",
}
BY_HAND = {"github.event_name == 'workflow_dispatch'": "true"}


def git(folder: Path, *arguments: str) -> str:
    """Run git as you, and return what it prints."""
    command = ["git", *YOU, *arguments]
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


class Week:
    """One run of the workflow in a fresh clone of `remote`: its exit code, log and calls."""

    def __init__(
        self, remote: Path, scratch: Path, context: Mapping[str, str], **fake: str
    ) -> None:
        scratch.mkdir()
        git(scratch, "clone", "--quiet", str(remote), "clone")
        calls = scratch / "calls"
        calls.touch()
        runner = Runner(
            WORKFLOW,
            scratch / "clone",
            scratch,
            {**SCHEDULED, **context},
            {
                "PATH": f"{FAKES}:{os.environ['PATH']}",
                "GITHUB_REPOSITORY": "you/app",
                "FAKE_LOG": str(calls),
                **{f"FAKE_{name.upper()}": value for name, value in fake.items()},
            },
        )
        self.code = runner.run("update")
        self.log = runner.log
        self.calls = calls.read_text(encoding="utf-8").splitlines()
        body = scratch / "calls.body"
        self.body = body.read_text(encoding="utf-8") if body.exists() else ""

    def asked(self, start: str) -> list[str]:
        """Return the calls that begin like this."""
        return [call for call in self.calls if call.startswith(start)]


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """The repository on GitHub: one commit on main."""
    bare = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    add_commit(bare, tmp_path / "first", "main", "notes.txt")
    return bare


@pytest.fixture
def run(remote: Path, tmp_path: Path) -> Callable[..., Week]:
    """Run the workflow once more."""
    numbers = iter(range(9))

    def run(update: str, context: Mapping[str, str] | None = None, **fake: str) -> Week:
        scratch = tmp_path / f"week-{next(numbers)}"
        return Week(remote, scratch, context or {}, update=update, **fake)

    return run


def add_commit(remote: Path, clone: Path, branch: str, name: str) -> None:
    """Push a commit of yours that adds a file."""
    git(remote.parent, "clone", "--quiet", str(remote), str(clone))
    git(clone, "checkout", "--quiet", "-B", branch, *branch_at(remote, branch))
    (clone / name).write_text("mine\n", encoding="utf-8")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "-m", f"Add {name}")
    git(clone, "push", "--quiet", "origin", branch)


def branch_at(remote: Path, branch: str) -> tuple[str, ...]:
    """Where a branch of the remote stands, if it is there."""
    return (f"origin/{branch}",) if branch in heads(remote) else ()


def heads(remote: Path) -> dict[str, str]:
    """Return the branches of the remote and their last commits' subjects."""
    rows = git(remote, "for-each-ref", "--format=%(refname:lstrip=2)\t%(subject)", "refs/heads")
    return dict(row.split("\t") for row in rows.splitlines())


def files(remote: Path, branch: str) -> list[str]:
    """Return the files of a branch of the remote."""
    return git(remote, "ls-tree", "-r", "--name-only", branch).splitlines()


Run = Callable[..., Week]
MAIN = {"main": "Add notes.txt"}
UPDATED = {**MAIN, BRANCH: "Update the template to v0.2.0"}


def test_nothing_to_do_ends_green_with_a_word(run: Run, remote: Path) -> None:
    """GitHub is not asked for anything."""
    week = run("current")

    assert (0, MAIN) == (week.code, heads(remote))
    assert "Nothing to do: this repository is up to date with its template.\n" == week.log
    assert ["pip install --quiet formfacts", "formfacts <update> <--defaults>"] == week.calls


def test_a_clean_update_becomes_a_pull_request_with_the_report(run: Run, remote: Path) -> None:
    """The update's own commit is on the branch, and main is not touched."""
    week = run("clean")

    assert (0, UPDATED) == (week.code, heads(remote))
    assert ["new.txt", "notes.txt"] == files(remote, BRANCH)
    assert "Updated to v0.2.0\n" == week.body
    created = f"gh pr create --base main --head {BRANCH} --title Update the template to v0.2.0 "
    assert [True] == [call.startswith(created) for call in week.asked("gh pr create")]
    assert "--draft" not in week.asked("gh pr create")[0]


def test_conflicts_become_a_draft_that_says_so(run: Run, remote: Path) -> None:
    """Whoever checks the branch out finds the markers; main is not touched."""
    week = run("conflicts")
    subject = "Update the template, with conflicts to resolve"

    assert (0, {**MAIN, BRANCH: subject}) == (week.code, heads(remote))
    assert git(remote, "show", f"{BRANCH}:notes.txt").startswith("<<<<<<< yours")
    assert "conflict: notes.txt\n" == week.body
    (created,) = week.asked("gh pr create")
    assert created.endswith("--draft")
    assert "--title Conflicts to resolve: update of the template to v0.2.0 " in created


def test_an_update_that_fails_fails_the_run(run: Run, remote: Path) -> None:
    """Nothing is pushed, and no pull request opened."""
    week = run("fails")

    assert (1, MAIN, []) == (week.code, heads(remote), week.asked("gh"))
    assert "error: the template cannot be reached\n" in week.log
    assert "::error::formfacts update failed with exit code 1; nothing was pushed.\n" in week.log


def test_an_update_that_is_not_on_its_own_branch_is_not_pushed(run: Run, remote: Path) -> None:
    """Whatever happened, main is not touched."""
    week = run("in-place")

    assert (1, MAIN, []) == (week.code, heads(remote), week.asked("gh"))


@pytest.mark.parametrize("version", ["v0.1.5", '"; touch pwned; "', "$(touch pwned) x", "--trust"])
def test_the_version_is_one_argument_whatever_it_holds(run: Run, version: str) -> None:
    """It reaches the shell as a variable, and formfacts as the value of an option."""
    week = run("current", {**BY_HAND, "inputs.version": version})

    assert [f"formfacts <update> <--defaults> <--to={version}>"] == week.asked("formfacts")


def test_next_week_the_same_pull_request_is_brought_up_to_date(run: Run, remote: Path) -> None:
    """No second one is opened, and a branch with the same content is not pushed again."""
    run("clean")
    before = git(remote, "rev-parse", BRANCH)
    week = run("clean", open="7")

    assert (0, before) == (week.code, git(remote, "rev-parse", BRANCH))
    assert f"{BRANCH} is on GitHub already, and nothing changed since.\n" in week.log
    assert [] == week.asked("gh pr create")
    assert 1 == len(week.asked("gh api --silent --method PATCH repos/you/app/pulls/7 -f title="))
    assert ["gh pr ready 7"] == week.asked("gh pr ready")


def test_conflicts_turn_an_open_pull_request_into_a_draft(run: Run, remote: Path) -> None:
    """Main moved on, and now both sides changed the same file."""
    run("clean")
    week = run("conflicts", open="7")

    assert (0, ["gh pr ready 7 --undo"]) == (week.code, week.asked("gh pr ready"))


def test_when_main_moved_on_the_branch_is_made_anew(run: Run, remote: Path, tmp_path: Path) -> None:
    """The workflow's own commit of last week goes, yours on main is in."""
    run("clean")
    add_commit(remote, tmp_path / "more", "main", "more.txt")
    week = run("clean", open="7")

    assert (0, ["more.txt", "new.txt", "notes.txt"]) == (week.code, files(remote, BRANCH))
    assert "2" == git(remote, "rev-list", "--count", f"{BRANCH}", "^main~1")


def test_what_you_added_to_the_branch_is_left_alone(run: Run, remote: Path, tmp_path: Path) -> None:
    """Resolving conflicts may take more than a week."""
    run("conflicts")
    add_commit(remote, tmp_path / "mine", BRANCH, "resolved.txt")
    before = git(remote, "rev-parse", BRANCH)
    week = run("clean", open="7")

    assert (0, before) == (week.code, git(remote, "rev-parse", BRANCH))
    assert f"::notice::{BRANCH} has commits of yours: it was left as it is.\n" in week.log
    assert [] == week.asked("gh pr") + week.asked("gh api")


def test_a_pull_request_that_was_closed_is_not_opened_again(run: Run) -> None:
    """It was declined; by hand it can be had all the same."""
    declined = run("clean", closed="6")
    wanted = run("clean", BY_HAND, closed="6")

    assert (0, [], 1) == (
        declined.code,
        declined.asked("gh pr create"),
        len(wanted.asked("gh pr create")),
    )
    assert "Pull request #6 for formfacts/update-v0.2.0 was closed" in declined.log


def test_without_drafts_the_title_has_to_do(run: Run) -> None:
    """Some plans of GitHub have none."""
    week = run("conflicts", gh="no-drafts")

    assert (0, 2) == (week.code, len(week.asked("gh pr create")))
    assert "conflict: notes.txt\n" == week.body


@pytest.mark.parametrize("update", ["clean", "conflicts"])
def test_a_pull_request_that_is_not_permitted_says_what_to_set(run: Run, update: str) -> None:
    """The branch is there; the setting is not."""
    week = run(update, gh="refuses")

    assert 1 == week.code
    assert "allow GitHub Actions to create pull requests. Then run this workflow again." in week.log


def test_a_refused_workflow_file_says_which_token_is_wanted(run: Run, remote: Path) -> None:
    """GitHub's own token may push anything else."""
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho refusing to allow it\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    workflow, other = run("workflow"), run("clean")

    assert (1, 1, MAIN) == (workflow.code, other.code, heads(remote))
    assert "Add the secret TEMPLATE_UPDATE_TOKEN" in workflow.log
    assert "TEMPLATE_UPDATE_TOKEN" not in other.log
    assert [] == workflow.asked("gh pr")


def test_a_token_of_yours_may_read_the_template(run: Run) -> None:
    """Git asks gh for it before formfacts reads a private template; without one it has none."""
    week = run("current", {"secrets.TEMPLATE_UPDATE_TOKEN": "mine"})

    assert ["gh auth setup-git", "formfacts <update> <--defaults>"] == week.calls[1:]


def test_no_expression_stands_in_a_script() -> None:
    """What others wrote reaches a script by its environment alone."""
    assert [] == [step["run"] for step in steps() if EXPRESSION.search(step.get("run", ""))]


def test_permissions_are_the_least() -> None:
    """None for the workflow, two for its one job, no token left in the clone."""
    job = WORKFLOW["jobs"]["update"]

    assert ({}, ["update"]) == (WORKFLOW["permissions"], list(WORKFLOW["jobs"]))
    assert {"contents": "write", "pull-requests": "write"} == job["permissions"]
    assert {"fetch-depth": 0, "persist-credentials": False} == steps()[0]["with"]


def test_it_runs_by_time_and_by_hand_and_never_twice_at_once() -> None:
    """A push cannot start it."""
    assert {"schedule", "workflow_dispatch"} == set(WORKFLOW["on"])
    assert {"group": "template-update", "cancel-in-progress": False} == WORKFLOW["concurrency"]


def steps() -> list[dict[str, Any]]:
    """Return the steps of the workflow's job."""
    found: list[dict[str, Any]] = WORKFLOW["jobs"]["update"]["steps"]
    return found


@pytest.mark.parametrize(("text", "code"), [("fine\n=======\n", 0), ("<<<<<<< yours\n", 1)])
def test_the_checks_fail_while_a_marker_is_left(
    remote: Path, tmp_path: Path, text: str, code: int
) -> None:
    """Even in a file that no linter reads; an underlined heading is no marker."""
    clone = tmp_path / "first"
    (clone / "notes.txt").write_text(text, encoding="utf-8")

    assert code == look_for_markers(clone)


def test_nothing_in_the_template_looks_like_a_marker() -> None:
    """The checks of a repo without conflicts do not fail on its own files."""
    assert 0 == look_for_markers(ROOT / "template")


def look_for_markers(folder: Path) -> int:
    """Run the step of the checks that looks for markers, and return its exit code."""
    checks = load_workflow(WORKFLOWS / "ci.yml")["jobs"]["test"]["steps"]
    (script,) = (step["run"] for step in checks if "conflict" in step.get("name", ""))
    return subprocess.run(["bash", "-e", "-c", script], cwd=folder, check=False).returncode


def test_renovate_looks_the_template_up_where_it_lies() -> None:
    """Git does not know Copier's short form gh:owner/name, which the answers file holds."""
    renovate = json.loads((ROOT / "template" / "renovate.json").read_text(encoding="utf-8"))
    rules = [one for one in renovate["packageRules"] if one["matchManagers"] == ["copier"]]

    assert {"enabled": True} == renovate["copier"]
    assert [False] == [one["automerge"] for one in rules if "automerge" in one]
    assert ["https://github.com/{{{replace '^gh:' '' depName}}}"] == [
        one["overridePackageName"] for one in rules if one.get("matchDepNames") == ["/^gh:/"]
    ]
