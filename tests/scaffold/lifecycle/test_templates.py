"""Each template is opened once, however many projects it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.scaffold.lifecycle.generated import Generated, read_generated
from formfacts.scaffold.lifecycle.templates import Templates
from tests.scaffold.repos import make_repo


def project(folder: Path, source: str) -> Generated:
    """Make a project of a template."""
    text = f"_src_path: {source}\n_commit: v1\n"
    return read_generated(make_repo(folder, {"v1": {".copier-answers.yml": text}}))


def test_opens_once(tmp_path: Path) -> None:
    """Two projects of one template share it, and one of another has its own."""
    for name in ("one", "two"):
        make_repo(tmp_path / name, {"v1": {"a": name}})
    first, second = (project(tmp_path / f"p{n}", f"file://{tmp_path}/one") for n in (1, 2))
    other = project(tmp_path / "p3", f"file://{tmp_path}/two")

    with Templates() as templates:
        found = [templates.of(each) for each in (first, second, other)]
        assert found[0] is found[1] is not found[2]


def test_relative_folders_are_each_project_s_own(tmp_path: Path) -> None:
    """`../template` may be another one for every project."""
    for name in ("x", "y"):
        make_repo(tmp_path / name / "template", {"v1": {"a": name}})
    one, two = (project(tmp_path / name / "project", "../template") for name in ("x", "y"))

    with Templates() as templates:
        locations = [templates.of(each).location for each in (one, two)]
    assert [str(tmp_path / name / "template") for name in ("x", "y")] == locations


def test_closes_what_it_opened(tmp_path: Path) -> None:
    """No folder of a checkout stays behind."""
    make_repo(tmp_path / "template", {"v1": {"a": "a"}})
    with Templates() as templates:
        template = templates.of(project(tmp_path / "project", str(tmp_path / "template")))
        place = template.checkout(template.resolve("v1"))
        assert (place / "a").exists()

    assert not place.exists()


def test_another_place(tmp_path: Path) -> None:
    """Where the user says to read it from counts for every project."""
    make_repo(tmp_path / "template", {"v1": {"a": "a"}})
    moved = project(tmp_path / "project", "https://example.invalid/gone.git")

    with Templates(str(tmp_path / "template")) as templates:
        assert ("v1",) == templates.of(moved).versions()


def test_a_template_that_is_gone(tmp_path: Path) -> None:
    """Fails for the projects that need it, as often as it is asked for."""
    lost = project(tmp_path / "project", str(tmp_path / "gone"))

    with Templates() as templates:
        for _ in range(2):
            with pytest.raises(TemplateError, match="gone"):
                templates.of(lost)
