"""Our own template: updated and promoted repos are those that would be generated today."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from formfacts.scaffold.git import git, init_with_commit
from formfacts.scaffold.refuse import rendered
from formfacts.scaffold.render import Job, render_new
from formfacts.scaffold.source import PUBLIC_SOURCE, working_origin
from formfacts.scaffold.template import Template, open_template
from tests.conftest import Formfacts
from tests.template.projects import APPROACHES, run

MOVES = list(itertools.permutations(APPROACHES, 2))
RECORD = re.compile(r"docs/decisions/\d+-.*\.md")


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    """The releases of our template, and its working state."""
    with open_template(PUBLIC_SOURCE) as opened:
        yield opened


def generate(template: Template, version: str, folder: Path, approach: str) -> Path:
    """Make a project of one version, committed as `formfacts new` does."""
    origin = template.resolve(version)
    answers = {"project_name": "Test project", "approach": approach}
    render_new(Job(template.checkout(origin), origin, data=answers), folder)
    init_with_commit(folder)
    return folder


def content(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return mode and bytes of every file but git's own and the decision records."""
    paths = [path for path in rendered(folder) if path.is_file()]
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {
        name: (path.stat().st_mode, path.read_bytes())
        for name, path in named.items()
        if not name.startswith(".git/") and not RECORD.fullmatch(name)
    }


def versions() -> list[str]:
    """Return the releases, and the working state if that is ahead of them."""
    with open_template(PUBLIC_SOURCE) as opened:
        return list(dict.fromkeys([*opened.versions(), working_origin().version]))


@pytest.mark.parametrize("approach", APPROACHES)
@pytest.mark.parametrize(("old", "new"), list(itertools.combinations(versions(), 2)))
def test_an_unedited_project_updates_to_what_is_generated_today(
    template: Template, formfacts: Formfacts, tmp_path: Path, old: str, new: str, approach: str
) -> None:
    """From each release to each later one, files and modes are those of a new project."""
    project = generate(template, old, tmp_path / "project", approach)
    fresh = generate(template, new, tmp_path / "fresh", approach)

    done = formfacts("update", str(project), "--to", new, "--defaults")

    assert (0, "") == (done.code, done.err)
    assert content(fresh) == content(project)
    assert "" == git(project, "status", "--porcelain").stdout


@pytest.mark.parametrize(("start", "end"), MOVES, ids=["-to-".join(move) for move in MOVES])
def test_an_unedited_project_promotes_to_what_is_generated_today(
    template: Template, formfacts: Formfacts, tmp_path: Path, start: str, end: str
) -> None:
    """Each of the twelve moves ends in the files of that approach, and in one more record."""
    version = working_origin().version
    project = generate(template, version, tmp_path / "project", start)
    fresh = generate(template, version, tmp_path / "fresh", end)

    done = formfacts("promote", str(project), "--to", end, "--because", "the cases say so")

    assert (0, "") == (done.code, done.err)
    assert content(fresh) == content(project)
    records = sorted(path.name for path in (project / "docs/decisions").glob("*.md"))
    assert ["0001-approach.md", f"0002-promote-to-{end}.md"] == records
    assert f"# 1. The approach: {start}" in (project / "docs/decisions/0001-approach.md").read_text(
        encoding="utf-8"
    )
    assert "the cases say so" in (project / "docs/decisions" / records[1]).read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("approach", APPROACHES)
def test_there_and_back_again_is_where_it_began(
    template: Template, formfacts: Formfacts, tmp_path: Path, approach: str
) -> None:
    """Promoting to hybrid and back changes nothing, answers that were hidden included."""
    project = generate(template, working_origin().version, tmp_path / "project", approach)
    before = content(project)
    away = "rag" if approach == "hybrid" else "hybrid"

    formfacts("promote", str(project), "--to", away)
    done = formfacts("promote", str(project), "--to", approach)

    assert 0 == done.code
    assert before == content(project)


EDITS = {
    "prompts/system.md": "\nMention the opening hours where they matter.\n",
    "settings.yaml": "\n# Our own note on these settings.\n",
    "app/rag/stores/sqlite.py": "\n\n# Reviewed by the storage team.\n",
    "README.md": "\n## Our own section\n\nAsk the team in the usual channel.\n",
}


@pytest.mark.slow
def test_an_edited_rag_project_becomes_a_hybrid_one_that_works(
    template: Template, formfacts: Formfacts, tmp_path: Path
) -> None:
    """Edits in prompt, settings, store and README stay, and the repo's own checks and demo pass."""
    project = generate(template, working_origin().version, tmp_path / "project", "rag")
    for path, text in EDITS.items():
        with (project / path).open("a", encoding="utf-8") as file:
            file.write(text)
    git(project, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "Ours")

    done = formfacts("promote", str(project), "--to", "hybrid")

    assert (0, "") == (done.code, done.err)
    found = {
        path: text in (project / path).read_text(encoding="utf-8") for path, text in EDITS.items()
    }
    assert dict.fromkeys(EDITS, True) == found
    assert " passed" in run(project, "make", "test").stdout
    assert 2 == run(project, "make", "demo").stdout.count("\n> ")


def test_demoting_keeps_every_edited_file(
    template: Template, formfacts: Formfacts, tmp_path: Path
) -> None:
    """From hybrid to prompt, edited files of both parts stay, each listed as a conflict."""
    project = generate(template, working_origin().version, tmp_path / "project", "hybrid")
    edited = ["app/rag/stores/sqlite.py", "app/finetune/dataset.py", "prompts/form.md"]
    for path in edited:
        with (project / path).open("a", encoding="utf-8") as file:
            file.write("\n# ours\n")
    git(project, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "Ours")

    done = formfacts("promote", str(project), "--to", "prompt")

    assert 3 == done.code
    assert dict.fromkeys(edited, True) == {
        path: "# ours" in (project / path).read_text(encoding="utf-8") and f"`{path}`" in done.out
        for path in edited
    }
    shutil.rmtree(project)
