"""What a run came to, told from the files before and after, its exit code and what it said."""

from __future__ import annotations

from dataclasses import dataclass

from tests.matrix.change import has_marks, not_applied
from tests.matrix.situation import Kind
from tests.matrix.snapshot import Snapshot
from tests.matrix.tools import Run
from tests.matrix.work import Tree, pieces


@dataclass(frozen=True, slots=True)
class Verdict:
    """The class of a run, and the files that it is about."""

    kind: Kind
    about: tuple[str, ...] = ()
    crash: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a verdict rests on.

    `old` and `new` are the renderings that lie between, `tracked` the files of the first that git
    keeps; `prefix` is where in the repo the project lies, as the output does not repeat it.
    """

    old: Tree
    new: Tree
    tracked: frozenset[str]
    before: Snapshot
    after: Snapshot
    run: Run
    prefix: str = ""


def judge(evidence: Evidence) -> Verdict:
    """Return the verdict: the worst that is true."""
    run = evidence.run
    if run.crash:
        return Verdict(Kind.CRASHED, lost(evidence), run.crash)
    if run.code and evidence.before == evidence.after:
        return Verdict(Kind.REFUSED)
    if gone := lost(evidence):
        said = run.code and all(mentioned(path, evidence) for path in gone)
        return Verdict(Kind.LOST_LOUDLY if said else Kind.LOST, gone)
    return judge_changes(evidence)


def judge_changes(evidence: Evidence) -> Verdict:
    """Return the verdict on a run that has lost nothing."""
    before, after, run = evidence.before, evidence.after, evidence.run
    if not run.code and (marked := has_marks(before.tree, after.tree)):
        return Verdict(Kind.MARKERS, tuple(marked))
    missing = not_applied(evidence.old, evidence.new, after)
    if silent := [path for path in missing if not mentioned(path, evidence)]:
        return Verdict(Kind.DROPPED, tuple(silent))
    if run.code:
        return Verdict(Kind.CONFLICT)
    return Verdict(Kind.KEPT if missing else Kind.MERGED)


def lost(evidence: Evidence) -> tuple[str, ...]:
    """Return the files in which something of the user's is gone."""
    work = pieces(evidence.old, evidence.before, evidence.tracked)
    return tuple(sorted({piece.path for piece in work if not piece.there(evidence.after)}))


def mentioned(path: str, evidence: Evidence) -> bool:
    """Whether the output names the file, as it is or with its odd characters escaped."""
    path, output = path.removeprefix(evidence.prefix), evidence.run.output
    return path in output or path.encode("unicode_escape").decode() in output
