"""What a change can reach: never less than what it shows in, and little more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from formfacts.errors import UsageError
from formfacts.scaffold.git import commit_all, init
from formfacts.scaffold.render import Job, render
from formfacts.scaffold.snapshot import template_files
from formfacts.scaffold.source import Origin, template_root
from formfacts.smoke.cell import Combination
from formfacts.smoke.changed import changed_paths, reached
from formfacts.smoke.cover import cover
from formfacts.smoke.matrix import Matrix, read_matrix
from tests.foreign.templates import build
from tests.smoke.templates import lay_out

Shows = dict[str, set[str]]


def everything(root: Path) -> tuple[Matrix, tuple[Combination, ...]]:
    """Return the matrix of a template and all its combinations."""
    matrix = read_matrix(root)
    return matrix, cover(matrix, "all").combinations


def by_path(root: Path, paths: Sequence[str]) -> dict[str, list[str]]:
    """Return which combinations a change of each file reaches."""
    matrix, combinations = everything(root)
    found = reached(matrix.questionnaire, combinations, paths).by_path
    return {path: list(names) for path, names in found.items()}


def where_it_shows(root: Path, folder: Path) -> Shows:
    """Change every file but copier.yml, render every combination, and see where each change shows.

    A change is a mark of its own at the end of the file; it shows where the mark comes out.
    """
    paths = [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and ".git" not in path.parts
    ]
    marks = {
        path.relative_to(root).as_posix(): b"zz%dzz" % number
        for number, path in enumerate(paths)
        if path.name != "copier.yml"
    }
    _, combinations = everything(root)
    for name, mark in marks.items():
        (root / name).write_bytes((root / name).read_bytes() + mark)
    shows: Shows = {name: set() for name in marks}
    for combination in combinations:
        output = rendered(root, combination, folder / combination.id)
        for name, mark in marks.items():
            if mark in output:
                shows[name].add(combination.id)
    return shows


def rendered(root: Path, combination: Combination, folder: Path) -> bytes:
    """Return the content of every file that Copier renders for a combination."""
    render(Job(root, Origin(str(root), "v1.0.0", ""), data=combination.answers), folder)
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.slow
def test_our_template_file_by_file(tmp_path: Path) -> None:
    """A change of a file reaches exactly the combinations in which it shows."""
    root = tmp_path / "ours"
    for file in template_files(template_root()):
        (root / file.path).parent.mkdir(parents=True, exist_ok=True)
        (root / file.path).write_bytes(file.content)
    (root / "UPGRADES.yaml").unlink()
    shows = where_it_shows(root, tmp_path)
    found = by_path(root, list(shows))

    assert shows == {path: set(names) for path, names in found.items()}
    assert 100 < len(shows)


@pytest.mark.parametrize("name", ["library", "service", "ci"])
def test_foreign_templates_file_by_file(name: str, tmp_path: Path) -> None:
    """A change of a file reaches at least the combinations in which it shows."""
    root = build(name, tmp_path)
    shows = where_it_shows(root, tmp_path)
    found = by_path(root, list(shows))

    assert {} == {
        path: shows[path] - set(found[path]) for path in shows if shows[path] - set(found[path])
    }


ODD = {
    "copier.yml": """\
_subdirectory: template
_exclude:
  - "*.secret"
  - "{% if not docs %}docs/*{% endif %}"
  - "!docs/index.md"
  - |
    {% if kind == 'app' %}
    lib
    {% endif %}
docs: {type: bool}
kind: {type: str, choices: [app, lib]}
extra: {type: bool, when: "{{ kind == 'lib' }}", default: false}
""",
    "template/plain.txt": "plain",
    "template/both.txt": "the plain one, which is never used",
    "template/both.txt.jinja": "the rendered one",
    "template/hidden.secret": "never",
    "template/docs/index.md": "always",
    "template/docs/more.md": "with docs",
    "template/lib/code.py": "for a lib",
    "template/{% if extra %}extra{% endif %}/deep/file.txt": "with extra",
    "template/{{ kind }}.txt.jinja": "{% include 'parts/' ~ kind ~ '.txt' %}",
    "template/nested.txt.jinja": "{% if docs %}{% include 'parts/outer.txt' %}{% endif %}",
    "template/base.txt.jinja": "{% extends 'parts/base.txt' %}{% block a %}here{% endblock %}",
    "template/macro.txt.jinja": "{% from 'parts/macros.txt' import hello %}{{ hello() }}",
    "template/list.txt.jinja": "{% include ['parts/' ~ kind ~ '-own.txt', 'parts/any.txt'] %}",
    "parts/app.txt": "app",
    "parts/lib.txt": "lib",
    "parts/lib-own.txt": "lib",
    "parts/any.txt": "any",
    "parts/outer.txt": "outer {% include 'parts/inner.txt' %}",
    "parts/inner.txt": "inner",
    "parts/base.txt": "base {% block a %}{% endblock %}",
    "parts/macros.txt": "{% macro hello() %}hello{% endmacro %}",
    "parts/unused.txt": "unused",
    "README.md": "of the template",
}


def odd(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """Write a template with odd names, patterns and includes; `files` come on top."""
    root = lay_out(folder / "odd", {**ODD, **(files or {})})
    (root / "template/linked.txt").symlink_to("../parts/unused.txt")
    return root


def test_odd_templates_file_by_file(tmp_path: Path) -> None:
    """Conditions in names and patterns, includes of includes, links: no change is missed."""
    root = odd(tmp_path)
    shows = where_it_shows(root, tmp_path)
    found = {path: set(names) for path, names in by_path(root, list(shows)).items()}

    # The first is not placed, and what stands outside a macro or a block puts no mark out.
    unsaid = {"README.md", "parts/macros.txt", "template/base.txt.jinja"}
    assert {path: shows[path] for path in shows if path not in unsaid} == {
        path: names for path, names in found.items() if path not in unsaid
    }
    assert {6} == {len(found[path]) for path in unsaid}


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("copier.yml", 6),
        ("copier.yaml", 6),
        ("smoke.yml", 6),
        ("template/docs/gone.md", 3),
        ("template/lib/gone.py", 4),
        ("template/{% if extra %}gone.txt{% endif %}.jinja", 2),
        ("template/gone.secret", 0),
        ("parts/app-own.txt", 2),
        ("parts/gone.txt", 0),
        ("template/linked.txt", 6),
        ("template", 6),
    ],
)
def test_files_that_are_not_there(tmp_path: Path, path: str, count: int) -> None:
    """A file that was deleted is judged by its name; one that would be included counts too."""
    assert count == len(by_path(odd(tmp_path), [path])[path])


def test_what_cannot_be_followed_reaches_all(tmp_path: Path) -> None:
    """A task with the template's path can read any file, and so can an expression that includes."""
    task = ODD["copier.yml"] + '_tasks: ["cat {{ _copier_conf.src_path }}/template/x.secret"]\n'
    including = (
        ODD["copier.yml"] + "late: {when: false, default: \"{% include 'parts/any.txt' %}\"}\n"
    )

    for number, text in enumerate((task, including)):
        root = odd(tmp_path / str(number), {"copier.yml": text})
        assert 6 == len(by_path(root, ["template/hidden.secret"])["template/hidden.secret"])


def test_a_file_that_does_not_render_reaches_its_combination(tmp_path: Path) -> None:
    """What it includes cannot be told; its own check will say that it is broken."""
    files = {"template/broken.txt.jinja": "{{ nothing.at.all }}{% include 'parts/unused.txt' %}"}

    assert 6 == len(by_path(odd(tmp_path, files), ["parts/app.txt"])["parts/app.txt"])


def test_names_with_loops_are_in_all_their_combinations(tmp_path: Path) -> None:
    """Copier's `yield` makes a file into several; an include in it cannot be told."""
    name = (
        "template/{% if docs %}each{% endif %}/{% yield x from [1, 2] %}{{ x }}{% endyield %}.txt"
    )
    including = {f"{name}.jinja": "{% include 'parts/unused.txt' %}"}

    assert 3 == len(by_path(odd(tmp_path), [name])[name])
    found = by_path(odd(tmp_path / "more", including), ["parts/app.txt"])["parts/app.txt"]
    assert 2 + 2 == len(found)  # two for an app, and those with docs among the others


def test_unrelated_files_reach_nothing(tmp_path: Path) -> None:
    """What the author names as such is left out of account."""
    matrix, combinations = everything(odd(tmp_path))
    paths = ["docs/guide.md", "README.md", "parts/app.txt"]
    found = reached(matrix.questionnaire, combinations, paths, unrelated=["docs/", "/*.md"])

    assert {"parts/app.txt"} == set(found.by_path)
    assert {"app"} == {combination.answers["kind"] for combination in found.combinations}


def test_a_combination_that_cannot_be_worked_out_is_reached(tmp_path: Path) -> None:
    """Where its patterns fail so will its rendering, which is for the checks to say."""
    failing = "\"{% if kind == 'lib' %}{{ nothing.at.all }}{% endif %}\""
    text = ODD["copier.yml"].replace("_exclude:", f"_exclude:\n  - {failing}")
    path = "template/hidden.secret"
    found = by_path(odd(tmp_path, {"copier.yml": text}), [path])[path]

    assert ["lib"] * 4 == [part for name in found for part in name.split("-") if part == "lib"]
    assert 4 == len(found)


def test_links_to_links_are_followed(tmp_path: Path) -> None:
    """A file shows wherever links lead to it, over folders that are not rendered themselves."""
    root = odd(tmp_path)
    lay_out(root, {"template/lib/real.txt": "for a lib"})
    (root / "shared").mkdir()
    (root / "shared/alias.txt").symlink_to("../template/lib/real.txt")
    (root / "template/all").symlink_to("../shared")

    path = "template/lib/real.txt"
    assert 6 == len(by_path(root, [path])[path])
    assert b"for a lib" in rendered(
        root, Combination("a", {"docs": False, "kind": "app"}), tmp_path / "a"
    )


def test_patterns_that_are_none(tmp_path: Path) -> None:
    """A wrong pattern in smoke.yml is the author's to mend."""
    matrix, combinations = everything(odd(tmp_path))

    with pytest.raises(UsageError, match="unrelated: "):
        reached(matrix.questionnaire, combinations, ["a"], unrelated=["!"])


def test_links_in_circles_reach_all(tmp_path: Path) -> None:
    """A link to its own folder gives a file names without end."""
    root = odd(tmp_path)
    (root / "parts/self").symlink_to(".")

    assert 6 == len(by_path(root, ["parts/app.txt"])["parts/app.txt"])


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository in whose folder `inner` a template lies."""
    root = tmp_path / "repo"
    lay_out(root, {"other.txt": "a", "inner/copier.yml": "a: 1", "inner/t/ä b.txt": "a"})
    lay_out(root, {"inner/t/gone.txt": "a", "inner/.gitignore": "*.log"})
    init(root)
    commit_all(root)
    return root


def test_changed_deleted_and_new_files(repo: Path) -> None:
    """By their names below the template's root; what git ignores is nobody's change."""
    inner = repo / "inner"
    (inner / "t/ä b.txt").write_text("b", encoding="utf-8")
    (inner / "t/gone.txt").rename(inner / "t/moved.txt")
    lay_out(repo, {"inner/new.txt": "n", "inner/x.log": "x", "other.txt": "b"})

    assert ("new.txt", "t/gone.txt", "t/moved.txt", "t/ä b.txt") == changed_paths(inner, "HEAD")


def test_committed_changes_count_since_the_commit(repo: Path) -> None:
    """The work tree is compared with the commit, whatever was committed since."""
    (repo / "inner/copier.yml").write_text("b: 1", encoding="utf-8")
    commit_all(repo)

    assert () == changed_paths(repo / "inner", "HEAD")
    assert ("copier.yml",) == changed_paths(repo / "inner", "HEAD~1")


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", "", "HEAD:inner"])
def test_commits_there_are_not(repo: Path, ref: str) -> None:
    """Nothing is taken for an option of git's; a file is no commit."""
    with pytest.raises(UsageError, match="no such commit"):
        changed_paths(repo, ref)
    assert not (repo / "x").exists()
