"""The bundle of our releases: whole, in order, unchanged; what left the template was declared."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from formfacts.scaffold.bundle import Header, read_header
from formfacts.scaffold.questions import load_questions
from formfacts.scaffold.snapshot import commit_hash, release_dates, tree_hash
from formfacts.scaffold.source import PUBLIC_SOURCE, bundle_path, template_root, working_origin
from formfacts.scaffold.template import Template, open_template
from formfacts.scaffold.upgrades import load_upgrades, read_upgrades
from formfacts.scaffold.versions import in_order
from releases.release import Release, release
from releases.undeclared import undeclared, unreal
from tests.conftest import ROOT

# What was released stays as it was: one line for each release, as `git bundle list-heads` gives it.
RELEASED = {
    "v0.1.0": "c4fa791d9e8a06974ff7cbc28c5d6f38b4de850c",
    "v0.2.0": "813e4c7ebb44c768f5e6690c5b96b0a09c1601dd",
    "v0.3.0": "fb56cab7182725cbac2f3ad4f543d087cd6c8f0c",
}


@pytest.fixture(scope="module")
def header() -> Header:
    """The list of what is in the bundle."""
    return read_header(bundle_path())


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    """Our own template."""
    with open_template(PUBLIC_SOURCE) as opened:
        yield opened


def test_every_dated_version_of_the_changelog_is_released(header: Header) -> None:
    """In the same order, and no other one."""
    dated = [f"v{version}" for version in reversed(release_dates(ROOT))]

    assert dated == list(header.tags)
    assert dated == list(in_order(dated))


def test_releases_are_what_they_were(header: Header, template: Template) -> None:
    """Each commit follows from its files, its date and the release before it."""
    parent, dates = "", release_dates(ROOT)
    for tag, commit in header.tags.items():
        tree = tree_hash(template.checkout(template.resolve(tag)))
        parent = commit_hash(tree, parent, tag, dates[tag.removeprefix("v")])
        assert (tag, commit) == (tag, parent)
    assert RELEASED.items() <= header.tags.items()
    assert {parent} == {header.refs["HEAD"], header.refs["refs/heads/main"]}


def test_the_bundle_can_be_made_anew(header: Header, template: Template, tmp_path: Path) -> None:
    """From its own releases, with the same hashes."""
    again = tmp_path / "template.bundle"
    for tag in header.tags:
        folder = template.checkout(template.resolve(tag))
        release(Release(folder, tag, release_dates(ROOT)[tag.removeprefix("v")]), again)

    assert header.refs == read_header(again).refs


def test_what_left_the_template_was_declared(template: Template) -> None:
    """Between any two neighbouring releases, and between the newest one and the working template.

    UPGRADES.yaml tells `formfacts update` what became of a project's answers; the names in it must
    be those that the two versions have.
    """
    states = [(tag, template.checkout(template.resolve(tag))) for tag in template.versions()]
    states.append((working_origin().version, template_root()))
    for (older, before), (newer, after) in pairwise(states):
        upgrades = load_upgrades(after, older, newer)
        questions = load_questions(before), load_questions(after)
        assert (newer, [], []) == (
            newer,
            undeclared(*questions, upgrades),
            unreal(*questions, upgrades),
        )


def test_upgrades_are_newest_first_and_keep_their_entries() -> None:
    """The newest entry is the last release or the next one, and older ones are in the changelog."""
    versions = list(read_upgrades(ROOT / "UPGRADES.yaml"))
    released = list(release_dates(ROOT))

    assert versions == [*reversed(in_order(versions))]
    assert set(versions[1:]) <= set(released)
