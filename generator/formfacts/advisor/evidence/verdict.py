"""`advise --from REPO`: which bit is failing, by evidence, and what to do about it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach, from_bits
from formfacts.advisor.evidence.facts_steps import collect, facts_steps, gained, lacks_facts
from formfacts.advisor.evidence.figures import against, figures
from formfacts.advisor.evidence.form_steps import form_steps, needs_training
from formfacts.advisor.evidence.judge import TARGETS, Judged, State, judge
from formfacts.advisor.evidence.notes import notes_on
from formfacts.advisor.evidence.project import Evidence, read_evidence
from formfacts.advisor.evidence.step import Step
from formfacts.advisor.rules.form import ENOUGH_EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MOST_CASES = 1_000  # that somebody would write to tell a score from its target


@dataclass(frozen=True)
class Verdict:
    """What the evidence says: each axis, the approach that follows, what to do, in order.

    `notes` say what weakens or rounds off the evidence.
    """

    evidence: Evidence
    facts: Judged
    form: Judged
    approach: Approach
    steps: tuple[Step, ...]
    notes: tuple[str, ...]


def advise_from(
    repo: Path, targets: Mapping[str, float] = TARGETS, report: Path | None = None
) -> Verdict:
    """Read a generated repo and judge it; `targets` are shares by axis.

    `report` is a file with what `app evaluate --json` printed, for a repo that keeps none.

    Raises:
        UsageError: there is no such folder.
        InputFileError: it is no generated repo, was not evaluated, or a report is malformed.
    """
    return judge_evidence(read_evidence(repo, report), targets)


def judge_evidence(evidence: Evidence, targets: Mapping[str, float] = TARGETS) -> Verdict:
    """Judge what was found in a repo."""
    facts = judge("facts", evidence.as_is.facts, targets["facts"])
    form = judge("form", evidence.as_is.form, targets["form"])
    approach = from_bits(
        retrieves=evidence.approach.retrieves or lacks_facts(evidence, facts),
        trains=evidence.approach.trains or needs_training(evidence, facts, form),
    )
    steps = [*facts_steps(evidence, facts), *form_steps(evidence, facts, form)]
    if approach is not evidence.approach:
        steps.append(promote(evidence, facts, form, approach))
    if evidence.as_is.stand_in and {one.kind for one in steps} & {
        "promote",
        "fix_prompt",
        "fix_reading",
    }:
        steps.insert(0, with_your_model())
    steps += more_cases(evidence, facts, form)
    return Verdict(
        evidence=evidence,
        facts=facts,
        form=form,
        approach=approach,
        steps=tuple(steps) or (stay(facts, form),),
        notes=tuple(notes_on(evidence, facts, form)),
    )


def promote(evidence: Evidence, facts: Judged, form: Judged, to: Approach) -> Step:
    """Turn on the half that the evidence calls for, with its figures as the reason."""
    before = []
    if to.trains and not evidence.approach.trains:
        before.append(f"{ENOUGH_EXAMPLES} checked rows show the wanted form")
        if "few_shot" not in evidence.arms:
            before.append("two rounds on the prompt and its worked examples did not mend the form")
    because = "; ".join(reasons(evidence, facts, form))
    words = ("promote", str(evidence.repo), "--to", to.value, "--because", because)
    return Step(
        "promote",
        f"from {evidence.approach.value} to {to.value}: {because}",
        shlex.join(["formfacts", *words]),
        to=to,
        first=tuple(before),
    )


def with_your_model() -> Step:
    """Ask for a figure that a model of one's own has made."""
    return Step(
        "measure",
        "the offline stand-in answered: measure with your own model before you act on what follows"
        " (README.md says how to choose one)",
        "make evaluate",
    )


def reasons(evidence: Evidence, facts: Judged, form: Judged) -> Iterator[str]:
    """Yield the figures that call for another approach."""
    yield from (against(axis) for axis in (facts, form) if axis.state is State.FAILING)
    if "gold" in evidence.arms and lacks_facts(evidence, facts):
        yield gained(evidence)
    if "few_shot" in evidence.arms and needs_training(evidence, facts, form):
        after = evidence.arms["few_shot"].form
        yield f"with worked examples in the prompt the form is right in {figures(after)}"


def more_cases(evidence: Evidence, facts: Judged, form: Judged) -> Iterator[Step]:
    """Yield how many more cases it takes, once for the axis that takes the most."""
    open_axes = [axis for axis in (facts, form) if axis.state is State.CANNOT_TELL]
    if not facts.score.of and not evidence.approach.retrieves:
        open_axes = [axis for axis in open_axes if axis is not facts]
    practical = [axis for axis in open_axes if axis.more and axis.more <= MOST_CASES]
    for axis in open_axes:
        if axis not in practical:
            yield at_target(axis)
    if practical:
        axis = max(practical, key=lambda one: one.more or 0)
        yield collect(axis.more, f"{against(axis)}: too few cases to tell")


def at_target(axis: Judged) -> Step:
    """Say that a score is as good as its target."""
    cases = "no number of cases" if axis.more is None else f"only {axis.more:,} more cases"
    return Step(
        "stay",
        f"{against(axis)}: {cases} would tell them apart; take it as reached, or move the target",
    )


def stay(facts: Judged, form: Judged) -> Step:
    """Say that nothing calls for a change."""
    measured = [axis for axis in (facts, form) if axis.score.of]
    failing = [axis for axis in measured if axis.state is State.FAILING]
    what = "nothing here repairs it yet" if failing else "the target is reached"
    return Step("stay", f"{'; '.join(map(against, measured))}: {what}")
