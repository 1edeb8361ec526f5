"""Templates and answers files made to do harm, met by every command that reads them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import Formfacts, Result
from tests.matrix.texts import Content, Link
from tests.scaffold.apply.template import put_all, state
from tests.scaffold.repos import run_git

QUESTIONS = """\
_preserve_symlinks: true
_exclude: [/copier.yml, /UPGRADES.yaml]
name: {type: str, default: Ann}
"""
ANSWERS = "{{ _copier_conf.answers_file }}.jinja"
TAME: Mapping[str, Content] = {
    "copier.yml": QUESTIONS,
    ANSWERS: "{{ _copier_answers|to_nice_yaml -}}\n",
    "README.md": "read me\n",
    "folder/file.txt": "one\n",
}
# `{{ '.g' }}it` is what git lets into a template, and becomes `.git` when it is rendered.
HOSTILE: Mapping[str, tuple[str, Mapping[str, Content]]] = {
    "a git folder": ("it is git's own", {"{{ '.g' }}it/hooks/pre-commit.jinja": "#!/bin/sh\n"}),
    "a git folder in capitals": ("it is git's own", {"{{ '.G' }}IT/config.jinja": "[core]\n"}),
    "a git folder further down": ("it is git's own", {"a/{{ '.g' }}it/config.jinja": "[core]\n"}),
    "a git file": ("it is git's own", {"a/{{ '.g' }}it.jinja": "gitdir: /tmp/x\n"}),
    "a git folder's short name": ("it is git's own", {"{{ 'git~' }}1/config.jinja": "[core]\n"}),
    "a git folder and a dot": (
        "it is git's own",
        {"{{ '.git' }}{{ '.' }}/config.jinja": "[core]\n"},
    ),
    "a git folder and a space": (
        "it is git's own",
        {"{{ '.git' }}{{ ' ' }}/config.jinja": "[core]\n"},
    ),
    "a git folder's stream": ("it is git's own", {"{{ '.git' }}::$INDEX_ALLOCATION.jinja": "x\n"}),
    "a git folder with an unseen sign": (
        "it is git's own",
        {"{{ '.g' }}\u200cit/config": "[core]\n"},
    ),
    "an absolute path": (
        "outside' is forbidden|outside\" is forbidden",
        {
            "copier.yml": f"{QUESTIONS}place: {{type: str, default: OUTSIDE, when: false}}\n",
            "{{ place }}/file.jinja": "x\n",
        },
    ),
    "a path that climbs": ("wants to write outside", {"{{ '..' }}/{{ '..' }}/file.jinja": "x\n"}),
    "a path that climbs in one part": (
        "wants to write outside",
        {"{{ '..%cfile' % 47 }}.jinja": "x\n"},
    ),
    "a link that leads out": ("leads out", {"link": Link("../../outside")}),
    "an absolute link": ("leads out", {"link": Link("/etc/passwd")}),
    "a link whose target is rendered": ("leads out", {"link.jinja": Link("{{ '/etc' }}/passwd")}),
    "a link into the git folder": ("leads into git's", {"link": Link(".git/hooks")}),
    "a link into a git folder further down": ("leads into git's", {"a/b": Link("c/.GIT/hooks")}),
    "a file beneath a link": (
        "leads out",
        {"link": Link("../outside"), "{{ 'li' }}nk/file.jinja": "x\n"},
    ),
    "a file beneath a link into the git folder": (
        "wants to write outside|leads into",
        {"link": Link(".git/hooks"), "{{ 'li' }}nk/pre-commit.jinja": "#!/bin/sh\n"},
    ),
    "a folder that has become a link": (
        "leads out",
        {"folder": Link("../outside"), "folder/file.txt": ""},
    ),
    "an escape in a name": ("control characters", {"{{ '\x1b[2Jx' }}.jinja": "x\n"}),
    "a line break in a name": ("control characters", {"{{ 'a\nb' }}.jinja": "x\n"}),
    "an escape in the message": (
        "terminal escapes",
        {"copier.yml": f'{QUESTIONS}_message_after_update: "\\e[2J"\n'},
    ),
    "an escape in a rendered message": (
        "terminal escapes",
        {"copier.yml": f"{QUESTIONS}_message_after_update: \"{{{{ '\\\\x1b[2J' }}}}\"\n"},
    ),
    "an escape in the notes": ("terminal escapes", {"UPGRADES.yaml": '"2": {notes: ["\\e[2J"]}\n'}),
    "an escape in the name of a question": (
        "terminal escapes",
        {"copier.yml": f'{QUESTIONS}"a\\e[2J": x\n'},
    ),
    "an escape in the help of a question": (
        "terminal escapes",
        {"copier.yml": f'{QUESTIONS}a: {{type: str, default: x, help: "\\e[2J"}}\n'},
    ),
    "an escape in a choice": (
        "terminal escapes",
        {"copier.yml": f'{QUESTIONS}a: {{type: str, default: x, choices: [x, "\\e[2J"]}}\n'},
    ),
    "an escape in what a validator says": (
        r"name: 'Ann': \\x1b\[2J",
        {
            "copier.yml": QUESTIONS.replace(
                "default: Ann", "default: Ann, validator: \"{{ '\\\\x1b[2J' }}\""
            ),
        },
    ),
    "an escape in an error": (r"did not render: .*\\x1b", {"a.jinja": "{{ {}['\x1b[2J'].x }}"}),
    "an extension": (
        "pass --trust",
        {"copier.yml": f"{QUESTIONS}_jinja_extensions: [os.path.Extension]\n"},
    ),
    "data from outside": (
        "wants to read",
        {
            "copier.yml": f"{QUESTIONS}_external_data: {{stolen: ../secret.yml}}\n",
            "stolen.txt.jinja": "{{ _external_data.stolen }}\n",
        },
    ),
    "data from an absolute path": (
        "wants to read",
        {
            "copier.yml": f"{QUESTIONS}_external_data: {{stolen: SECRET}}\n",
            "stolen.txt.jinja": "{{ _external_data.stolen }}\n",
        },
    ),
    "an include from outside": (
        "did not render",
        {"stolen.txt.jinja": "{% include '../../secret.yml' %}\n"},
    ),
    "an include from an absolute path": (
        "did not render",
        {"stolen.txt.jinja": "{% include 'SECRET' %}\n"},
    ),
    "an include from outside in the questions": (
        "did not render|outside",
        {"copier.yml": f"{QUESTIONS}---\n!include ../../../**/secret.yml\n"},
    ),
    "a way out of the sandbox": (
        "is unsafe",
        {"a.txt.jinja": "{{ ''.__class__.__mro__[1].__subclasses__() }}\n"},
    ),
    "a folder of the template's that lies elsewhere": (
        "is forbidden",
        {"copier.yml": f"{QUESTIONS}_subdirectory: ../..\n"},
    ),
    "questions that are no YAML": ("copier.yml is no YAML", {"copier.yml": "a: [\n"}),
    "questions that are no mapping": ("did not render", {"copier.yml": "- a\n"}),
    "files that their attributes make no text of": (
        "git add failed",
        {".gitattributes.jinja": "*.md working-tree-encoding=UTF-16\n"},
    ),
}


@pytest.fixture
def arena(tmp_path: Path) -> Path:
    """A folder with a secret, and one that nobody may write to."""
    (tmp_path / "secret.yml").write_text("key: sk-secret\n", encoding="utf-8")
    (tmp_path / "outside").mkdir()
    return tmp_path


def make_template(arena: Path, *versions: Mapping[str, Content]) -> Path:
    """Make the repo of a template; an empty text takes a file away."""
    repo = arena / "template"
    repo.mkdir()
    run_git(repo, "init", "--quiet", "--initial-branch=main")
    for number, files in enumerate(versions, start=1):
        run_git(repo, "rm", "-r", "--quiet", "--force", "--ignore-unmatch", "--", ".")
        put_all(repo, {path: content for path, content in files.items() if content})
        run_git(repo, "add", "--all", "--force")
        run_git(repo, "commit", "--quiet", f"--message={number}")
        run_git(repo, "tag", f"v{number}")
    return repo


def make_project(arena: Path, template: Path, **answers: str) -> Path:
    """Make a project of the template's first version, with files of the user's in it."""
    folder = arena / "project"
    recorded = {"_commit": "v1", "_src_path": str(template), "name": "Ann", **answers}
    put_all(
        folder,
        {
            ".copier-answers.yml": "".join(f"{k}: {v}\n" for k, v in recorded.items()),
            "README.md": "read me\n",
            "folder/file.txt": "one\n",
            "folder/mine.txt": "MINE\n",
        },
    )
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message=made")
    put_all(folder, {"folder/untracked.txt": "MINE TOO\n"})
    return folder


def files_of(name: str, arena: Path) -> dict[str, Content]:
    """Return the files of a hostile version."""
    files = {**TAME, **HOSTILE[name][1]}
    places = {"SECRET": str(arena / "secret.yml"), "OUTSIDE": str(arena / "outside")}
    for word, place in places.items():
        files = {p: c.replace(word, place) if isinstance(c, str) else c for p, c in files.items()}
    return files


def require_refused(result: Result, reason: str, project: Path, before: object) -> None:
    """Fail unless a command said in one line why it did nothing."""
    assert result.code in {1, 2}, result
    assert re.fullmatch(rf"formfacts: .*(?:{reason}).*\n", result.err), result
    assert is_plain(result), result
    assert "sk-secret" not in result.out + result.err
    assert before == state(project)
    assert [] == list((project.parent / "outside").iterdir())
    assert not (project.parent / "file").exists()
    assert not (project / ".git/hooks/pre-commit").exists()


def is_plain(result: Result) -> bool:
    """Whether an output steers no terminal."""
    shown = (result.out + result.err).replace("\n", "")
    return not any(unicodedata.category(c) in {"Cc", "Cf"} for c in shown)


@pytest.mark.parametrize("command", ["status", "update", "update in place"])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_project_is_updated_to_a_hostile_version(
    arena: Path, formfacts: Formfacts, name: str, command: str
) -> None:
    """Each is refused before anything is written in the work tree."""
    template = make_template(arena, TAME, files_of(name, arena))
    project = make_project(arena, template)
    before = state(project)
    options = {"status": (), "update": ("--defaults",)}.get(command, ("--defaults", "--in-place"))
    result = formfacts(command.split(maxsplit=1)[0], *options, str(project))

    require_refused(result, HOSTILE[name][0], project, before)


# Nobody reads the notes of an old version.
OLD = [name for name in HOSTILE if name != "an escape in the notes"]


@pytest.mark.parametrize("command", ["status", "update --defaults", "promote --set name=Bob"])
@pytest.mark.parametrize("name", OLD)
def test_no_project_of_a_hostile_version_is_changed(
    arena: Path, formfacts: Formfacts, name: str, command: str
) -> None:
    """Such as one that plain Copier made."""
    template = make_template(arena, files_of(name, arena), TAME)
    project = make_project(arena, template)
    before = state(project)
    result = formfacts(*command.split(), str(project))

    require_refused(result, HOSTILE[name][0], project, before)
