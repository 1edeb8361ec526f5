"""Renderings are kept in the project's repo, and found again as long as they are the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from formfacts.scaffold.lifecycle.generated import Generated, read_generated
from formfacts.scaffold.lifecycle.rendered import (
    RENDERS,
    Rendered,
    Wanted,
    find_rendered,
    forget_rendered,
    have_rendered,
)
from formfacts.scaffold.lifecycle.templates import Templates
from formfacts.scaffold.merge.blobs import read_blobs
from formfacts.scaffold.records import write_record
from formfacts.scaffold.source import Origin
from tests.scaffold.lifecycle.desk import desk
from tests.scaffold.lifecycle.shelf import Shelf, edit, everything
from tests.scaffold.repos import run_git

ORIGIN = Origin("gh:ann/tpl", "v1", "1" * 40)
WANTED = Wanted(ORIGIN, {"name": "Desk"}, ".copier-answers.yml")


@pytest.fixture
def project(shelf: Shelf, tmp_path: Path) -> Generated:
    """A desk of the first version."""
    return read_generated(shelf.copy(tmp_path / "project", desk(shelf), "v1"))


def wanted(project: Generated, version: str | None = None) -> Wanted:
    """Want what the project was made from, or what it becomes."""
    with Templates() as templates:
        template = templates.of(project)
        old = template.resolve(project.version)
        new = template.resolve(version or project.version)
    found = Wanted(old, project.answers, project.answers_file)
    return found if old == new else replace(found, origin=new, older=old)


def have(project: Generated, want: Wanted, *, keep: bool = True) -> Rendered:
    """Have it rendered."""
    with Templates() as templates:
        checkout = templates.of(project).checkout
        return have_rendered(project.repo, project.folder, want, checkout, keep=keep)


def have_kept(project: Generated, want: Wanted) -> Rendered:
    """Have it without a template to render it from."""

    def checkout(origin: Origin) -> Path:
        raise AssertionError(origin)

    return have_rendered(project.repo, project.folder, want, checkout, keep=True)


def kept(project: Generated) -> list[str]:
    """Return the keys of the renderings that are kept."""
    listed = run_git(project.folder, "for-each-ref", "--format=%(refname)", RENDERS)
    return [ref.rpartition("/")[2] for ref in listed.split()]


@pytest.mark.parametrize(
    "change",
    [
        {"origin": replace(ORIGIN, version="v2")},
        {"origin": replace(ORIGIN, commit="2" * 40)},
        {"answers": {"name": "Chair"}},
        {"answers": {"name": 1}},
        {"answers_file": "other.yml"},
        {"older": ORIGIN},
        {"data": {"name": "Desk"}},
    ],
)
def test_key_tells_renderings_apart(change: dict[str, Any]) -> None:
    """Whatever makes the files others makes the key another."""
    assert WANTED.key != replace(WANTED, **change).key
    assert WANTED.key == replace(WANTED).key


def test_renders_the_project(project: Generated) -> None:
    """The rendering holds what Copier generated, ignored files too."""
    made = have(project, wanted(project))
    contents = read_blobs(project.repo, [entry.oid for entry in made.tree.values()])

    on_disk = everything(project.folder)
    assert {path: contents[entry.oid] for path, entry in made.tree.items()} == {
        path: content for path, (_, content) in on_disk.items() if not path.startswith(".git/")
    }
    assert (("secret.key",), ("diary.txt",)) == (made.ignored, made.skip)


def test_is_found_again(project: Generated) -> None:
    """All that is known of it, notes and answers too."""
    want = wanted(project, "v3")
    made = have(project, want)

    assert made == have_kept(project, want)
    assert [want.key] == kept(project)


def test_is_not_pruned(project: Generated) -> None:
    """Git's own cleaning up leaves it alone."""
    want = wanted(project)
    made = have(project, want)
    run_git(project.folder, "gc", "--quiet", "--prune=now")

    assert made == have_kept(project, want)


def test_is_kept_on_demand(project: Generated) -> None:
    """An update that goes ahead keeps another one."""
    have(project, wanted(project), keep=False)

    assert [] == kept(project)


@pytest.mark.parametrize("way", ["ask", "trust"])
def test_what_may_differ_is_neither_kept_nor_found(project: Generated, way: str) -> None:
    """Questions may be answered otherwise, commands may do something else."""
    want = wanted(project)
    have(project, want)
    different = replace(want, **{way: True})  # type: ignore[arg-type]

    assert not different.lasting
    with pytest.raises(AssertionError):
        have_kept(project, different)


@pytest.mark.parametrize("garbage", [{}, {"oid": 1, "upgrades": []}, {"upgrades": 3}, [1], "text"])
def test_what_another_version_kept_is_not_found(project: Generated, garbage: Any) -> None:  # noqa: ANN401
    """It is rendered anew, as if nothing were there."""
    want = wanted(project)
    tree = run_git(project.folder, "rev-parse", "HEAD^{tree}")
    record = write_record(project.repo, garbage, {"files": tree})
    run_git(project.folder, "update-ref", f"{RENDERS}/{want.key}", record)

    assert None is find_rendered(project.repo, want.key)
    assert have(project, want) == have_kept(project, want)


def test_forgets_all_but_some(project: Generated) -> None:
    """Old renderings do not pile up."""
    for version in ("v1", "v2", "v3"):
        have(project, wanted(project, version))
    forget_rendered(project.repo, keep={wanted(project, "v2").key})

    assert [wanted(project, "v2").key] == kept(project)
    forget_rendered(project.repo, keep=set())
    forget_rendered(project.repo, keep=set())
    assert [] == kept(project)


def test_the_projects_attributes_count(project: Generated) -> None:
    """The user's rule about line endings makes no file differ."""
    edit(project.folder, _gitattributes="*.txt eol=crlf\n")
    run_git(project.folder, "rm", "--quiet", "--cached", "-r", ".")
    run_git(project.folder, "reset", "--quiet", "--hard")
    (project.folder / "guide.txt").write_bytes(b"crlf\r\n")
    again = read_generated(edit(project.folder))
    made = have(again, wanted(again))

    assert ".gitattributes" not in made.tree
    assert b"\r" not in read_blobs(again.repo, [made.tree["guide.txt"].oid]).popitem()[1]


@pytest.mark.parametrize("team", ["owner: ann\n", None])
def test_external_data_is_not_kept(shelf: Shelf, tmp_path: Path, team: str | None) -> None:
    """A file of the user's that takes part in the rendering may come or change at any time."""
    folder = shelf.copy(tmp_path / "project", shelf.foreign("service"), "v1.0.0")
    edit(folder, **({"team_yml": team} if team else {}))
    project = read_generated(folder, ".template/service.yml")
    made = have(project, wanted(project))

    assert "team.yml" not in made.tree
    assert [] == kept(project)
