"""The order of versions."""

from __future__ import annotations

import pytest

from formfacts.scaffold.versions import compare, in_order, newest

OLDEST_FIRST = (
    "abc1234",  # a hash: from before there were versions
    "v0.9",
    "v1.0rc1",
    "v1.0",
    "v1.0-3-gabc1234",
    "v1.0-12-gabc1234",
    "1.0.1",
    "v1.0.1+untagged.1a2b3c4d",
    "v1.2",
    "v1.10",
)


def test_names_that_are_no_versions_are_left_out() -> None:
    """What is left is in PEP 440's order, not the alphabet's."""
    ordered = in_order(["v1.10", "latest", "v1.2", "v1.2rc1", "1.0", "v1.0-3-gabc1234"])

    assert ("1.0", "v1.2rc1", "v1.2", "v1.10") == ordered


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), None),
        (("main",), None),
        (("v1.0", "v2.0rc1"), "v1.0"),
        (("v2.0.dev1", "v2.0rc1"), "v2.0rc1"),
    ],
)
def test_newest_is_a_pre_release_only_where_nothing_else_is(
    names: tuple[str, ...], expected: str | None
) -> None:
    """Nobody is updated to a release candidate unasked."""
    assert expected == newest(names)


@pytest.mark.parametrize("older", range(len(OLDEST_FIRST)))
def test_every_pair_compares(older: int) -> None:
    """Whatever Copier may have written as _commit has its place."""
    signs = [compare(OLDEST_FIRST[older], name) for name in OLDEST_FIRST]

    assert [1] * older + [0] + [-1] * (len(OLDEST_FIRST) - older - 1) == signs


def test_the_same_version_in_two_spellings_is_the_same() -> None:
    """Templates drop or add the v at times."""
    assert 0 == compare("v1.0", "1.0.0")
