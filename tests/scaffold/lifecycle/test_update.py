"""Updates: to which version, on what terms, and what an unedited project becomes."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from formfacts.errors import GitError, TemplateError, UsageError
from formfacts.scaffold.lifecycle.carry_out import Done
from formfacts.scaffold.lifecycle.templates import Templates
from formfacts.scaffold.lifecycle.update import Request, update
from formfacts.scaffold.versions import parse
from tests.foreign.templates import VERSIONS
from tests.scaffold.lifecycle.desk import desk
from tests.scaffold.lifecycle.shelf import (
    Shelf,
    content,
    edit,
    everything,
    release,
    render,
    save,
    state,
)
from tests.scaffold.repos import run_git

ANSWERS = {
    "library": ".copier-answers.yml",
    "service": ".template/service.yml",
    "ci": ".copier-answers.ci.yml",
}
# What the template keeps off a project that is there already, what its migrations log, and what git
# ignores.
NOT_AS_FRESH = {
    "library": {"CHANGES.md", "NEXT-STEPS.md", "migrations.log"},
    "service": {".env"},
    "ci": set[str](),
}
PAIRS = [(name, *pair) for name in VERSIONS for pair in itertools.combinations(VERSIONS[name], 2)]


def run(project: Path, **request: object) -> Done:
    """Update a project; new questions take their defaults."""
    with Templates() as templates:
        return update(project, Request(**{"defaults": True, **request}), templates)  # type: ignore[arg-type]


@pytest.fixture
def project(shelf: Shelf, tmp_path: Path) -> Path:
    """A desk of the first version."""
    return shelf.copy(tmp_path / "project", desk(shelf), "v1")


@pytest.mark.parametrize(("name", "old", "new"), PAIRS)
def test_unedited_projects_become_fresh_ones(
    shelf: Shelf, tmp_path: Path, name: str, old: str, new: str
) -> None:
    """Byte for byte, modes and links included, for every two versions of the foreign templates."""
    template = shelf.foreign(name)
    fresh = shelf.join(tmp_path / "fresh", (template, new), tasks=True)
    project = shelf.join(tmp_path / "project", (template, old), tasks=True)
    done = run(project, to=new, answers_file=ANSWERS[name], trust=name == "library")

    expected, found = content(fresh), content(project)
    differs = {p for p in expected.keys() | found.keys() if expected.get(p) != found.get(p)}
    assert 0 == done.conflicts
    assert set() == differs - NOT_AS_FRESH[name]


def test_two_templates_update_on_their_own(shelf: Shelf, tmp_path: Path) -> None:
    """The one that is named by its answers file; the other one's files stay as they are."""
    library, ci = shelf.foreign("library"), shelf.foreign("ci")
    project = shelf.join(tmp_path / "project", (library, "v1.0.0"), (ci, "1.0.0"))
    before = content(project)
    done = run(project, answers_file=ANSWERS["ci"], in_place=True)
    now = content(project)
    changed = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}

    assert ("1.0.0", "1.1.0") == (done.plan.old.version, done.plan.new.version)
    assert {
        ".copier-answers.ci.yml",
        ".github/CODEOWNERS",
        ".github/workflows/lint.yml",
        ".github/workflows/test.yml",
        ".github/workflows/tests.yml",
        "ci/run.sh",
    } == changed

    save(project)
    assert "v2.0.0" == run(project).plan.new.version


def test_an_answer_of_another_template_is_read(shelf: Shelf, tmp_path: Path) -> None:
    """What one template renders from the other one's answers is no edit of the user's."""
    library, ci = shelf.foreign("library"), shelf.foreign("ci")
    project = shelf.join(tmp_path / "project", (library, "v1.0.0"), (ci, "1.0.0"))
    done = run(project, answers_file=ANSWERS["ci"], dry_run=True)

    assert [] == [change.path for change in done.plan.report if change.yours != "left as it was"]


@pytest.mark.parametrize("to", ["main", "HEAD", "v3", "HASH", "BRIEF"])
def test_goes_to_a_branch_or_commit(project: Path, shelf: Shelf, to: str) -> None:
    """One that is a release bears the release's name."""
    head = run_git(desk(shelf), "rev-parse", "main")
    brief = next(head[:end] for end in range(10, 41) if parse(head[:end]) is None)
    done = run(project, to=to.replace("HASH", head).replace("BRIEF", brief))

    assert ("v3", head) == (done.plan.new.version, done.plan.new.commit)


def test_goes_to_a_hash_that_looks_like_a_version(shelf: Shelf, tmp_path: Path) -> None:
    """As 12345 or 0006866b52 does."""
    template = release(desk(shelf), tmp_path / "template", "v4", new_txt="newer\n")
    commit = ("commit-tree", "v4^{tree}", "-p", "v4", "-m")
    hashes = (run_git(template, *commit, str(number)) for number in range(1000))
    head = next(found for found in hashes if parse(found[:8]) is not None)
    run_git(template, "update-ref", "refs/heads/main", head)
    done = run(shelf.copy(tmp_path / "project", template, "v1"), to=head[:8])

    assert done.plan.new.version.startswith("v4-1-g")


def test_goes_to_a_commit_between_versions(shelf: Shelf, tmp_path: Path) -> None:
    """It is named as git describes it, and the next release is newer."""
    template = release(desk(shelf), tmp_path / "template", "v4", new_txt="newer\n")
    (template / "new.txt").write_text("newest\n")
    head = save(template)
    project = shelf.copy(tmp_path / "project", template, "v4")
    done = run(project, to="main")

    version = f"v4-1-g{head[:7]}"
    assert done.plan.new.version.startswith(version)
    assert f"_commit: {version}" in (project / ".copier-answers.yml").read_text()
    assert "newest\n" == (project / "new.txt").read_text()
    run_git(template, "tag", "v5")
    assert "v5" == run(project).plan.new.version


@pytest.mark.parametrize(
    ("to", "error", "why"),
    [
        ("v1", UsageError, "v1 is older than the project's v2: to go back, git revert"),
        ("v9", TemplateError, "there is no version 'v9'.*newest versions are v3, v2, v1"),
        ("nowhere", TemplateError, "there is no version 'nowhere'"),
        ("-q", TemplateError, "there is no version '-q'"),
        ("", TemplateError, "there is no version ''"),
    ],
)
def test_goes_nowhere_else(
    shelf: Shelf, tmp_path: Path, to: str, error: type[Exception], why: str
) -> None:
    """Back, to what is not there, or to what git would take for an option."""
    project = shelf.copy(tmp_path / "project", desk(shelf), "v2")

    with pytest.raises(error, match=why):
        run(project, to=to)
    assert "v2" == run(project, to="v2", dry_run=True).plan.new.version


def test_an_older_commit_is_refused(project: Path, shelf: Shelf, tmp_path: Path) -> None:
    """Whatever it is called by."""
    newer = shelf.copy(tmp_path / "newer", desk(shelf), "v3")

    with pytest.raises(UsageError, match="is older than the project's v3"):
        run(newer, to=run_git(desk(shelf), "rev-parse", "v2"))


def test_pre_releases_on_demand(shelf: Shelf, tmp_path: Path) -> None:
    """The latest is the newest release; a pre-release must be named."""
    ci = shelf.foreign("ci")
    one, two = (shelf.copy(tmp_path / name, ci, "1.0.0") for name in ("one", "two"))

    assert "1.1.0" == run(one).plan.new.version
    assert "1.1.0rc1" == run(two, to="1.1.0rc1").plan.new.version
    assert "1.1.0" == run(two).plan.new.version


def test_a_project_of_a_pre_release_waits_for_the_next(shelf: Shelf, tmp_path: Path) -> None:
    """Ahead of the newest release, there is nothing to do."""
    template = release(desk(shelf), tmp_path / "template", "v4rc1", new_txt="newer\n")
    project = shelf.copy(tmp_path / "project", template, "v4rc1")
    done = run(project)

    assert ("v4rc1", True, None) == (done.plan.new.version, done.plan.nothing_to_do, done.journal)


def test_new_questions_need_an_answer(project: Path) -> None:
    """Without a terminal, defaults or data nothing is written, and the questions are named."""
    before = state(project)

    with pytest.raises(UsageError, match=r"new questions \(chair\).*pass --defaults, or --data"):
        run(project, defaults=False)
    assert before == state(project)
    assert "v3" == run(project, defaults=False, data={"chair": "none"}).plan.new.version


def test_branch_holds_the_commit(project: Path) -> None:
    """By default the update is a commit on a branch of its own, and the old branch is as it was."""
    (project / "untracked.txt").write_text("mine\n")
    main = run_git(project, "rev-parse", "main")
    done = run(project, to="v2")

    assert "## formfacts/update-v2\n?? untracked.txt\n" == state(project)
    assert [main, "Update the template from v1 to v2"] == run_git(
        project, "log", "-1", "--format=%P%n%s"
    ).split("\n")
    assert main == run_git(project, "rev-parse", "main")
    assert done.journal is not None
    assert done.journal.result == run_git(project, "rev-parse", "HEAD")


def test_in_place_commits_nothing(project: Path) -> None:
    """The changes are staged on the branch that was there."""
    run(project, to="v2", in_place=True)

    assert [
        "## main",
        "M  .copier-answers.yml",
        "M  README.md",
        "A  new.txt",
        "D  old.txt",
    ] == state(project).splitlines()


def test_conflicts_are_left_to_the_user(project: Path) -> None:
    """On the branch, uncommitted: what is merged is staged, what is in conflict has stages."""
    readme = (project / "README.md").read_text().replace("line 20", "my line")
    done = run(edit(project, README_md=readme, old_txt="mine\n"), to="v2")

    assert ["README.md", "old.txt"] == [change.path for change in done.plan.merge.conflicts]
    assert {"## formfacts/update-v2", "UU README.md", "UD old.txt", "A  new.txt"} < set(
        state(project).splitlines()
    )
    assert (
        "<<<<<<< yours\nmy line\n=======\nline twenty\n>>>>>>> template v2\n"
        in (project / "README.md").read_text()
    )
    assert "mine\n" == (project / "old.txt").read_text()


def test_the_branch_may_not_exist(project: Path) -> None:
    """It may hold an earlier update that was not taken yet."""
    run_git(project, "branch", "formfacts/update-v2")
    before = content(project)

    with pytest.raises(GitError, match="branch formfacts/update-v2 exists: merge or delete it"):
        run(project, to="v2")
    assert (before, "## main\n") == (content(project), state(project))


def test_nothing_may_be_in_the_way(project: Path) -> None:
    """Uncommitted work in a file to change; work elsewhere does not matter."""
    (project / "guide.txt").write_text("mine\n")
    (project / "new.txt").write_text("mine\n")
    before = content(project)

    with pytest.raises(GitError, match=r"in the way: new\.txt: commit or move it"):
        run(project, to="v2")
    assert before == content(project)
    (project / "new.txt").unlink()
    assert "v2" == run(project, to="v2").plan.new.version
    assert "mine\n" == (project / "guide.txt").read_text()


def test_says_nothing_of_an_interrupted_run_that_was_not(project: Path) -> None:
    """Two updates one after the other."""
    first = run(project, to="v2")
    second = run(project)

    assert (None, None) == (first.recovered, second.recovered)
    assert "## formfacts/update-v3\n" == state(project)


def test_old_renderings_do_not_pile_up(project: Path) -> None:
    """However many updates there were."""
    for version in ("v1", "v2", "v3"):
        run(project, to=version, dry_run=True)
    run(project, to="v2")
    run(project, to="v3")

    refs = run_git(project, "for-each-ref", "--format=%(refname)", "refs/formfacts/renders")
    assert 2 >= len(refs.splitlines())


def test_a_monorepo_names_the_branch_by_project(shelf: Shelf, tmp_path: Path) -> None:
    """Projects side by side get branches side by side."""
    mono = tmp_path / "mono"
    for name in ("one", "two"):
        render(desk(shelf), "v1", mono / "apps" / name)
    run_git(mono, "init", "--quiet", "--initial-branch=main")
    save(mono)
    one = {path: found for path, found in everything(mono).items() if "apps/one" in path}
    run(mono / "apps/two", to="v2")

    assert "## formfacts/update-v2-apps-two\n" == state(mono)
    assert one == {path: found for path, found in everything(mono).items() if "apps/one" in path}
    assert (mono / "apps/two/new.txt").exists()
