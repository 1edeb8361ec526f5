"""What follows for the facts: the passage was lost, misread, or was never there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from formfacts.advisor.evidence.figures import figures, points
from formfacts.advisor.evidence.interval import difference
from formfacts.advisor.evidence.judge import Judged, Repair, State, judge, repair
from formfacts.advisor.evidence.step import Step

if TYPE_CHECKING:
    from formfacts.advisor.evidence.project import Evidence
    from formfacts.advisor.evidence.report import Arm


def gold(evidence: Evidence, target: float) -> Repair | None:
    """Tell whether supplying the right passage repairs the facts; None where that was not tried."""
    arm = evidence.arms.get("gold")
    if arm is None:
        return None
    return repair(evidence.as_is.facts, judge("facts", arm.facts, target))


def lacks_facts(evidence: Evidence, facts: Judged) -> bool:
    """Whether failing facts are a matter of what stood before the model, as far as one can tell."""
    if facts.state is not State.FAILING or refuses_too_little(evidence, facts):
        return False
    found = gold(evidence, facts.target)
    return not misread(evidence) if found is None else found in {Repair.WHOLLY, Repair.PARTLY}


def refuses_too_little(evidence: Evidence, facts: Judged) -> bool:
    """Whether only the unanswerable cases fail: nothing is missing, something is made up."""
    arm = evidence.as_is
    refused = judge("facts", arm.refused, facts.target).state
    answered = judge("facts", arm.answered, facts.target).state
    return refused is State.FAILING and answered is not State.FAILING


def misread(evidence: Evidence) -> bool:
    """Whether more of the wrong cases cite a right file than do not."""
    return evidence.as_is.misread > evidence.as_is.lost


def facts_steps(evidence: Evidence, facts: Judged) -> Iterator[Step]:
    """Yield what to do about failing facts in the repo as it is; promotion is decided elsewhere."""
    arm, found = evidence.as_is, gold(evidence, facts.target)
    if facts.state is not State.FAILING:
        return
    reading = BY_ROWS if arm.tuned else BY_PROMPT
    if refuses_too_little(evidence, facts):
        gate = "raise retrieval.min_support, or " if evidence.approach.retrieves else ""
        yield Step(
            "fix_prompt",
            f"the unanswerable cases fail ({figures(arm.refused)} refused): no fact is missing,"
            f" one is made up; {gate}sharpen the rule for refusing in the prompt",
        )
    elif found is Repair.NOT:
        yield Step("fix_reading", f"{gained(evidence)}: no knowledge is missing; {reading}")
    elif found is Repair.CANNOT_TELL:
        more = judge("facts", evidence.arms["gold"].facts, facts.target).more
        yield collect(more, f"{gained(evidence)}: too few cases to tell whether it repairs them")
    elif found is None and misread(evidence):
        yield Step("fix_reading", f"{wrong(arm)}: {reading}")
    elif evidence.approach.retrieves:
        yield Step("fix_retrieval", f"{lost(evidence)}: look at {LOOK}", "make evaluate")


BY_PROMPT = "let the prompt say how to read the passages, or take a stronger model"
BY_ROWS = "train on rows that show how to read the passages, or take a stronger base"
LOOK = "what `ask --show-passages` brings for the cases that fail, then at passages and documents"


def lost(evidence: Evidence) -> str:
    """Say what shows that retrieval loses the facts."""
    if "gold" in evidence.arms:
        return f"{gained(evidence)}: the facts are there and retrieval does not bring them"
    told = f" ({wrong(evidence.as_is)})" if evidence.as_is.cited.of else ""
    return f"the facts fail although the repo retrieves{told}"


def wrong(arm: Arm) -> str:
    """Say of the wrong answerable cases whether they had the right file."""
    return (
        f"of {arm.lost + arm.misread} wrong answers {arm.lost} cite no right file, and"
        f" {arm.misread} cite one and lack the facts all the same"
    )


def gained(evidence: Evidence) -> str:
    """Say what supplying the right passage brought."""
    after = evidence.arms["gold"].facts
    change = points(difference(after, evidence.as_is.facts))
    return f"with the right passage supplied the facts are right in {figures(after)}, {change}"


def collect(more: int | None, why: str) -> Step:
    """Ask for more cases; some scores no number of cases can tell from their target."""
    if more is None:
        say = f"{why}: the score is the target itself, so no number of cases will tell"
        return Step("stay", say)
    return Step(
        "collect_cases",
        f"{why}: write {more:,} more (if the share stays as it is)",
        "make evaluate",
        more,
    )
