"""A template with two versions and a project of it with edits, in which everything happens at once.

Between the versions, or the approaches, files are added, changed, merged, renamed, removed and
gated away; a file becomes a folder, a folder a file, a program loses its mode, a link its target.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.matrix.texts import Content, Link, Program
from tests.scaffold.repos import make_repo, run_git

QUESTIONS = """\
_subdirectory: template
_preserve_symlinks: true
_exclude: [".git", "{% if approach == 'prompt' %}rag{% endif %}"]
approach: {type: str, default: prompt, choices: [prompt, rag]}
"""
ANSWERS = "# Kept by the template.\n{{ _copier_answers|to_nice_yaml -}}\n"
LINES = 30


def lines(name: str, **other: str) -> str:
    """Return a text of its own, with other lines where they are given (`l3="new"`)."""
    text = [f"{name} {number}\n" for number in range(1, LINES + 1)]
    for place, line in other.items():
        text[int(place[1:]) - 1] = f"{line}\n"
    return "".join(text)


V1: Mapping[str, Content] = {
    ".gitignore": ".env\nlocal/\n",
    ".env": "KEY=\n",
    "README.md": lines("readme"),
    "settings.yaml": lines("settings") + "approach: {{ approach }}\n",
    "app/main.py": lines("main"),
    "app/old.py": lines("old"),
    "app/before.py": lines("renamed"),
    "notes": "a file\n",
    "data/one.txt": "one\n",
    "data/two.txt": "two\n",
    "run.sh": Program("#!/bin/sh\n"),
    "link": Link("README.md"),
    "rag/index.py": lines("index"),
    "rag/store.py": lines("store"),
    "docs/decisions/0001-approach.md": "# 1. Approach\n",
}
V2: Mapping[str, Content] = {
    **{path: content for path, content in V1.items() if not path.startswith("data/")},
    ".env": "KEY=\nOTHER=\n",
    "README.md": lines("readme", l20="the template's new line"),
    "settings.yaml": lines("settings", l20="the template's") + "approach: {{ approach }}\n",
    "app/main.py": lines("main", l1="a better first line"),
    "app/after.py": lines("renamed", l20="the template's line"),
    "notes/a.md": "a folder\n",
    "data": "a file\n",
    "run.sh": "#!/bin/sh\n",
    "link": Link("settings.yaml"),
    "local/cache.txt": "ignored\n",
    "added/deep/down.py": lines("added"),
}
GONE_IN_V2 = ("app/old.py", "app/before.py", "notes")

COMMITTED: Mapping[str, str] = {
    "README.md": lines("readme", l3="MY LINE IN THE README"),
    "app/before.py": lines("renamed", l3="MY LINE IN A RENAMED FILE"),
    "mine/code.py": "MY OWN FILE\n",
    "mine/edited.py": "MY COMMITTED LINE\n",
}
MARKS = ("MY LINE IN THE README", "MY LINE IN A RENAMED FILE")
UNCOMMITTED: Mapping[str, str] = {
    "mine/edited.py": "MY COMMITTED LINE\nMY UNCOMMITTED LINE\n",
    "mine/staged.py": "MY STAGED FILE\n",
    "todo.txt": "MY UNTRACKED FILE\n",
    ".env": "KEY=sk-mine\n",
}
# Lines 20 of these two are changed by the template as well.
CONFLICTING: Mapping[str, str] = {
    "settings.yaml": lines("settings", l20="MY CONFLICTING LINE") + "approach: prompt\n",
    "app/old.py": lines("old", l20="MY LINE IN A REMOVED FILE"),
}


def make_template(folder: Path) -> Path:
    """Make the template's repo."""
    v2 = {path: content for path, content in V2.items() if path not in GONE_IN_V2}
    versions = {"v1.0.0": as_template(V1), "v2.0.0": as_template(v2)}
    repo = make_repo(folder, {})
    for tag, files in versions.items():
        run_git(repo, "rm", "-r", "--quiet", "--force", "--ignore-unmatch", "--", ".")
        put_all(repo, files)
        run_git(repo, "add", "--all", "--force")
        run_git(repo, "commit", "--quiet", f"--message={tag}")
        run_git(repo, "tag", tag)
    return repo


def as_template(files: Mapping[str, Content]) -> dict[str, Content]:
    """Return the template's own files, for what it renders."""
    made: dict[str, Content] = {"copier.yml": QUESTIONS}
    made["template/{{ _copier_conf.answers_file }}.jinja"] = ANSWERS
    for path, content in files.items():
        jinja = isinstance(content, str) and "{{" in content
        made[f"template/{path}{'.jinja' if jinja else ''}"] = content
    return made


def make_project(template: Path, folder: Path, *, conflicts: bool = False) -> Path:
    """Make a project of the first version, with the user's edits in it."""
    folder.mkdir(parents=True)
    answers = f"_commit: v1.0.0\n_src_path: {template}\napproach: prompt\n"
    rendered = {path: content for path, content in V1.items() if not path.startswith("rag/")}
    put_all(folder, rendered)
    put_all(folder, {"settings.yaml": lines("settings") + "approach: prompt\n"})
    put_all(folder, {".copier-answers.yml": f"# Kept by the template.\n{answers}"})
    run_git(folder, "init", "--quiet", "--template=", "--initial-branch=main")
    for setting in ("user.name=Ann", "user.email=ann@example.org"):
        run_git(folder, "config", *setting.split("="))
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message=made")
    put_all(folder, {**COMMITTED, **(CONFLICTING if conflicts else {})})
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message=edited")
    put_all(folder, UNCOMMITTED)
    run_git(folder, "add", "mine/staged.py")
    return folder


def put_all(folder: Path, files: Mapping[str, Content]) -> None:
    """Write files of any kind."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        match content:
            case Link(target):
                place.unlink(missing_ok=True)
                place.symlink_to(target)
            case Program(text):
                place.write_text(text, encoding="utf-8")
                place.chmod(0o755)
            case bytes():
                place.write_bytes(content)
            case _:
                place.write_text(content, encoding="utf-8")


BRANCH = "%(HEAD) %(refname) %(tree)"


@dataclass(frozen=True, slots=True)
class State:
    """Everything of a project that a run may change.

    Files, index, and the branches with their trees, of which HEAD's has a star.
    """

    files: Mapping[str, str]
    index: str
    branches: str


def work_tree(folder: Path) -> dict[str, str]:
    """Return what lies at each path of the work tree: mode and content, or where a link leads."""
    found: dict[str, str] = {}
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != ".git"]
        for name in [*files, *(f for f in folders if Path(parent, f).is_symlink())]:
            place = Path(parent, name)
            path = str(place.relative_to(folder))
            if place.is_symlink():
                found[path] = f"-> {place.readlink()}"
            else:
                executable = "x" if place.stat().st_mode & 0o100 else ""
                found[path] = executable + place.read_text(encoding="utf-8")
    return found


def state(folder: Path) -> State:
    """Return everything of a project that a run may change."""
    return State(
        files=work_tree(folder),
        index=run_git(folder, "ls-files", "--stage"),
        branches=run_git(folder, "for-each-ref", f"--format={BRANCH}", "refs/heads"),
    )
