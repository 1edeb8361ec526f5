"""Merging one requirement that both sides changed, clause by clause."""

from __future__ import annotations

import pytest

from formfacts.scaffold.merge.requirements import merge_requirement
from formfacts.scaffold.merge.toml_array import UnalignedError


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        # Bounds: what one side changed is taken from it.
        ("x>=1,<2", "x>=1", "x>=1.5,<2", "x>=1.5"),
        ("x>=1,<2", "x>=1,<3", "x>=1.5,<2", "x>=1.5,<3"),
        ("x>=1", "x>=1,<3", "x>=2", "x>=2,<3"),
        ("x>=1", "x>=1.2", "x>=1,<2", "x>=1.2,<2"),
        ("x", "x<3", "x>=2", "x<3,>=2"),
        ("x", "x[cli]", "x>=2,<3,!=2.1", "x[cli]>=2,<3,!=2.1"),
        ("x>=1", "x>=1.2,!=1.4", "x>=1.2,!=1.3", "x>=1.2,!=1.4,!=1.3"),
        ("x>=1,!=1.3", "x>=1", "x>=1.2,!=1.3", "x>=1.2"),
        # The user dropped the upper bound, and the template raised it.
        ("x>=1,<2", "x>=1", "x>=2.1,<3", "x>=2.1"),
        ("x>=1,<2", "x>=1", "x>=1,<=2.5", "x>=1"),
        # The user made a pin a lower bound, and the template raised the pin.
        ("x~=1.2", "x>=1.2", "x~=1.4", "x>=1.4"),
        ("x==0.1.0", "x>=0.1.0", "x==0.2.0", "x>=0.2.0"),
        ("x==1.2.*", "x >= 1.2, < 3", "x==1.4.*", "x >= 1.4, < 3"),
        ("x~=1.2", "x>=1.2", "x~=1.4,!=1.5", "x>=1.4,!=1.5"),
        ("x==1", "x>=1", "x>=1,<2", "x>=1,<2"),
        # Extras are merged one by one; URL and marker are one clause each.
        ("x>=1", "x[cli]>=1", "x>=2", "x[cli]>=2"),
        ("x[a]>=1", "x[a,b]>=1", "x[a,c]>=2", "x[a,b,c]>=2"),
        ("x[a,b]>=1", "x[b,c]>=1", "x[a]>=2", "x[c]>=2"),
        ("x[a]", "x[a]>=1", "x", "x>=1"),
        (
            "x>=1",
            "x>=1; python_version<'3.12'",
            "x>=2",
            "x>=2; python_version<'3.12'",
        ),
        ("x>=1; os_name=='nt'", "x>=1.5 ; os_name=='nt'", "x>=1", "x>=1.5 "),
        ("x @ https://a/1", "x[b] @ https://a/1", "x @ https://a/2", "x[b] @ https://a/2"),
        (
            "x @ https://a/1",
            "x @ https://mine/1",
            "x @ https://a/1 ; os_name == 'nt'",
            "x @ https://mine/1 ; os_name == 'nt'",
        ),
        # The text is the user's, with its spelling and spacing.
        ("py-yaml>=6,<7", "Py_YAML >= 6", "py-yaml>=6.1,<7", "Py_YAML >= 6.1"),
        ("x>=1", "x (>=1, <3)", "x>=2", "x>=2, <3"),
        ("x>=1.0", "x>=1,<2", "x>=1.0.0,!=1.1", "x>=1,<2,!=1.1"),
        # Both made the same of it.
        ("x>=1,<2", "x>=1.5,<3", "x>=1.5,<2", "x>=1.5,<3"),
    ],
)
def test_takes_each_clause_from_the_side_that_changed_it(
    base: str, ours: str, theirs: str, merged: str
) -> None:
    """Loosened pins survive and the template's bumps arrive."""
    assert merged == merge_requirement(base, ours, theirs)


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("x>=1", "x>=1.2", "x>=1.5"),
        ("x>=1", "x>1.2", "x>=1.5"),
        ("x>=1,<2", "x>=1,<3", "x>=1,<4"),
        ("x~=1.2", "x~=1.3", "x~=1.4"),
        ("x~=1.2", "x==1.2", "x~=1.4"),
        ("x; os_name=='nt'", "x; os_name=='posix'", "x; os_name=='java'"),
        ("x @ https://a/1", "x @ https://b/1", "x @ https://a/2"),
        # The user dropped a lower bound or a pin that the template raised.
        ("x>=1", "x", "x>=1.5"),
        ("x==1", "x", "x==2"),
        ("x>=1", "x @ https://mine/1", "x>=1.5"),
        # The user dropped an upper bound, and the template lowered it.
        ("x>=1,<3", "x>=1", "x>=1,<2.5"),
        # The user loosened a pin, and the template lowered it or gave it another form.
        ("x~=1.4", "x>=1.4", "x~=1.2"),
        ("x~=1.4", "x>=1.4", "x==1.5"),
        ("x~=1.4", "x>=1.5", "x~=1.6"),
        ("x===1.4", "x>=1.4", "x===1.6"),
        # One side touched the pin, and the other a bound.
        ("x>=1.2,<2", "x>=1.2", "x~=1.4"),
        ("x>=1.2", "x==1.3", "x>=1.2,<2"),
        # The merged clauses exclude each other.
        ("x>=1", "x>=1,<2", "x>=2.5"),
        ("x~=1.2", "x>=1.2,<2", "x~=2.0"),
        ("x>=1", "x==1.3,>=1", "x>=1,!=1.3"),
        # A clause is there twice, a URL has a version, a side is no requirement.
        ("x>=1", "x>=1,>=1.1", "x>=2"),
        ("x", "x>=1", "x @ https://a/1"),
        ("x>=1", "x>>1", "x>=2"),
    ],
)
def test_gives_up_where_both_changed_a_clause(base: str, ours: str, theirs: str) -> None:
    """What neither side alone decided is left to the merge by lines."""
    with pytest.raises(UnalignedError):
        merge_requirement(base, ours, theirs)
