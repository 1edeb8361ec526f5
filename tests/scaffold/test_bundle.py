"""The header of a bundle, read without git."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.scaffold.bundle import is_bundle, newest_release, read_header
from tests.scaffold.repos import make_bundle, make_repo, run_git


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repo with three versions, not in order, and a tag that names none."""
    files = {"copier.yml": "{}"}
    return make_repo(tmp_path / "repo", {"v1.10": files, "v1.9": files, "stable": files, "2": {}})


def test_header_says_what_git_says(repo: Path, tmp_path: Path) -> None:
    """The refs are those that `git bundle list-heads` lists, the tags those that are versions."""
    bundle = make_bundle(repo, tmp_path / "all.bundle")

    header = read_header(bundle)

    listed = [
        line.split(" ", 1)
        for line in run_git(repo, "bundle", "list-heads", str(bundle)).splitlines()
    ]
    assert {name: commit for commit, name in listed} == header.refs
    assert ["v1.9", "v1.10", "2"] == list(header.tags)
    assert "2" == newest_release(header)
    assert b"PACK" == bundle.read_bytes()[header.length :][:4]


@pytest.mark.parametrize("options", [("--version=3", "--all"), ("--version=2", "2", "v1.9")])
def test_other_forms_of_bundles_are_read(
    repo: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    """A newer format, and one with some refs only."""
    bundle = tmp_path / "some.bundle"
    run_git(repo, "bundle", "create", "--quiet", options[0], str(bundle), *options[1:])

    assert run_git(repo, "rev-parse", "v1.9") == read_header(bundle).tags["v1.9"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"# v2 git bundle",
        b"# v2 git bundle\n",
        b"# v2 git bundle\nabc refs/tags/v1\n",
        b"# v2 git bundle\nabc\n\nPACK",
        b"# v9 git bundle\n\nPACK",
        b"# v2 git bundle\n" + b"a" * 10_000 + b" refs/tags/v1\n\nPACK",
        b"\x00\xff" * 100,
    ],
)
def test_what_is_no_bundle_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    """Garbage, a header that ends too soon, and lines without end."""
    path = tmp_path / "template.bundle"
    path.write_bytes(content)

    with pytest.raises(TemplateError, match=r"template\.bundle is not a whole git bundle: get it"):
        read_header(path)


def test_missing_bundle_is_said(tmp_path: Path) -> None:
    """So is one that is not there."""
    with pytest.raises(TemplateError, match=r"cannot read .*: No such file or directory: check"):
        read_header(tmp_path / "none.bundle")

    assert not is_bundle(tmp_path / "none.bundle")
