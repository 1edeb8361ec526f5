"""Rendering with Copier: what comes out, and what is refused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from formfacts.errors import AnswerError, TemplateError
from formfacts.scaffold.refuse import rendered
from formfacts.scaffold.render import Job, render_new
from formfacts.scaffold.source import PUBLIC_SOURCE, working_origin
from tests.scaffold.tiny import tiny_template


def out(root: Path, folder: Path, **answers: object) -> dict[str, object]:
    """Render with the given answers and defaults for the rest."""
    return dict(render_new(Job(root, working_origin(), data=answers), folder).answers)


def test_renders_files_and_returns_the_answers(tmp_path: Path) -> None:
    """The folder holds the rendered files; the answers include the computed ones."""
    folder = tmp_path / "out"

    used = out(tiny_template(tmp_path / "template"), folder, approach="finetune")

    names = [str(path.relative_to(folder)) for path in rendered(folder)]
    assert [".copier-answers.yml", "name.txt", "run.sh"] == names
    assert "Tiny by finetune\n" == (folder / "name.txt").read_text(encoding="utf-8")
    assert {"project_name": "Tiny", "approach": "finetune", "rag": False} == used


def test_our_defaults_come_before_the_template_s(tmp_path: Path) -> None:
    """A default of ours is taken as it stands, braces and all."""
    root = tiny_template(tmp_path / "template")

    job = Job(root, working_origin(), defaults={"project_name": "{{ 7 }}"})

    used = render_new(job, tmp_path / "out")

    assert "{{ 7 }}" == used.answers["project_name"]


def test_answers_file_names_the_public_source(tmp_path: Path) -> None:
    """However long the path that it was rendered from, the answers file names the public one."""
    root = tiny_template(tmp_path / "a path with spaces that yaml folds" / ("long " * 20).strip())

    out(root, tmp_path / "out")

    assert (tmp_path / "out" / ".copier-answers.yml").read_text(encoding="utf-8") == (
        "# Kept by the template.\n"
        f"_commit: {working_origin().version}\n_src_path: {PUBLIC_SOURCE}\n"
        "approach: rag\nproject_name: Tiny\n"
    )


def test_a_git_checkout_is_rendered_as_it_lies(tmp_path: Path) -> None:
    """Neither an old tag nor the last commit is rendered, but the files in the work tree."""
    root = tiny_template(tmp_path / "template", **{"template/old.txt": "old"})
    for command in ("init -q", "add -A", "-c user.name=a -c user.email=b commit -qm x", "tag v9"):
        subprocess.run(["git", *command.split()], cwd=root, check=True)
    (root / "template/old.txt").unlink()
    (root / "template/new.txt").write_text("new", encoding="utf-8")

    out(root, tmp_path / "out")

    assert (tmp_path / "out/new.txt").exists()
    assert not (tmp_path / "out/old.txt").exists()


def test_what_tools_left_in_the_template_stays_there(tmp_path: Path) -> None:
    """Caches in a checkout's template folder are not rendered."""
    left = {"template/.cache/a": "", "template/x/__pycache__/b.pyc": "", "template/.venv/c": ""}
    root = tiny_template(tmp_path / "template", **left)

    out(root, tmp_path / "out")

    names = [str(path.relative_to(tmp_path / "out")) for path in rendered(tmp_path / "out")]
    assert [".copier-answers.yml", "name.txt", "run.sh", "x"] == names


def test_a_read_only_template_makes_a_writable_project(tmp_path: Path) -> None:
    """Modes are those of a clone: executable or not, nothing else of the template's own."""
    root = tiny_template(tmp_path / "template")
    for path in rendered(root / "template"):
        path.chmod(0o555 if path.name == "run.sh" else 0o400)

    out(root, tmp_path / "out")

    modes = {path.name: path.stat().st_mode & 0o777 for path in rendered(tmp_path / "out")}
    assert {".copier-answers.yml": 0o644, "name.txt": 0o644, "run.sh": 0o755} == modes


@pytest.mark.parametrize("part", [".git", ".GIT"])
def test_template_that_writes_into_git_is_refused(tmp_path: Path, part: str) -> None:
    """A path with a `.git` part would plant hooks in the user's repo."""
    questions = "_subdirectory: template\nproject_name: Tiny\napproach: rag\n"
    path = f"template/{{{{ '{part}' }}}}/config"
    root = tiny_template(tmp_path / "template", **{"copier.yml": questions, path: ""})

    with pytest.raises(TemplateError, match=f"wants to write {part}: refused"):
        out(root, tmp_path / "out")


def test_template_with_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    """A link to outside the project would give later writes a way out."""
    questions = "_preserve_symlinks: true\n_subdirectory: template\nproject_name: T\napproach: a\n"
    root = tiny_template(tmp_path / "template", **{"copier.yml": questions})
    (root / "template/away").symlink_to("../../..")

    with pytest.raises(TemplateError, match="link away leads out of the project: refused"):
        out(root, tmp_path / "out")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"template/a.jinja": "{% if %}"}, "the template did not render: "),
        (
            {"template/a.jinja": "{{ 1 / 0 }}"},
            "the template did not render: template/a.jinja:1: division by zero",
        ),
        ({"copier.yml": "_tasks: [date]\n_subdirectory: template"}, "the template has tasks"),
        ({"copier.yml": "_answers_file: elsewhere\n_subdirectory: template"}, "the template rend"),
    ],
)
def test_broken_template_is_said_plainly(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    """Whatever is wrong with a template becomes one error of ours."""
    root = tiny_template(tmp_path / "template", **files)

    with pytest.raises(TemplateError) as caught:
        out(root, tmp_path / "out")

    assert message == str(caught.value)[: len(message)]


def test_answer_that_a_validator_rejects_names_question_and_value(tmp_path: Path) -> None:
    """The template's own words, after the question and the value."""
    root = tiny_template(tmp_path / "template")

    with pytest.raises(AnswerError) as caught:
        out(root, tmp_path / "out", project_name="cursed", approach="rag")

    assert "approach: 'rag': Not for the cursed." == str(caught.value)
