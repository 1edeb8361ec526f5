"""The three-way merge of trees: old rendering, the user's files, new rendering.

Everything is decided path by path, so that each decision has a line in the report. Only the lines
inside a file that both sides changed are left to `formfacts.scaffold.merge.content`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from formfacts.scaffold.merge.outcome import Change, Outcome
from formfacts.scaffold.merge.renames import moved
from formfacts.scaffold.merge.tree import Entry, Tree

Stages = tuple[Entry | None, Entry | None, Entry | None]


@dataclass(frozen=True, slots=True)
class Both:
    """A file that both sides changed, each in its own way; `base` is None if both added it."""

    path: str
    base: Entry | None
    ours: Entry
    theirs: Entry


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of such a file: its entry, and what is in conflict, if anything."""

    entry: Entry
    conflict: str | None = None


MergeContents = Callable[[list[Both]], Mapping[str, Settled]]


@dataclass(slots=True)
class Merge:
    """The finished merge.

    `before` is the user's tree, `changes` are to be made to it (None removes a path), `stages` are
    base, ours and theirs of each path in conflict, `report` has a line for each file that is not as
    the template would have it or that changes.
    """

    before: Tree = field(default_factory=dict)
    changes: dict[str, Entry | None] = field(default_factory=dict)
    stages: dict[str, Stages] = field(default_factory=dict)
    report: list[Change] = field(default_factory=list)

    @property
    def conflicts(self) -> list[Change]:
        """The lines of the report that are conflicts."""
        return [change for change in self.report if change.outcome is Outcome.CONFLICT]


@dataclass(frozen=True, slots=True)
class Renames:
    """Old path → new path, by the user and by the template."""

    user: Mapping[str, str] = field(default_factory=dict)
    template: Mapping[str, str] = field(default_factory=dict)


def merge_trees(
    base: Tree, ours: Tree, theirs: Tree, renames: Renames, contents: MergeContents
) -> Merge:
    """Merge base → theirs into ours; nothing is written but objects, by `contents`."""
    aligned = align(dict(base), dict(ours), dict(theirs), renames)
    merge = Merge(before=ours)
    result = dict(aligned.ours)
    both: list[Both] = []
    for path in sorted(aligned.base.keys() | aligned.theirs.keys()):
        decide(path, aligned, merge, result, both)
    settle(both, contents(both) if both else {}, aligned, merge, result)
    make_room(result, aligned, merge)
    merge.changes = {
        path: result.get(path)
        for path in sorted(ours.keys() | result.keys())
        if ours.get(path) != result.get(path)
    }
    merge.report = [named(change, aligned) for change in merge.report]
    merge.report.sort(key=lambda change: (list(Outcome).index(change.outcome), change.path))
    return merge


@dataclass(frozen=True, slots=True)
class Aligned:
    """The three trees with each renamed file at one path in all of them.

    `was` is the earlier path of each; `twice` is what the template called the files that both sides
    renamed.
    """

    base: Tree
    ours: Tree
    theirs: Tree
    was: dict[str, str]
    twice: dict[str, str]
    by_user: set[str]


def align(base: Tree, ours: Tree, theirs: Tree, renames: Renames) -> Aligned:
    """Bring renamed files together; a rename to a place that the other side has taken is none."""
    aligned = Aligned(base, ours, theirs, {}, {}, set())
    for old, new in renames.user.items():
        target = renames.template.get(old)
        if new in theirs and new != target:
            continue
        if target is not None and target in theirs:
            theirs[new] = theirs.pop(target)
            if target != new:
                aligned.twice[new] = target
        moved(base, old, new)
        moved(theirs, old, new)
        aligned.was[new] = old
        aligned.by_user.add(new)
    for old, new in renames.template.items():
        if old in renames.user or new in ours or new not in theirs or old not in base:
            continue
        if taken_by_other(ours, new, but=old):
            continue
        moved(base, old, new)
        moved(ours, old, new)
        aligned.was[new] = old
    return aligned


def taken_by_other(tree: Tree, path: str, *, but: str) -> bool:
    """Whether a file of the tree, `but` for one, stands above or below the path."""
    above = any(parent in tree and parent != but for parent in parents(path))
    return above or any(other.startswith(f"{path}/") and other != but for other in tree)


def decide(path: str, trees: Aligned, merge: Merge, result: Tree, both: list[Both]) -> None:
    """Settle one path, or put it off to the merge of contents."""
    base, ours, theirs = trees.base.get(path), trees.ours.get(path), trees.theirs.get(path)
    if path in trees.twice:
        both_renamed(path, trees, merge, both)
    elif theirs == base:
        left_alone(path, trees, merge)
    elif ours == base and not (theirs is None and path in trees.by_user):
        take(path, theirs, result)
        merge.report.append(Change(path, taken(base, theirs), template=did(base, theirs)))
    elif ours == theirs:
        if path in trees.was and path not in trees.by_user:
            merge.report.append(Change(path, Outcome.RENAMED, yours=did(base, ours)))
    elif ours is None:
        change = Change(path, Outcome.DELETED, yours="deleted", template=did(base, theirs))
        merge.report.append(replace(change, note="stays deleted"))
    elif theirs is None:
        merge.stages[path] = (base, ours, None)
        merge.report.append(gone(path, base, ours, renamed=path in trees.by_user))
    else:
        both.append(Both(path, base, ours, theirs))


def left_alone(path: str, trees: Aligned, merge: Merge) -> None:
    """Report a file in which the template changed at most the name."""
    base, ours = trees.base.get(path), trees.ours.get(path)
    if ours != base:
        merge.report.append(Change(path, kept(ours), yours=did(base, ours)))
    elif path in trees.by_user:
        merge.report.append(Change(path, Outcome.KEPT, yours="renamed"))
    elif path in trees.was:
        merge.report.append(Change(path, Outcome.RENAMED, template="renamed"))


def kept(ours: Entry | None) -> Outcome:
    """Return what a file is that only the user changed."""
    return Outcome.KEPT if ours is not None else Outcome.DELETED


def taken(base: Entry | None, theirs: Entry | None) -> Outcome:
    """Return what a file is that only the template changed."""
    if theirs is None:
        return Outcome.REMOVED
    return Outcome.UPDATED if base is not None else Outcome.ADDED


def did(before: Entry | None, after: Entry | None) -> str:
    """Say what one side did to a file."""
    if after is None:
        return "removed"
    if before is None:
        return "added"
    if before.oid == after.oid and before.regular and after.regular:
        return "made executable" if after.mode == "100755" else "made not executable"
    return "changed" if before.mode[:2] == after.mode[:2] else "replaced by another kind"


def take(path: str, theirs: Entry | None, result: Tree) -> None:
    """Let the template have its way with a path."""
    if theirs is None:
        result.pop(path, None)
    else:
        result[path] = theirs


def gone(path: str, base: Entry | None, ours: Entry, *, renamed: bool) -> Change:
    """Report a file that the template dropped and the user has changed: it stays."""
    yours = "renamed" if renamed and base == ours else did(base, ours)
    note = "your file is kept: delete it (git rm) or keep it (git add)"
    return Change(path, Outcome.CONFLICT, yours=yours, template="removed", note=note)


def both_renamed(path: str, trees: Aligned, merge: Merge, both: list[Both]) -> None:
    """Keep the user's name of a file that the template renamed too, and say so."""
    ours, theirs = trees.ours[path], trees.theirs[path]
    merge.stages[path] = (trees.base.get(path), ours, theirs)
    note = f"kept under your name; the template's other files expect {trees.twice[path]}"
    yours, template = "renamed", f"renamed to {trees.twice[path]}"
    merge.report.append(Change(path, Outcome.CONFLICT, yours=yours, template=template, note=note))
    if ours != theirs:
        both.append(Both(path, trees.base.get(path), ours, theirs))


def settle(
    both: Iterable[Both],
    settled: Mapping[str, Settled],
    trees: Aligned,
    merge: Merge,
    result: Tree,
) -> None:
    """Put the merged contents in their places."""
    for file in both:
        done = settled[file.path]
        result[file.path] = done.entry
        if file.path in trees.twice:
            continue
        change = Change(
            file.path,
            Outcome.MERGED,
            yours=did(file.base, file.ours),
            template=did(file.base, file.theirs),
        )
        if done.conflict is not None:
            merge.stages[file.path] = (file.base, file.ours, file.theirs)
            change = replace(change, outcome=Outcome.CONFLICT, note=done.conflict)
        elif done.entry == file.ours:
            change = replace(change, outcome=Outcome.KEPT)
        merge.report.append(change)


def make_room(result: Tree, trees: Aligned, merge: Merge) -> None:
    """Give files of the template another name where the user has something in their place."""
    places: dict[str, str] = {}
    for path in sorted(clashing(result)):
        if path in trees.ours:
            continue
        entry = result.pop(path)
        blocked = blocked_part(path, result)
        place = places.setdefault(blocked, free_name(blocked, result))
        aside = place + path[len(blocked) :]
        result[aside] = entry
        merge.stages[aside] = (None, None, entry)
        merge.report = [change for change in merge.report if change.path != path]
        merge.report.append(put_aside(aside, path))


def put_aside(aside: str, path: str) -> Change:
    """Report a file of the template that could not have its name."""
    return Change(
        aside,
        Outcome.CONFLICT,
        yours=f"something else stands in the place of {path}",
        template=f"added {path}",
        note="put beside yours under this name: move what you want of it, then git rm it",
    )


def clashing(result: Tree) -> set[str]:
    """Return the paths that cannot stand together: a file, and what would lie below it."""
    found = set()
    for path in result:
        for parent in parents(path):
            if parent in result:
                found |= {path, parent}
    return found


def parents(path: str) -> list[str]:
    """Return the folders that a path lies in, the outermost first."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def blocked_part(path: str, result: Tree) -> str:
    """Return the part of the path that is taken: a folder of it that is a file, or all of it."""
    return next((parent for parent in parents(path) if parent in result), path)


def free_name(path: str, result: Tree) -> str:
    """Return the path with a mark that nothing else bears."""
    name, number = f"{path}~template", 1
    while any(other == name or other.startswith(f"{name}/") for other in result):
        number += 1
        name = f"{path}~template{number}"
    return name


def named(change: Change, trees: Aligned) -> Change:
    """Add the earlier name of a file that was renamed."""
    was = trees.was.get(change.path)
    if was is None:
        return change
    if change.path in trees.by_user:
        yours = change.yours if "renamed" in change.yours else f"renamed, {change.yours}"
        return replace(change, was=was, yours=yours.removesuffix(", left as it was"))
    outcome = change.outcome
    if outcome in {Outcome.UPDATED, Outcome.MERGED, Outcome.KEPT}:
        outcome = Outcome.RENAMED
    template = change.template if "renamed" in change.template else f"renamed, {change.template}"
    return replace(
        change,
        was=was,
        outcome=outcome,
        template=template.removesuffix(", left as it was"),
    )
