"""Versions of templates of any origin, and the files of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.scaffold import template as template_module
from formfacts.scaffold.source import PUBLIC_SOURCE, Origin, template_root, working_origin
from formfacts.scaffold.template import Template, open_template
from tests.scaffold.repos import commit, contents, make_bundle, make_repo, run_git

VERSIONS = {
    "v1.0": {"copier.yml": "{}", "a.txt": "one"},
    "v1.10": {"copier.yml": "{}", "a.txt": "ten\r\n", "b/c.txt": "new"},
    "v1.2": {"copier.yml": "{}", "a.txt": "two"},
    "nightly": {"copier.yml": "{}", "a.txt": "night"},
    "v2.0rc1": {"copier.yml": "{}", "a.txt": "candidate"},
    "-untagged": {"copier.yml": "{}", "a.txt": "head"},
}
KINDS = ("folder", "bare", "bundle", "file URL", "annotated", "annotated bundle")


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repo with versions whose order is not that of their commits."""
    return make_repo(tmp_path_factory.mktemp("template") / "repo", VERSIONS)


@pytest.fixture(params=KINDS)
def template(request: pytest.FixtureRequest, repo: Path, tmp_path: Path) -> Iterator[Template]:
    """The same template, as each kind of thing that it may be read from."""
    if "annotated" in request.param:
        repo = make_repo(tmp_path / "annotated", VERSIONS, annotated=True)
    match request.param:
        case "bare":
            source = repo / ".git"
        case "bundle" | "annotated bundle":
            source = make_bundle(repo, tmp_path / "template.bundle")
        case _:
            source = repo
    prefix = "file://" if request.param == "file URL" else ""
    with open_template(f"{prefix}{source}") as opened:
        yield opened


def test_versions_are_in_order(template: Template) -> None:
    """PEP 440's order, pre-releases included, other tags not."""
    assert ("v1.0", "v1.2", "v1.10", "v2.0rc1") == template.versions()


def test_latest_is_no_pre_release(template: Template) -> None:
    """What an update goes to unless told otherwise."""
    assert "v1.10" == template.latest()


def test_each_version_has_its_own_files(template: Template) -> None:
    """Byte for byte, and nothing of git's beside them."""
    found = {
        tag: contents(template.checkout(template.resolve(tag)))
        for tag in VERSIONS
        if not tag.startswith("-")
    }

    assert {tag: files for tag, files in VERSIONS.items() if not tag.startswith("-")} == found


def test_a_checkout_is_made_once(template: Template) -> None:
    """The same folder is given again, also for an origin without its commit."""
    first = template.checkout(template.resolve("v1.2"))

    assert first == template.checkout(Origin(template.source, "v1.2", ""))


def test_refs_are_resolved_as_copier_names_them(template: Template) -> None:
    """Tags keep their names; branches and hashes get the name that `git describe` gives."""
    head = template.resolve("HEAD")
    described = f"v2.0rc1-1-g{head.commit[:7]}"
    refs = ("HEAD", "main", head.commit, head.commit[:9], described, "v1.0", "nightly")

    found = [template.resolve(ref) for ref in refs]

    assert [*[described] * 5, "v1.0", "nightly"] == [origin.version for origin in found]
    assert {head.commit} == {origin.commit for origin in found[:5]}
    assert {template.source} == {origin.source for origin in found}
    assert VERSIONS["-untagged"] == contents(template.checkout(head))


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("v1.11", "did you mean v1.10? its newest versions are v2.0rc1, v1.10, v1.2"),
        ("gone", "its newest versions are v2.0rc1, v1.10, v1.2"),
        ("v1.0-3-gabcdef0", "its newest versions are v2.0rc1, v1.10, v1.2"),
        ("0" * 40, "its newest versions are v2.0rc1, v1.10, v1.2"),
    ],
)
def test_unknown_version_names_the_nearest(repo: Path, ref: str, message: str) -> None:
    """And the newest ones."""
    with open_template(str(repo)) as template, pytest.raises(TemplateError) as caught:
        template.resolve(ref)

    said = f"there is no version {ref!r} in the template {repo}: {message}"
    assert said == str(caught.value)


def test_without_tags_there_is_head(tmp_path: Path) -> None:
    """A template that was never tagged has a state, and no versions."""
    repo = make_repo(tmp_path / "repo", {"-first": {"a": "a"}})
    with open_template(str(repo)) as template:
        versions, latest, head = template.versions(), template.latest(), template.resolve("HEAD")
        with pytest.raises(TemplateError, match=r"repo: it has no versions, only HEAD$"):
            template.resolve("v1")

    commit = run_git(repo, "rev-parse", "HEAD")
    assert ((), None, commit) == (versions, latest, head.commit)
    assert commit.startswith(head.version)


def test_a_tag_goes_before_a_branch_of_its_name(tmp_path: Path) -> None:
    """As in Copier's answers file, where a version is a tag."""
    repo = make_repo(tmp_path / "repo", {"v1": {"a": "tag"}, "-more": {"a": "branch"}})
    run_git(repo, "branch", "v1")
    with open_template(str(make_bundle(repo, tmp_path / "bundle"))) as template:
        files = contents(template.checkout(template.resolve("v1")))

    assert {"a": "tag"} == files


def test_versions_need_no_clone(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking what there is costs one request, and a tag is resolved by the same."""
    monkeypatch.setattr(template_module, "make_clone", None)
    with open_template(str(repo)) as template:
        origin = template.resolve(template.latest() or "")

    assert run_git(repo, "rev-parse", "v1.10") == origin.commit


def test_nothing_is_left_behind(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folders are gone with the `with`, also after an error."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with open_template(str(repo)) as template:
        template.checkout(template.resolve("v1.0"))
        during = len(list(tmp_path.iterdir()))
    with pytest.raises(TemplateError), open_template(str(repo)) as template:
        template.resolve("none")

    assert (1, 0) == (during, len(list(tmp_path.iterdir())))


def test_uncommitted_changes_are_no_version(tmp_path: Path) -> None:
    """HEAD is what was committed, so that the name says what the files are."""
    repo = make_repo(tmp_path / "repo", {"v1": {"a": "a"}})
    (repo / "a").write_text("changed", encoding="utf-8")
    with open_template(str(repo)) as template:
        files = contents(template.checkout(template.resolve("HEAD")))

    assert {"a": "a"} == files


def test_shallow_and_moving_repos_are_read(tmp_path: Path) -> None:
    """What was there when it was first asked for stays readable."""
    repo = make_repo(tmp_path / "repo", {"v1": {"a": "1"}, "v2": {"a": "2"}})
    run_git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repo}", "shallow")
    with open_template("shallow", base=tmp_path) as shallow, open_template(str(repo)) as template:
        old = template.checkout(template.resolve("v1"))
        commit(repo, "more", {"a": "3"})
        found = [
            shallow.checkout(shallow.resolve("HEAD")),
            template.checkout(template.resolve("v2")),
        ]
        files = [contents(folder)["a"] for folder in (old, *found)]

    assert ["1", "2", "2"] == files


def test_our_releases_come_from_the_bundle() -> None:
    """With no network; the answers file's name of the source stays."""
    with open_template(PUBLIC_SOURCE) as template:
        latest = template.latest()
        assert latest is not None
        origin = template.resolve(latest)
        files = contents(template.checkout(origin))

    assert PUBLIC_SOURCE == origin.source
    assert {"copier.yml", "template/Makefile.jinja"} <= set(files)


def test_a_newer_version_of_ours_needs_a_newer_formfacts() -> None:
    """An older wheel says so, also of a state after the newest version."""
    with open_template(PUBLIC_SOURCE) as template:
        latest = template.latest()
        for ref in ("v99.0.0", f"{latest}-3-gabcdef0"):
            with pytest.raises(TemplateError) as caught:
                template.resolve(ref)
            expected = (
                f"the project is at {ref!r}, or is to be, and this formfacts knows the template up "
                f"to {latest}: pip install --upgrade formfacts"
            )
            assert expected == str(caught.value)


def test_the_working_template_is_a_version_in_a_checkout() -> None:
    """By the name that says which state of it."""
    with open_template(PUBLIC_SOURCE) as template:
        origin = template.resolve(working_origin().version)
        folder = template.checkout(origin)

    assert working_origin() == origin
    assert origin.untagged == (template_root() == folder)


def test_another_untagged_state_is_not_here() -> None:
    """The error says what it is and what to do."""
    version = "v0.1.0+untagged.00000000"
    with open_template(PUBLIC_SOURCE) as template:
        with pytest.raises(TemplateError, match=r"from an untagged state .* it, v0\.1\.0$"):
            template.resolve(version)
        with pytest.raises(TemplateError, match=r"from an untagged state .* it, v0\.1\.0$"):
            template.checkout(Origin(PUBLIC_SOURCE, version, ""))
