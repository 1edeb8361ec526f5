"""Where our own template is, and what its state is called."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.scaffold import source
from formfacts.scaffold.bundle import read_header
from formfacts.scaffold.snapshot import tree_hash
from formfacts.scaffold.template import open_template
from tests.conftest import ROOT


@pytest.fixture
def newest(tmp_path: Path) -> Path:
    """The newest release, laid out as a checkout's root."""
    root = tmp_path / "root"
    with open_template(source.PUBLIC_SOURCE) as template:
        release = template.checkout(template.resolve(template.latest() or ""))
        shutil.copytree(release, root, symlinks=True)
    shutil.copy(ROOT / "CHANGELOG.md", root)
    return root


def test_checkout_is_its_own_source() -> None:
    """In a checkout the template is the one beside `generator/`."""
    assert ROOT == source.template_root()
    assert ROOT / "releases/template.bundle" == source.bundle_path()
    assert not source.is_wheel()


def test_incomplete_install_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A package without its data cannot be mended here."""
    monkeypatch.setattr(source, "package_data", lambda: tmp_path / "a/b/c/_template")

    with pytest.raises(TemplateError, match=r"the template is missing: .* reinstall formfacts"):
        source.template_root()


def test_newest_release_is_recognised_by_its_files(newest: Path) -> None:
    """A working template that equals the newest release has its version and its commit."""
    found = source.origin_of(newest, source.newest_origin())

    tag, commit = list(read_header(source.bundle_path()).tags.items())[-1]
    assert source.Origin(source.PUBLIC_SOURCE, tag, commit) == found
    assert not found.untagged


@pytest.mark.parametrize("path", ["copier.yml", "template/Makefile.jinja", "UPGRADES.yaml"])
def test_one_byte_more_is_ahead(newest: Path, path: str) -> None:
    """Its version then names the content, so that another state has another name."""
    with (newest / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    release = source.newest_origin()
    assert release is not None

    found = source.origin_of(newest, release)

    assert (f"{release.version}+untagged.{tree_hash(newest)[:8]}", "") == (
        found.version,
        found.commit,
    )
    assert found.untagged


def test_another_mode_is_ahead(newest: Path) -> None:
    """Modes are part of a release."""
    (newest / "copier.yml").chmod(0o755)

    assert source.origin_of(newest, source.newest_origin()).untagged


def test_before_the_first_release_there_is_a_name_too(newest: Path) -> None:
    """Even without a bundle a project can be made."""
    assert source.origin_of(newest, None).version.startswith("v0.0.0+untagged.")


def test_working_template_is_the_newest_release_or_ahead_of_it() -> None:
    """Never behind: what was released stays in the template or is changed in it."""
    newest = source.newest_origin()
    assert newest is not None

    found = source.working_origin().version

    assert re.fullmatch(rf"{re.escape(newest.version)}(\+untagged\.[0-9a-f]{{8}})?", found)
