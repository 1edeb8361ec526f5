"""What `make evaluate` left: the scores of what the repo does now, and of experiments beside it.

docs/evaluation.schema.json says what such a file holds. Properties that are not named there are
passed over, so that reports of later templates can be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formfacts.advisor.evidence.interval import NOTHING, Score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formfacts.advisor.evidence.untrusted import Node

AS_IS = "as_is"
# What each experiment changes about the repo as it is, and how a page calls it.
ARMS = {
    AS_IS: "as it is",
    "plain": "the model alone",
    "few_shot": "with worked examples",
    "gold": "with the right passage",
    "retrieved": "with what was retrieved",
    "tuned": "tuned",
    "tuned_retrieved": "tuned, with what was retrieved",
}


@dataclass(frozen=True)
class Arm:
    """The scores of all cases under one condition.

    `facts` and `form` are the two axes. `cited` counts the answerable cases that cite a right file,
    where each of them names one; `refused` the unanswerable ones that were refused. `failed` is on
    how many cases the model failed: they are left out of the scores if `left_out`, and count as
    wrong if not.
    """

    model: str
    facts: Score
    form: Score
    cited: Score = NOTHING
    refused: Score = NOTHING
    failed: int = 0
    left_out: bool = True

    @property
    def answered(self) -> Score:
        """The facts of the answerable cases alone."""
        return less(self.facts, self.refused)

    @property
    def misread(self) -> int:
        """How many cases cite a right file and have the facts wrong all the same."""
        return max(0, self.cited.right - self.answered.right)

    @property
    def lost(self) -> int:
        """How many answerable cases cite no right file, so that their facts are wrong."""
        return self.cited.of - self.cited.right

    @property
    def tuned(self) -> bool:
        """Whether the model was a base with an adapter."""
        return " + " in self.model

    @property
    def stand_in(self) -> bool:
        """Whether the model was one that only stands in for a real one: it writes nothing."""
        return self.model.startswith("offline")


@dataclass(frozen=True)
class Report:
    """One file: the halves of the repo that were on, and the arms that were run, by name."""

    halves: frozenset[str] | None
    arms: dict[str, Arm]


def read_report(node: Node) -> Report:
    """Read a report.

    Raises:
        InputFileError: it lacks the scores, or holds numbers that cannot be.
    """
    arms = {AS_IS: read_arm(node)} if "counts" in node.data else {}
    others = node.node("arms")
    arms |= {name: read_arm(others.node(name)) for name in ARMS if name in others.data}
    if not arms:
        raise node.wrong("has no counts")
    halves = node.data.get("halves")
    known = None if halves is None else frozenset(map(str, node.get("halves", list, [])))
    return Report(known, arms)


def read_arm(node: Node) -> Arm:
    """Read one arm; a case that the model failed on says nothing about the approach."""
    counts = node.node("counts")
    facts, form, cited, refused = (
        read_score(counts, name)
        for name in ("facts", "form", "right file cited", "unanswerable refused")
    )
    failed = node.number("unreached") if "unreached" in node.data else 0
    rows = node.nodes("results")
    lost = [row for row in rows if row.data.get("reached") is False]
    if failed and failed >= form.of:
        raise node.wrong("is of a model that failed on every case: run `make doctor`, and")
    if failed == len(lost) > 0:
        facts = less(facts, Score(0, sum(row.data.get("facts") is False for row in lost)))
        form = less(form, Score(0, failed))
    # Which cases were lost is not told apart by whether they had an answer.
    sides = (NOTHING, NOTHING) if failed else (cited if sourced(rows) else NOTHING, refused)
    if min(facts.of - facts.right, form.of - form.right) < 0 or not holds(facts, sides[1]):
        raise node.wrong("has counts that do not add up")
    return Arm(node.word("model"), facts, form, *sides, failed, failed == len(lost))


def sourced(rows: list[Node]) -> bool:
    """Whether each answerable case names a file to cite; without one any answer cites right."""
    return all(row.data.get("cites") is True for row in rows if row.data.get("cited") is not None)


def read_score(counts: Node, name: str) -> Score:
    """Read how many of how many cases are right; what was not measured is of none."""
    if name not in counts.data:
        return NOTHING
    node = counts.node(name)
    score = Score(node.number("right"), node.number("of"))
    if score.right > score.of:
        raise node.wrong(f"has {score.right} right of {score.of}")
    return score


def holds(whole: Score, part: Score) -> bool:
    """Whether a score can have this one as a part."""
    rest = less(whole, part)
    return 0 <= rest.right <= rest.of


def less(whole: Score, part: Score) -> Score:
    """Return the score without a part of its cases."""
    return Score(whole.right - part.right, whole.of - part.of)


def first(arms: dict[str, Arm], names: Iterable[str]) -> Arm | None:
    """Return the first of these arms that was run."""
    return next((arms[name] for name in names if name in arms), None)
