"""Make the template as a git repo, and projects as `copier copy` would make them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.matrix.situation import Situation
from tests.matrix.texts import Content, Files, Link, Program
from tests.matrix.user import User, git, put_all

ANSWERS_FILE = ".copier-answers.yml"
ANSWERS = "# Kept by the template.\n{{ _copier_answers|to_nice_yaml -}}\n"
SETTINGS = "_subdirectory: template\n_preserve_symlinks: true\n"
EXCLUDED = (".git", "{% if approach == 'prompt' %}rag{% endif %}")


def build_template(situation: Situation, folder: Path) -> Path:
    """Make the template's repo, with one tag for each version."""
    git(folder, "init", "--quiet", "--template=", "--initial-branch=main", "template")
    repo = folder / "template"
    lines = [*release(situation, 0), *release(situation, 1)]
    git(repo, "fast-import", "--quiet", stdin=b"\n".join(lines) + b"\n")
    return repo


def release(situation: Situation, number: int) -> Iterator[bytes]:
    """Yield one version's commit and tag, in the words of git fast-import."""
    questions = (situation.old, situation.new)[number]
    excluded = EXCLUDED + (situation.excluded if number else ())
    files: dict[str, Content] = {
        "copier.yml": f"{SETTINGS}_exclude: {list(excluded)}\n{questions.text}",
        **({"UPGRADES.yaml": questions.upgrades} if questions.upgrades else {}),
        "template/{{ _copier_conf.answers_file }}.jinja": ANSWERS,
        **{f"template/{path}": content for path, content in situation.files[number].items()},
    }
    yield b"commit refs/heads/main\nmark :%d" % (number + 1)
    yield b"committer Template Author <author@example.org> %d +0000" % (1_704_067_200 + number)
    yield b"data 7\nRelease\ndeleteall"
    for path, content in files.items():
        mode, blob = stored(content)
        yield b"M %b inline %b" % (mode, quoted(path))
        yield b"data %d\n%b" % (len(blob), blob)
    yield b"reset refs/tags/v%d.0.0\nfrom :%d" % (number + 1, number + 1)


def stored(content: Content) -> tuple[bytes, bytes]:
    """Return a file's mode and content as git stores them."""
    match content:
        case Link(target):
            return b"120000", os.fsencode(target)
        case Program(lines):
            return b"100755", lines.encode()
        case bytes():
            return b"100644", content
        case _:
            return b"100644", content.encode()


def quoted(path: str) -> bytes:
    """Return a path as fast-import reads any of them."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return b'"' + os.fsencode(escaped) + b'"'


def rendering(situation: Situation, number: int, template: Path) -> dict[str, Content]:
    """Return the files of a project that nobody edited, before (0) and after (1) the run."""
    version, answers = situation.versions[number], situation.answers[number]
    files: Files = situation.files[0 if version == "v1.0.0" else 1]
    excluded = situation.excluded if version == "v2.0.0" else ()
    if answers.get("approach") == "prompt":
        excluded += ("rag",)
    kept = {
        path: content
        for path, content in files.items()
        if not any(f"/{path}/".startswith(f"/{name.strip('/')}/") for name in excluded)
    }
    return {**kept, ANSWERS_FILE: answers_text(version, template, answers)}


def answers_text(version: str, template: Path, answers: Mapping[str, str]) -> str:
    """Return the answers file that Copier writes."""
    lines = {"_commit": version, "_src_path": str(template), **dict(sorted(answers.items()))}
    return "# Kept by the template.\n" + "".join(f"{k}: {v}\n" for k, v in lines.items())


def build_project(situation: Situation, template: Path, arena: Path) -> User:
    """Make a project of version 1, let the user work in it, and return the user."""
    user = User(arena, situation.prefix)
    put_all(user.project, rendering(situation, 0, template))
    user.commit()
    user.tracked = frozenset(user.git("ls-files", "-z", "--full-name").split("\0"))
    if situation.user:
        user.commit(situation.user)
    if situation.then is not None:
        situation.then(user)
    return user
