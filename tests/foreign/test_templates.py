"""The foreign templates are sound: Copier itself generates and updates projects from them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.foreign.templates import HERE, VERSIONS, build, git

# Both are meant: a project without team.yml, and a migration in the older format.
pytestmark = [
    pytest.mark.filterwarnings("ignore:File not found"),
    pytest.mark.filterwarnings("ignore:This migration configuration is deprecated"),
]

ANSWERS = {
    "library": ".copier-answers.yml",
    "service": ".template/service.yml",
    "ci": ".copier-answers.ci.yml",
}
TRUSTED = {"library": "migrations, tasks", "service": "migrations"}
MESSAGES = {
    "library": set[str](),
    "service": {"project is about to be updated.", "Parcel Desk is up to date: restart it."},
    "ci": set[str](),
}
Answer = str | bool | list[str]
EACH_VERSION = [(name, version) for name, versions in VERSIONS.items() for version in versions]

LIBRARY = {
    ".copier-answers.yml",
    ".gitignore",
    ".pypirc",
    "CHANGES.md",
    "NEXT-STEPS.md",
    "README.md",
    "docs/logo.png",
    "pyproject.toml",
    "scripts/check.sh",
    "src/small_library/__init__.py",
    "tests/test_small_library.py",
}
BY_TASKS = {"docs/modules.txt", "src/small_library/py.typed"}
SERVICE = {
    ".env",
    ".gitignore",
    ".template/service.yml",
    "README.md",
    "config/chosen.yaml",
    "config/current.yaml",
    "config/default.yaml",
    "config/production.yaml",
    "deploy/home",
    "deploy/north/a/limits.yaml",
    "deploy/north/b/limits.yaml",
    "deploy/süd/a/limits.yaml",
    "docker/Dockerfile",
    "service/__main__.py",
    "service/routes/health.py",
    "service/routes/parcels.py",
    "start.bat",
}
MIGRATIONS = {"migrations/0001_parcels.sql", "migrations/README.md"}
CI = {".copier-answers.ci.yml", "ci/README.md", "ci/run.sh"}

# What a project holds that is generated with the defaults, and trusted.
FILES = {
    ("library", "v1.0.0"): LIBRARY
    | BY_TASKS
    | {"docs/usage.md", "setup.cfg", "src/small_library/helpers.py"},
    ("library", "v1.1.0"): LIBRARY
    | BY_TASKS
    | {"docs/guide.md", "setup.cfg", "src/small_library/helpers.py"},
    ("library", "v2.0.0"): LIBRARY | BY_TASKS | {"docs/guide.md", "src/small_library/greeting.py"},
    ("service", "v1.0.0"): SERVICE
    | {"docs/on call.md", "docs/Überblick für Neue.md", "migrations"},
    ("service", "v2.0.0"): SERVICE
    | MIGRATIONS
    | {"docker/compose.yaml", "docs/on call.md", "docs/Überblick für Neue.md"},
    ("service", "v3.0.0"): SERVICE
    | MIGRATIONS
    | {"docker/compose.yaml", "docker/healthy.sh", "docs/Überblick für alle.md"},
    ("ci", "1.0.0"): CI | {".github/CODEOWNERS", ".github/workflows/test.yml"},
    ("ci", "1.1.0rc1"): CI
    | {".github/CODEOWNERS", ".github/workflows/lint.yml", ".github/workflows/test.yml"},
    ("ci", "1.1.0"): CI | {".github/workflows/lint.yml", ".github/workflows/tests.yml"},
}
# Where Copier's update of an unedited project is not what it would generate: the project keeps
# what `_skip_if_exists` and `_exclude` protect, migrations leave a log, and the task that lists
# the modules runs before Copier has removed the old one.
NOT_AS_FRESH = {
    "library": {"CHANGES.md", "NEXT-STEPS.md", "docs/modules.txt", "migrations.log"},
    "service": set[str](),
    "ci": set[str](),
}


class Copies(NamedTuple):
    """Where the three templates are, and projects made from them; no test changes either."""

    templates: Path
    projects: Path

    def fresh(self, name: str, version: str) -> Path:
        """Return a project with the default answers, which is generated once."""
        folder = self.projects / name / version
        return folder if folder.exists() else self.copy(name, version, folder)

    def copy(self, name: str, version: str, project: Path, **given: Answer) -> Path:
        """Run `copier copy --vcs-ref version --trust --defaults`."""
        from copier import run_copy

        template = str(self.templates / name)
        run_copy(template, project, given, vcs_ref=version, unsafe=True, defaults=True, quiet=True)
        return project

    def edit(self, name: str, version: str, project: Path) -> Path:
        """Return a project with the default answers that a test may change."""
        return Path(shutil.copytree(self.fresh(name, version), project, symlinks=True))


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """The three repos, built once."""
    folder = tmp_path_factory.mktemp("templates")
    for name in VERSIONS:
        build(name, folder)
    return Copies(folder, tmp_path_factory.mktemp("projects"))


def update(project: Path, name: str, version: str | None = None, *, trust: bool = True) -> Path:
    """Commit the project, then run `copier update --defaults`, to the latest by default."""
    from copier import run_update

    commit(project)
    run_update(
        project,
        answers_file=ANSWERS[name],
        vcs_ref=version,
        unsafe=trust,
        defaults=True,
        overwrite=True,
    )
    return project


def commit(project: Path) -> None:
    """Commit whatever is in the project, which becomes a repo if it is none."""
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "add", "--all")
    person = ("-c", "user.name=User", "-c", "user.email=user@example.org")
    git(project, *person, "commit", "--quiet", "--allow-empty", "--message=Work")


def content(project: Path) -> dict[str, tuple[bool, bytes]]:
    """Return every file and link of a project: is it executable, and its bytes or its target."""
    return {
        path.relative_to(project).as_posix(): (False, os.fsencode(path.readlink()))
        if path.is_symlink()
        else (os.access(path, os.X_OK), path.read_bytes())
        for path in sorted(project.rglob("*"))
        if ".git" not in path.relative_to(project).parts and (path.is_symlink() or path.is_file())
    }


def answers(project: Path, name: str) -> dict[str, Any]:
    """Return what the project remembers of its answers to the template."""
    text = (project / ANSWERS[name]).read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@pytest.mark.parametrize("name", VERSIONS)
def test_tags_are_the_folders(copies: Copies, name: str) -> None:
    """Every version's folder is a tag, and the work tree is clean at the last one."""
    tags = git(
        copies.templates / name, "for-each-ref", "--format=%(refname:short)", "refs/tags"
    ).split()

    assert set(VERSIONS[name]) == set(tags) == {path.name for path in (HERE / name).iterdir()}
    assert VERSIONS[name][-1] == git(copies.templates / name, "describe", "--tags").strip()
    assert "" == git(copies.templates / name, "status", "--porcelain")


@pytest.mark.parametrize("name", VERSIONS)
def test_build_is_the_same_each_time(
    copies: Copies, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the clock nor the user's git settings show in a hash."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody Else")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
    again = build(name, tmp_path)

    assert git(copies.templates / name, "show-ref") == git(again, "show-ref")


def test_tags_keep_modes_and_links(copies: Copies) -> None:
    """The executable bit comes with a version, and a link's target stays a template."""
    script = "project/scripts/check.sh"
    modes = [
        git(copies.templates / "library", "ls-tree", version, script).split()[0]
        for version in VERSIONS["library"]
    ]
    target = git(
        copies.templates / "service", "cat-file", "blob", "v1.0.0:config/chosen.yaml.jinja"
    )

    assert ["100644", "100755", "100755"] == modes
    assert "{{ environment }}.yaml" == target


@pytest.mark.parametrize(("name", "version"), EACH_VERSION)
def test_copier_generates_the_expected_files(copies: Copies, name: str, version: str) -> None:
    """Nothing is missing, nothing is left over, and no tag is left in a name or a text."""
    found = content(copies.fresh(name, version))

    tags = (b"[[ ", b"[% ", b"{% ")
    assert FILES[name, version] == set(found)
    assert [] == [path for path, (_, text) in found.items() if any(tag in text for tag in tags)]


@pytest.mark.parametrize("name", VERSIONS)
def test_copier_updates_from_first_to_last(
    copies: Copies, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unedited project becomes what the last version generates, and messages are shown."""
    first, last = VERSIONS[name][0], VERSIONS[name][-1]
    fresh = content(copies.fresh(name, last))
    updated = content(update(copies.edit(name, first, tmp_path / "project"), name))

    differs = {
        path for path in fresh.keys() | updated.keys() if fresh.get(path) != updated.get(path)
    }
    assert NOT_AS_FRESH[name] == differs
    assert set() == MESSAGES[name] - set(capsys.readouterr().err.splitlines())


def test_library_runs_its_older_migration(copies: Copies, tmp_path: Path) -> None:
    """Version 1.1.0 has one in Copier's older format, for both stages."""
    project = copies.edit("library", "v1.0.0", tmp_path / "project")
    update(project, "library", "v1.1.0")

    assert "before v1.1.0\nafter v1.1.0\n" == (project / "migrations.log").read_text()


def test_library_migrates_answers(copies: Copies, tmp_path: Path) -> None:
    """Its own migration carries over a renamed question and a renamed choice."""
    project = tmp_path / "project"
    copies.copy("library", "v1.1.0", project, licence="apache", docs="rtd")
    remembered = answers(update(project, "library"), "library")

    assert ("apache", "readthedocs") == (remembered["license"], remembered["docs"])
    assert not {"licence", "use_travis"} & remembered.keys()


def test_library_remembers_no_secret_and_nothing_hidden(copies: Copies, tmp_path: Path) -> None:
    """The token is rendered but not kept; the address is kept only where it is asked for."""
    private = copies.fresh("library", "v1.0.0")
    public = tmp_path / "public"
    copies.copy("library", "v1.0.0", public, upload_key="sesame", publish=True)

    assert "password = sesame" in (public / ".pypirc").read_text()
    assert {"index_url"} == answers(public, "library").keys() - answers(private, "library").keys()
    assert {"PUBLISHING.md", "docs/published-by-hand"} == content(public).keys() - content(private)


@pytest.mark.parametrize(("name", "features"), TRUSTED.items())
def test_update_needs_trust(copies: Copies, name: str, features: str, tmp_path: Path) -> None:
    """Copier says which of the features that run commands the template has."""
    from copier.errors import UnsafeTemplateError

    project = copies.edit(name, VERSIONS[name][0], tmp_path / "project")

    with pytest.raises(UnsafeTemplateError, match=features):
        update(project, name, trust=False)


def test_service_has_links_line_endings_and_ignored_files(copies: Copies) -> None:
    """What makes it harder to update than other templates."""
    old, new = (copies.fresh("service", version) for version in ("v1.0.0", "v3.0.0"))

    links = [str((old / path).readlink()) for path in ("config/current.yaml", "deploy/home")]
    assert ["default.yaml", "north"] == links
    assert not (new / "config/current.yaml").is_symlink()
    assert (0, 2) == tuple((at / "start.bat").read_bytes().count(b"\r\n") for at in (old, new))
    assert ".env" in (old / ".gitignore").read_text().splitlines()


def test_service_leaves_out_a_folder(copies: Copies, tmp_path: Path) -> None:
    """A condition in a folder's name takes everything below it, and hides a later question."""
    project = copies.copy("service", "v3.0.0", tmp_path / "project", use_docker=False)

    assert not (project / "docker").exists()
    assert "health_check" not in answers(project, "service")


def test_ci_joins_a_library(copies: Copies, tmp_path: Path) -> None:
    """Beside the library's template it reads that one's answers, and each updates alone."""
    project, versions = tmp_path / "project", ["3.12", "3.13"]
    copies.copy("library", "v1.0.0", project, library_name="Cake Shop", python_versions=versions)
    copies.copy("ci", "1.0.0", project)
    read = answers(project, "ci")
    update(update(project, "ci"), "library")

    assert ("cake_shop", versions) == (read["package_name"], read["python_versions"])
    assert "v2.0.0" == answers(project, "library")["_commit"]
    assert "1.1.0" == answers(project, "ci")["_commit"]
    assert (project / "ci/README.md").read_text().startswith("# How Cake Shop is tested")


def test_ci_has_another_host(copies: Copies, tmp_path: Path) -> None:
    """The folder that is rendered follows from an answer."""
    project = copies.copy("ci", "1.1.0", tmp_path / "project", host="gitlab")

    assert {".copier-answers.ci.yml", ".gitlab-ci.yml", "ci/run.sh"} == set(content(project))
