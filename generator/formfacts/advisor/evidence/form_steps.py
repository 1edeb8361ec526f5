"""What follows for the form: a better prompt, more rows, or training."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from formfacts.advisor.evidence.facts_steps import collect
from formfacts.advisor.evidence.figures import figures, points
from formfacts.advisor.evidence.interval import difference
from formfacts.advisor.evidence.judge import Judged, Repair, State, judge, repair
from formfacts.advisor.evidence.step import Step
from formfacts.advisor.rules.form import ENOUGH_EXAMPLES

if TYPE_CHECKING:
    from formfacts.advisor.evidence.project import Evidence


def repaired_by(evidence: Evidence, arm: str, target: float) -> Repair | None:
    """Tell whether an experiment repairs the form; None where it was not made."""
    if arm not in evidence.arms:
        return None
    return repair(evidence.as_is.form, judge("form", evidence.arms[arm].form, target))


def waits(evidence: Evidence, facts: Judged) -> bool:
    """Whether the form cannot be judged yet, for the answers are wrong and nothing tells why."""
    return facts.state is State.FAILING and "gold" not in evidence.arms


def needs_training(evidence: Evidence, facts: Judged, form: Judged) -> bool:
    """Whether the form fails, and neither right facts nor worked examples repair it."""
    if form.state is not State.FAILING or waits(evidence, facts):
        return False
    if repaired_by(evidence, "gold", form.target) is Repair.WHOLLY:
        return False
    few_shot = repaired_by(evidence, "few_shot", form.target)
    return few_shot in {None, Repair.NOT, Repair.PARTLY}


def form_steps(evidence: Evidence, facts: Judged, form: Judged) -> Iterator[Step]:
    """Yield what to do about failing form in the repo as it is; promotion is decided elsewhere."""
    if form.state is not State.FAILING or waits(evidence, facts):
        return
    if evidence.approach.trains:
        yield trained(evidence, form)
    elif repaired_by(evidence, "gold", form.target) is Repair.WHOLLY:
        arm = evidence.arms["gold"].form
        yield Step("stay", f"with the right passage supplied the form is right in {figures(arm)}")
    else:
        yield from prompted(evidence, form)


def prompted(evidence: Evidence, form: Judged) -> Iterator[Step]:
    """Yield what worked examples make of it."""
    found = repaired_by(evidence, "few_shot", form.target)
    if found not in {Repair.WHOLLY, Repair.CANNOT_TELL}:
        return
    after = evidence.arms["few_shot"].form
    change = points(difference(after, form.score))
    say = f"with worked examples in the prompt the form is right in {figures(after)}, {change}"
    if found is Repair.WHOLLY:
        yield Step("fix_prompt", f"{say}: keep them in prompts/examples.yaml; no training")
    else:
        yield collect(judge("form", after, form.target).more, f"{say}, too few cases to tell")


def trained(evidence: Evidence, form: Judged) -> Step:
    """Say what to do where the model is trained already and its form fails all the same."""
    if not evidence.as_is.tuned:
        model = evidence.as_is.model or "a model without the adapter"
        say = f"the cases were answered by {model}, so nothing is known of the adapter's form"
        return Step("measure", say, "APP_OFFLINE=1 make evaluate")
    if evidence.training is not None and not evidence.training.helped:
        say = (
            "on the held-out rows the tuned model is no better than its base beyond chance:"
            " see whether the rows show the wanted form"
        )
        return Step("check_rows", say, "make check-data && make train && make evaluate")
    rows = evidence.rows or 0
    more = max(ENOUGH_EXAMPLES - rows, rows)
    why = (
        f"{rows:,} rows were not enough; errors fall with a power of the rows, so double them"
        if rows >= ENOUGH_EXAMPLES
        else f"there are {rows:,} rows, and a narrow form commonly takes {ENOUGH_EXAMPLES}"
    )
    say = f"form {figures(form.score)} after training: {why}"
    return Step("collect_rows", say, "make check-data && make train && make evaluate", more)
