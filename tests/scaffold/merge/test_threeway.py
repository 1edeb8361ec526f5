"""What no merge of trees may get wrong, whatever the trees; then each decision on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formfacts.scaffold.merge.outcome import Outcome
from formfacts.scaffold.merge.threeway import Both, Merge, Renames, Settled, merge_trees
from formfacts.scaffold.merge.tree import EXECUTABLE, FILE, LINK, Entry, Tree

PATHS = ("a", "a/x", "a/y", "b", "b/x", "c", "c/d", "c/d/e", "d~template", "d", "d/x")
ENTRIES = st.builds(Entry, st.sampled_from([FILE, EXECUTABLE, LINK]), st.sampled_from("1234"))


class Case(NamedTuple):
    """Three trees, and what each side renamed, as git would find it."""

    base: Tree
    ours: Tree
    theirs: Tree
    renames: Renames

    def merge(self) -> Merge:
        """Merge them, with contents that show what they came from."""
        return merge_trees(*self, contents=mix)

    @property
    def result(self) -> Tree:
        """What the user's tree becomes."""
        return applied(self.merge())


def mix(files: list[Both]) -> Mapping[str, Settled]:
    """Stand in for the merge of contents: both hashes in one; links are in conflict."""
    return {
        file.path: Settled(file.ours, "a link")
        if LINK in {file.ours.mode, file.theirs.mode}
        else Settled(Entry(FILE, f"{file.ours.oid}+{file.theirs.oid}"))
        for file in files
    }


def applied(merge: Merge) -> Tree:
    """Return the user's tree with the changes made."""
    after = {**merge.before, **merge.changes}
    return {path: entry for path, entry in after.items() if entry is not None}


def parents(path: str) -> list[str]:
    """Return the folders above a path."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def without_clashes(tree: Tree) -> Tree:
    """Leave out what lies below a file."""
    return {path: e for path, e in tree.items() if not any(up in tree for up in parents(path))}


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A tree, in which no file lies below a file."""
    return without_clashes(draw(st.dictionaries(st.sampled_from(PATHS), ENTRIES, max_size=7)))


@st.composite
def edited(draw: st.DrawFn, base: Tree) -> Tree:
    """A tree with much in common with another one."""
    kept = {path: entry for path, entry in base.items() if draw(st.booleans())}
    return without_clashes({**kept, **draw(trees())} if draw(st.booleans()) else dict(base))


@st.composite
def renames(draw: st.DrawFn, base: Tree, side: Tree) -> dict[str, str]:
    """Renames as git finds them: from what is gone to what has come, each only once."""
    gone = draw(st.permutations(sorted(base.keys() - side.keys())))
    come = draw(st.permutations(sorted(side.keys() - base.keys())))
    pairs = list(zip(gone, come, strict=False))
    return dict(pairs[: draw(st.integers(0, len(pairs)))])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Three trees, with renames on both sides."""
    base = draw(trees())
    ours, theirs = draw(edited(base)), draw(edited(base))
    found = Renames(draw(renames(base, ours)), draw(renames(base, theirs)))
    return Case(base, ours, theirs, found)


@st.composite
def one_sided(draw: st.DrawFn) -> tuple[Tree, Tree, dict[str, str]]:
    """Two trees, and the renames between them."""
    base = draw(trees())
    side = draw(edited(base))
    return base, side, draw(renames(base, side))


@given(one_sided())
def test_left_alone_becomes_the_template(given: tuple[Tree, Tree, dict[str, str]]) -> None:
    """Where the user changed nothing, the result is the new rendering."""
    base, theirs, found = given
    case = Case(base, base, theirs, Renames(template=found))

    assert theirs == case.result
    assert [] == case.merge().conflicts


@given(one_sided())
def test_nothing_new_changes_nothing(given: tuple[Tree, Tree, dict[str, str]]) -> None:
    """Where the template changed nothing, the result is what the user has."""
    base, ours, found = given
    merge = Case(base, ours, base, Renames(user=found)).merge()

    assert {} == merge.changes
    assert {} == merge.stages
    assert {False} >= {change.outcome.writes for change in merge.report}


@given(one_sided())
def test_the_same_on_both_sides_is_no_conflict(given: tuple[Tree, Tree, dict[str, str]]) -> None:
    """A project that has the template's changes already stays as it is."""
    base, side, found = given
    merge = Case(base, side, side, Renames(found, found)).merge()

    assert {} == merge.changes
    assert {} == merge.stages


@given(cases())
def test_no_edit_is_lost(case: Case) -> None:
    """What the user added or changed is there afterwards, where it was or under a new name."""
    result = case.result
    was = {new: old for old, new in case.renames.user.items()}
    edits = {path: e for path, e in case.ours.items() if case.base.get(was.get(path, path)) != e}
    moved = {path: case.renames.template.get(path, path) for path in edits}

    found = {path: (result.get(path), result.get(moved[path])) for path in edits}
    lost = [
        path
        for path, entry in edits.items()
        if not any(at is not None and at.oid.split("+")[0] == entry.oid for at in found[path])
    ]
    assert [] == lost


@given(cases())
def test_what_the_user_moved_stays_there(case: Case) -> None:
    """A file under the user's name for it has something at that name."""
    assert set() == set(case.renames.user.values()) - case.result.keys()


@given(cases())
def test_no_file_is_below_a_file(case: Case) -> None:
    """The result can be written to a disk."""
    result = case.result

    assert result == without_clashes(result)


@given(cases())
def test_conflicts_have_stages(case: Case) -> None:
    """What the report calls a conflict is one for git too, and nothing else is."""
    merge = case.merge()
    conflicts = [change.path for change in merge.conflicts]

    assert sorted(merge.stages) == sorted(conflicts)
    assert set(conflicts) <= applied(merge).keys()
    assert all(any(three) for three in merge.stages.values())


@given(cases())
def test_every_change_has_one_line(case: Case) -> None:
    """A path that changes is in one line of the report, which says that it writes."""
    merge = case.merge()
    writing = [change for change in merge.report if change.outcome.writes]
    told = Counter(name for change in writing for name in (change.path, change.was) if name)
    paths = Counter(change.path for change in merge.report)

    assert set() == merge.changes.keys() - told.keys()
    assert {1} >= {told[path] for path in merge.changes}
    assert {1} >= set(paths.values())


@given(cases())
def test_changes_are_real(case: Case) -> None:
    """A change sets another entry than the user has, and the template's trees are left alone."""
    before = (dict(case.base), dict(case.ours), dict(case.theirs))
    merge = case.merge()

    assert before == (case.base, case.ours, case.theirs)
    assert {} == {p: e for p, e in merge.changes.items() if case.ours.get(p) == e}


def one(text: str) -> Tree:
    """Write a tree in one line: `path=hash`, with `*` after a path for an executable."""
    tree = {}
    for part in text.split():
        path, _, oid = part.partition("=")
        tree[path.rstrip("*")] = Entry(EXECUTABLE if path.endswith("*") else FILE, oid)
    return tree


def pairs(text: str) -> dict[str, str]:
    """Write renames in one line: `old>new`."""
    return {old: new for old, _, new in (part.partition(">") for part in text.split())}


def merged(base: str, ours: str, theirs: str, user: str = "", template: str = "") -> Merge:
    """Merge three trees written in one line each."""
    found = Renames(pairs(user), pairs(template))
    return Case(one(base), one(ours), one(theirs), found).merge()


DECISIONS = {
    "both changed": ("f=1", "f=2", "f=3", "f=2+3", Outcome.MERGED),
    "both added": ("", "f=2", "f=3", "f=2+3", Outcome.MERGED),
    "changed by the template": ("f=1", "f=1", "f=3", "f=3", Outcome.UPDATED),
    "made executable by the template": ("f=1", "f=1", "f*=1", "f*=1", Outcome.UPDATED),
    "added by the template": ("", "", "f=3", "f=3", Outcome.ADDED),
    "removed by the template": ("f=1", "f=1", "", "", Outcome.REMOVED),
    "removed by the template, edited": ("f=1", "f=2", "", "f=2", Outcome.CONFLICT),
    "changed by the user": ("f=1", "f=2", "f=1", "f=2", Outcome.KEPT),
    "deleted by the user": ("f=1", "", "f=1", "", Outcome.DELETED),
    "deleted by the user, changed": ("f=1", "", "f=3", "", Outcome.DELETED),
}


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "after", "outcome"), DECISIONS.values(), ids=DECISIONS
)
def test_decides(base: str, ours: str, theirs: str, after: str, outcome: Outcome) -> None:
    """One file: what becomes of it, and what the report calls that."""
    merge = merged(base, ours, theirs)

    assert one(after) == applied(merge)
    assert [("f", outcome)] == [(change.path, change.outcome) for change in merge.report]


RENAMED = {
    "by the template, both edited alike": ("f=1", "f=2", "g=2", "", "f>g", "g=2", Outcome.RENAMED),
    "by the template, edited": ("f=1", "f=2", "g=1", "", "f>g", "g=2", Outcome.RENAMED),
    "by the template with changes": ("f=1", "f=2", "g=3", "", "f>g", "g=2+3", Outcome.RENAMED),
    "by the template, deleted": ("f=1", "", "g=1", "", "f>g", "", Outcome.DELETED),
    "by the user": ("f=1", "g=1", "f=1", "f>g", "", "g=1", Outcome.KEPT),
    "by the user, changed": ("f=1", "g=1", "f=3", "f>g", "", "g=3", Outcome.UPDATED),
    "by the user, both edited": ("f=1", "g=2", "f=3", "f>g", "", "g=2+3", Outcome.MERGED),
    "by the user, removed": ("f=1", "g=1", "", "f>g", "", "g=1", Outcome.CONFLICT),
    "by both alike": ("f=1", "g=2", "g=3", "f>g", "f>g", "g=2+3", Outcome.MERGED),
    "by both": ("f=1", "g=2", "h=3", "f>g", "f>h", "g=2+3", Outcome.CONFLICT),
}


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "user", "template", "after", "outcome"),
    RENAMED.values(),
    ids=RENAMED,
)
def test_follows_renames(
    base: str, ours: str, theirs: str, user: str, template: str, after: str, outcome: Outcome
) -> None:
    """Edits and changes meet in one file, and the report has its earlier name."""
    merge = merged(base, ours, theirs, user, template)

    assert one(after) == applied(merge)
    assert [("f", outcome)] == [(change.was, change.outcome) for change in merge.report]


def test_both_renamed_keeps_the_users_name() -> None:
    """The report says which name the template's other files expect."""
    conflict = merged("f=1", "g=1", "h=1", "f>g", "f>h").conflicts[0]

    assert ("g", "renamed", "renamed to h") == (conflict.path, conflict.yours, conflict.template)
    assert conflict.note.endswith("the template's other files expect h")


def test_puts_a_file_beside_a_folder() -> None:
    """A new file whose name is the user's folder gets another name."""
    merge = merged("", "data/own=1", "data=2")

    assert one("data/own=1 data~template=2") == applied(merge)
    assert {"data~template": (None, None, Entry(FILE, "2"))} == merge.stages
    assert "something else stands in the place of data" == merge.conflicts[0].yours


def test_puts_a_folder_beside_a_file() -> None:
    """New files below what is the user's file keep together, beside it."""
    merge = merged("", "data=1", "data/a=2 data/b/c=3")

    assert one("data=1 data~template/a=2 data~template/b/c=3") == applied(merge)


def test_does_not_put_aside_onto_another_file() -> None:
    """A name that is taken already gets a number."""
    merge = merged("", "data=1 data~template=7", "data/a=2")

    assert one("data=1 data~template=7 data~template2/a=2") == applied(merge)


def test_a_rename_into_the_users_file_is_none() -> None:
    """Where the new name lies below a file of the user's, the edited file stays where it was."""
    merge = merged("f=1", "f=2 dir=9", "dir/f=1", template="f>dir/f")

    assert one("f=2 dir=9 dir~template/f=1") == applied(merge)
    assert ["dir~template/f", "f"] == sorted(change.path for change in merge.conflicts)


def test_conflicts_come_first() -> None:
    """The report has what needs the user at its top."""
    merge = merged("a=1 b=1 c=1", "a=1 b=2 c=2", "a=3 c=1 d=4")

    outcomes = [Outcome.CONFLICT, Outcome.ADDED, Outcome.UPDATED, Outcome.KEPT]
    assert outcomes == [change.outcome for change in merge.report]
