"""A project is what its answers file says it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import FormfactsError, GitError, InputFileError, UsageError
from formfacts.scaffold.lifecycle.generated import find_answers_files, read_generated
from tests.scaffold.repos import make_repo, run_git

SAID = "# Kept.\n_commit: v1.2\n_src_path: gh:ann/tpl\nname: Tiny\nsize: 3\n"
ANSWERS = ".copier-answers.yml"


def project(folder: Path, **files: str) -> Path:
    """Make a repo with answers files; `name` stands for `.copier-answers.name.yml`."""
    named = {f".copier-answers.{name}.yml": text for name, text in files.items()}
    return make_repo(folder / "project", {"v1": {"a.txt": "a", **named}})


def test_reads_the_answers_file(tmp_path: Path) -> None:
    """What begins with an underscore is about the template, all else are answers."""
    folder = make_repo(tmp_path / "project", {"v1": {ANSWERS: SAID}})
    found = read_generated(folder)

    assert ("gh:ann/tpl", "v1.2", ANSWERS) == (found.source, found.version, found.answers_file)
    assert {"name": "Tiny", "size": 3} == found.answers
    assert (folder, folder) == (found.folder, found.repo.top)


def test_a_project_may_lie_deeper_in_a_repo(tmp_path: Path) -> None:
    """As in a monorepo."""
    folder = make_repo(tmp_path / "mono", {"v1": {f"apps/chat/{ANSWERS}": SAID}})

    assert "apps/chat/" == read_generated(folder / "apps/chat").repo.prefix


def test_the_usual_name_comes_first(tmp_path: Path) -> None:
    """Of several answers files that of the first template is meant, unless another is named."""
    folder = make_repo(
        tmp_path / "project", {"v1": {ANSWERS: SAID, ".copier-answers.ci.yml": SAID}}
    )

    assert ANSWERS == read_generated(folder).answers_file
    assert ".copier-answers.ci.yml" == read_generated(folder, ".copier-answers.ci.yml").answers_file
    assert [".copier-answers.ci.yml", ANSWERS] == find_answers_files(folder)


def test_a_single_file_of_another_name_will_do(tmp_path: Path) -> None:
    """There is nothing to choose from."""
    assert ".copier-answers.ci.yml" == read_generated(project(tmp_path, ci=SAID)).answers_file


@pytest.mark.parametrize("name", ["./sub/../.copier-answers.yml", "ABSOLUTE"])
def test_the_file_may_be_named_in_other_ways(tmp_path: Path, name: str) -> None:
    """Whatever the user types, the project knows it by its path from there."""
    folder = make_repo(tmp_path / "project", {"v1": {ANSWERS: SAID, "sub/a": "a"}})

    assert (
        ANSWERS
        == read_generated(folder, name.replace("ABSOLUTE", f"{folder}/{ANSWERS}")).answers_file
    )


def test_several_files_are_a_choice(tmp_path: Path) -> None:
    """The error lists them."""
    with pytest.raises(UsageError, match=r"\(\.copier-answers\.ci\.yml, \.copier-answers\.py\.yml"):
        read_generated(project(tmp_path, ci=SAID, py=SAID))


@pytest.mark.parametrize("name", ["../outside.yml", "/etc/hostname", "link.yml"])
def test_a_file_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    """The answers file is one of the project's own files, and no link out of it."""
    folder = make_repo(tmp_path / "project", {"v1": {ANSWERS: SAID}})
    (tmp_path / "outside.yml").write_text(SAID)
    (folder / "link.yml").symlink_to("../outside.yml")

    with pytest.raises(UsageError, match="is not in"):
        read_generated(folder, name)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("_commit: v1\n", "has no _src_path"),
        ("_src_path: [gh:a/b]\n_commit: v1\n", "has no _src_path"),
        ("_src_path: gh:a/b\n", "has no usable _commit"),
        ("_src_path: gh:a/b\n_commit: 1.0\n", "has no usable _commit"),
        ("_src_path: gh:a/b\n_commit: --exec=x\n", "has no usable _commit"),
        ("{", "answers"),
        ("- a\n", "answers"),
        ("<<<<<<< yours\n_commit: v1\n", "answers"),
    ],
)
def test_a_garbled_file_is_an_error(tmp_path: Path, text: str, why: str) -> None:
    """The error names the file, and what it lacks."""
    with pytest.raises(InputFileError, match=why):
        read_generated(project(tmp_path, ci=text))


def test_no_answers_file(tmp_path: Path) -> None:
    """The error says what kind of folder is wanted."""
    with pytest.raises(UsageError, match=r"has no \.copier-answers\.yml: name the folder"):
        read_generated(tmp_path)


def test_no_repo(tmp_path: Path) -> None:
    """Without git there would be no way back."""
    (tmp_path / ANSWERS).write_text(SAID)

    with pytest.raises(GitError, match="run git init"):
        read_generated(tmp_path)


def test_no_commit(tmp_path: Path) -> None:
    """Neither would there without a commit."""
    (tmp_path / ANSWERS).write_text(SAID)
    run_git(tmp_path, "init", "--quiet")

    with pytest.raises(FormfactsError, match="commit your work first"):
        read_generated(tmp_path)
