"""Projects that Copier made from templates: each is made once, and copied for every test."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import warnings
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from tests.foreign.templates import build
from tests.scaffold.repos import Version, make_repo, run_git

ANSWERS = "{{ _copier_conf.answers_file }}.jinja"
KEPT = "# Kept by the template.\n{{ _copier_answers|to_nice_yaml }}"
Answer = str | bool | int | list[str]
# The part of git's folder that may change where nothing is to be written.
OBJECTS = ("objects", "refs/formfacts")


class Shelf:
    """Where templates and projects are kept; no test changes either."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def foreign(self, name: str) -> Path:
        """Return one of the three templates that are not ours."""
        place = self._folder / "foreign"
        place.mkdir(exist_ok=True)
        return place / name if (place / name).exists() else build(name, place)

    def template(self, name: str, *versions: Version) -> Path:
        """Return a template of one's own with the versions v1, v2 and so on.

        Each has the files of the one before it, but for those that it gives anew; an empty text
        removes a file.
        """
        place = self._folder / "own" / name
        if not place.exists():
            files: dict[str, str] = {"copier.yml": "", ANSWERS: KEPT}
            tags: dict[str, Version] = {}
            for number, given in enumerate(versions, start=1):
                files |= given
                tags[f"v{number}"] = {path: text for path, text in files.items() if text}
            make_repo(place, {tag: {"copier.yml": "{}", **kept} for tag, kept in tags.items()})
        return place

    def copy(self, target: Path, template: Path, version: str, **data: Answer) -> Path:
        """Make `target` a project of the template, which git holds in one commit."""
        return self.join(target, (template, version), data=data)

    def join(
        self,
        target: Path,
        *parts: tuple[Path, str],
        tasks: bool = False,
        data: Mapping[str, Answer] | None = None,
    ) -> Path:
        """Make `target` a project of several templates, each at a version; with their tasks."""
        key = repr((parts, tasks, sorted((data or {}).items())))
        place = self._folder / "projects" / sha256(key.encode()).hexdigest()[:20]
        if not place.exists():
            for template, version in parts:
                render(template, version, place, tasks=tasks, data=data)
            run_git(place, "init", "--quiet", "--initial-branch=main")
            save(place, "Generate")
        return Path(shutil.copytree(place, target, symlinks=True))


def render(
    template: Path,
    version: str,
    target: Path,
    *,
    tasks: bool = False,
    data: Mapping[str, Answer] | None = None,
) -> Path:
    """Run `copier copy --vcs-ref VERSION --defaults`, with the template's tasks or without."""
    from copier import run_copy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        run_copy(
            str(template),
            target,
            dict(data or {}),
            vcs_ref=version,
            defaults=True,
            quiet=True,
            unsafe=True,
            skip_tasks=not tasks,
        )
    return target


def save(project: Path, message: str = "Work") -> str:
    """Commit whatever is in a project, and return the hash."""
    run_git(project, "add", "--all")
    run_git(project, "commit", "--quiet", "--allow-empty", f"--message={message}")
    return run_git(project, "rev-parse", "HEAD")


def edit(project: Path, **files: str | None) -> Path:
    """Write files, or remove them, and commit; `__` stands for a slash and `_` for a dot."""
    for name, text in files.items():
        path = project / name.replace("__", "/").replace("_", ".")
        if text is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    save(project, "Edit")
    return project


def release(template: Path, target: Path, version: str, **files: str) -> Path:
    """Return a copy of a template with one more version, which changes these files alone."""
    copy = Path(shutil.copytree(template, target, symlinks=True))
    for name, text in files.items():
        (copy / name.replace("__", "/").replace("_", ".")).write_text(text, encoding="utf-8")
    save(copy, f"Release {version}")
    run_git(copy, "tag", version)
    return copy


def content(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Return kind and bytes of every file and link of a project, without git's folder."""
    return {path: found for path, found in everything(folder).items() if path[:5] != ".git/"}


def everything(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Return kind and bytes of every file and link below a folder, by path."""
    found = {}
    for parent, folders, names in os.walk(folder):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for path in (Path(parent, name) for name in [*names, *links]):
            mode = path.lstat().st_mode
            kept = os.fsencode(path.readlink()) if stat.S_ISLNK(mode) else path.read_bytes()
            found[str(path.relative_to(folder))] = (stat.filemode(mode), kept)
    return found


def outside_of_objects(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Return all of a project but git's objects and the refs of formfacts."""
    skipped = tuple(f".git/{name}/" for name in OBJECTS)
    return {path: f for path, f in everything(folder).items() if not path.startswith(skipped)}


def state(project: Path) -> str:
    """Return what git says of the work tree: the branch, and each file that is not as committed."""
    command = ["git", "status", "--porcelain=v1", "--branch", "--untracked-files=all"]
    done = subprocess.run(command, cwd=project, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """An empty shelf for all tests of one process."""
    return Shelf(tmp_path_factory.mktemp("shelf"))
