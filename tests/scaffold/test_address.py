"""Which address a source stands for, and which sources are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.scaffold.address import Address, find_template, is_ours, shown
from formfacts.scaffold.source import PUBLIC_SOURCE, bundle_path
from tests.scaffold.repos import make_bundle, make_repo


@pytest.mark.parametrize(
    ("source", "location"),
    [
        ("gh:ann/tpl", "https://github.com/ann/tpl.git"),
        ("gh:/ann/tpl.git", "https://github.com/ann/tpl.git"),
        ("gl:group/sub/tpl", "https://gitlab.com/group/sub/tpl.git"),
        ("git+https://example.org/tpl", "https://example.org/tpl"),
        ("https://example.org/tpl.git", "https://example.org/tpl.git"),
        ("ssh://git@example.org:22/tpl", "ssh://git@example.org:22/tpl"),
        ("git@example.org:ann/tpl.git", "git@example.org:ann/tpl.git"),
        ("example.org:ann/tpl.git", "example.org:ann/tpl.git"),
        ("git://example.org/tpl", "git://example.org/tpl"),
        ("file:///srv/tpl", "file:///srv/tpl"),
    ],
)
def test_addresses_are_those_of_copier(source: str, location: str) -> None:
    """Shorthands and prefixes are expanded, everything else is left to git."""
    assert Address(location, "network") == find_template(source)


@pytest.mark.parametrize(
    "source",
    [
        PUBLIC_SOURCE,
        f"{PUBLIC_SOURCE}.git",
        "https://github.com/formfacts/formfacts",
        "https://github.com/FormFacts/formfacts.git",
        "https://token@github.com/formfacts/formfacts/",
        "git+https://github.com/formfacts/formfacts",
        "git@github.com:formfacts/formfacts.git",
        "ssh://git@github.com/formfacts/formfacts",
    ],
)
def test_our_own_template_is_never_fetched(source: str) -> None:
    """Whatever form its address has, it is read from the bundle that came with formfacts."""
    assert Address(str(bundle_path()), "release bundle") == find_template(source)


@pytest.mark.parametrize(
    "source",
    ["gh:formfacts/other", "gl:formfacts/formfacts", "https://example.org/formfacts/formfacts"],
)
def test_other_templates_are_not_ours(source: str) -> None:
    """Host, owner and name all count."""
    assert not is_ours(source)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "-",
        "--upload-pack=touch x",
        "git+--upload-pack=touch x",
        "ext::sh -c touch% x",
        "git+ext::sh -c touch% x",
        "fd::3",
        "user@host::x.git",
        "https://-oProxyCommand=touch x/y",
        "a\nb",
        "a\x1b[31mb",
        "a\0b",
        "ftp://example.org/x",
        "file://-x",
    ],
)
def test_what_is_no_address_is_refused(folder: Path, source: str) -> None:
    """Options, helpers that run programs, and control characters."""
    with pytest.raises(TemplateError, match=r"with --template WHERE$"):
        find_template(source)

    assert [] == list(folder.iterdir())


def test_folders_are_found_from_here_and_from_the_project(folder: Path) -> None:
    """The current folder comes first, then the one given as base."""
    for name in ("project/tpl", "project/other", "tpl"):
        make_repo(folder / name, {})

    found = [find_template(name, base=folder / "project").location for name in ("tpl", "other")]

    assert [str(folder / "tpl"), str(folder / "project/other")] == found


def test_home_is_meant_by_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As in the shell."""
    monkeypatch.setenv("HOME", str(make_repo(tmp_path / "home", {})))

    assert Address(str(tmp_path / "home"), "folder") == find_template("~")


def test_bundles_and_bare_repos_are_found(folder: Path) -> None:
    """Each of the two by what it is, not by its name."""
    repo = make_repo(folder / "repo", {"v1": {"a": "a"}})
    make_bundle(repo, folder / "bundle")
    (repo / ".git").rename(folder / "bare")

    kinds = [find_template(name).kind for name in ("bundle", "bare")]

    assert ["bundle", "folder"] == kinds


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("none", "the template 'none' is not there: say where the template is with --template WH"),
        ("plain", r"the template .*/plain is a folder without git, so that its older versions"),
        ("file", "the template .*/file is a file and no git bundle: say where"),
        ("~nobody-here/x", "the template '~nobody-here/x' is not there: "),
        ("x" * 5000, r"the template 'x{39} \.\.\. x{39}' is not there: "),
    ],
)
def test_what_is_not_there_is_named(folder: Path, source: str, message: str) -> None:
    """With what to do about it."""
    (folder / "plain").mkdir()
    (folder / "file").write_text("text", encoding="utf-8")

    with pytest.raises(TemplateError, match=message):
        find_template(source)


def test_the_user_s_word_counts(folder: Path) -> None:
    """--template is read instead of the source, even of our own, and even of a hostile one."""
    make_repo(folder / "repo", {})

    found = {find_template(source, instead="repo") for source in (PUBLIC_SOURCE, "--x", "ext::x")}

    assert {Address(str(folder / "repo"), "folder")} == found
    with pytest.raises(TemplateError, match="the template 'none' is not there: check --template"):
        find_template(PUBLIC_SOURCE, instead="none", base=folder)


def test_passwords_and_escapes_are_not_shown() -> None:
    """Neither belongs into an error message."""
    assert "https://example.org/x?[31m" == shown("https://ann:secret@example.org/x\x1b[31m")
