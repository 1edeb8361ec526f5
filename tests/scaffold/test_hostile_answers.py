"""Answers files made to do harm: a project is cloned from anywhere, and names its template."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.conftest import Formfacts
from tests.scaffold.apply.template import state
from tests.scaffold.repos import run_git
from tests.scaffold.test_hostile import QUESTIONS, TAME, is_plain, make_project, make_template

ANSWERS = ".copier-answers.yml"
SOURCES = {
    "a program": ("is no address|is not there", "ext::sh -c 'touch outside/x'"),
    "another program": ("is no address|is not there", "fd::17/x"),
    "an option of git's": ("is no address", "--upload-pack=touch outside/x"),
    "a short option": ("is no address", "-ux"),
    "an option of ssh's": (
        "cannot read|is no address|is not there",
        "ssh://-oProxyCommand=touch x/y",
    ),
    "a file that is no bundle": ("is a file and no git bundle", "GARBAGE"),
    "a bundle that is garbage": ("cannot read the template", "BUNDLE"),
    "a folder without git": ("is a folder without git", "OUTSIDE"),
    "nothing that is there": ("is not there", "/nowhere/at/all"),
    "escapes": ("is no address", '"\\e[2J\\e]0;x\\a"'),
    "a line break": ("is no address", '"gh:a/b\\n--upload-pack=x"'),
    "a number": ("has no _src_path", "7"),
    "a list": ("has no _src_path", "[a, b]"),
    "nothing": ("has no _src_path", '""'),
    "a name that no file can have": ("is no address|is not there", '"a\\0b"'),
    "a very long name": ("is not there", "x" * 100_000),
}
VERSIONS = {
    "an option of git's": ("no usable _commit", "--output=x"),
    "a dash": ("no usable _commit|there is no version", '"-"'),
    "a line break": ("there is no version", '"v1\\nv2"'),
    "escapes": ("there is no version", '"v1\\e[2J"'),
    "a number": ("no usable _commit", "1"),
    "a list": ("no usable _commit", "[v1]"),
    "nothing": ("no usable _commit", "null"),
    "a path": ("there is no version", "../../HEAD"),
    "a search": ("there is no version", "'v1^{/x}'"),
    "a file": ("there is no version", "'v1:README.md'"),
    "a very long name": ("there is no version", "v" * 100_000),
    "a version that is not there": ("there is no version", "v99"),
}
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
CONTENTS = {
    "an object of Python's": ("is not plain YAML", b"a: !!python/object/apply:os.system [x]\n"),
    "aliases": ("is not plain YAML: .* alias", BOMB.encode()),
    "a key twice": ("is not plain YAML: .* twice", b"_commit: v1\n_commit: v2\n"),
    "deep nesting": ("is not plain YAML", b"a: " + b"[" * 5000),
    "no mapping": ("no mapping", b"- a\n"),
    "nothing": ("is empty", b""),
    "no text": ("is not UTF-8", b"a: \xff\n"),
    "a NUL": ("is not plain YAML", b"a: \0\n"),
    "no end": ("is larger than", b"a: x\n" * 300_000),
    "conflict marks": ("is not plain YAML", b"<<<<<<< yours\na: 1\n=======\na: 2\n>>>>>>> x\n"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose answers file is as yet in order, with an update to come."""
    (tmp_path / "outside").mkdir()
    template = make_template(tmp_path, TAME, {**TAME, "README.md": "read me anew\n"})
    return make_project(tmp_path, template)


def refuses(formfacts: Formfacts, project: Path, content: bytes, reason: str) -> None:
    """Fail unless every command refuses the answers file in one line, and changes nothing."""
    (project / ANSWERS).write_bytes(content)
    run_git(project, "commit", "--quiet", "--all", "--message=hostile")
    before = state(project) if b"\xff" not in content else None
    for command in ("status", "update --defaults", "promote --set name=Bob"):
        result = formfacts(*command.split(), str(project))

        assert result.code in {1, 2}, result
        assert re.fullmatch(rf"formfacts: .*(?:{reason}).*\n", result.err), result
        assert is_plain(result)
        assert len(result.err) < 1000
        assert before is None or before == state(project)
        assert [] == list((project.parent / "outside").iterdir())


@pytest.mark.parametrize("name", SOURCES)
def test_sources(formfacts: Formfacts, project: Path, name: str) -> None:
    """What git would run, or take for an option, never gets to it."""
    reason, source = SOURCES[name]
    garbage, bundle = project.parent / "garbage", project.parent / "bundle"
    garbage.write_bytes(b"\x00\xff" * 1000)
    bundle.write_bytes(b"# v2 git bundle\n" + b"a" * 40 + b" refs/tags/v1\n\nPACK garbage")
    for word, place in {"GARBAGE": garbage, "BUNDLE": bundle}.items():
        source = source.replace(word, str(place))
    source = source.replace("OUTSIDE", str(project.parent / "outside"))

    refuses(formfacts, project, f"_commit: v1\n_src_path: {source}\n".encode(), reason)


@pytest.mark.parametrize("name", VERSIONS)
def test_versions(formfacts: Formfacts, project: Path, name: str) -> None:
    """They are names that the template has, or nothing."""
    reason, version = VERSIONS[name]
    source = project.parent / "template"

    refuses(formfacts, project, f"_src_path: {source}\n_commit: {version}\n".encode(), reason)


@pytest.mark.parametrize("name", CONTENTS)
def test_contents(formfacts: Formfacts, project: Path, name: str) -> None:
    """Whatever lets a file be more than it looks is refused."""
    reason, content = CONTENTS[name]

    refuses(formfacts, project, content, reason)


def test_an_answers_file_that_is_none(formfacts: Formfacts, project: Path) -> None:
    """A pipe is not waited for, a link that leads out not followed, a folder no file."""
    answers = project / ANSWERS
    answers.unlink()
    os.mkfifo(answers)
    pipe = formfacts("status", str(project))
    answers.unlink()
    (project.parent / "outside.yml").write_text("_commit: v1\n_src_path: x\n", encoding="utf-8")
    answers.symlink_to("../outside.yml")
    link = formfacts("status", str(project))
    answers.unlink()
    answers.mkdir()
    folder = formfacts("status", str(project))

    assert (2, 2, 2) == (pipe.code, link.code, folder.code), (pipe, link, folder)
    assert f"has no {ANSWERS}" in pipe.err
    assert f"'{ANSWERS}' is not in" in link.err
    assert f"has no {ANSWERS}" in folder.err


def test_answers_with_escapes_in_them_are_shown_without(
    formfacts: Formfacts, project: Path
) -> None:
    """They may be the user's own, so they are kept."""
    source = project.parent / "template"
    answers = f'_src_path: {source}\n_commit: v1\nname: "\\e[2J"\n"\\e[2Jx": y\n'
    (project / ANSWERS).write_text(answers, encoding="utf-8")
    run_git(project, "commit", "--quiet", "--all", "--message=odd")
    for command in ("status", "update --dry-run", "update --defaults"):
        result = formfacts(*command.split(), str(project))

        assert is_plain(result), result
        assert 0 == result.code or command != "status", result


def test_an_answers_file_elsewhere_is_refused(formfacts: Formfacts, project: Path) -> None:
    """Whether the user names it or the template does."""
    template = project.parent / "template"
    questions = f"{QUESTIONS}_answers_file: ../outside/answers.yml\n"
    (template / "copier.yml").write_text(questions, encoding="utf-8")
    run_git(template, "commit", "--quiet", "--all", "--message=x")
    run_git(template, "tag", "v3")
    before = state(project)
    named = formfacts("update", "--answers-file", "../outside/answers.yml", str(project))
    meant = formfacts("update", "--defaults", "--in-place", str(project))

    assert (2, 1) == (named.code, named.err.count("\n")), named
    assert [] == list((project.parent / "outside").iterdir())
    assert 0 == meant.code, meant
    assert "v3" in (project / ANSWERS).read_text(encoding="utf-8")
    assert before != state(project)
