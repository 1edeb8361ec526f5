"""What weakens the evidence, and what it shows besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formfacts.advisor.evidence.figures import figures
from formfacts.advisor.evidence.form_steps import waits
from formfacts.advisor.evidence.judge import Judged, State, judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formfacts.advisor.evidence.project import Evidence


def notes_on(evidence: Evidence, facts: Judged, form: Judged) -> Iterator[str]:
    """Yield the notes, those that weaken the evidence first."""
    yield from doubts(evidence)
    if form.state is State.FAILING and waits(evidence, facts):
        yield "the form fails too; judge it again once the facts are right"
    if not facts.score.of:
        yield "no case has facts to score (`answerable: true` or `false`)"
    plain = evidence.arms.get("plain")
    if plain and evidence.approach.retrieves:
        alone = judge("facts", plain.facts, facts.target)
        if alone.state is State.FINE:
            known = figures(plain.facts)
            yield f"the model alone has the facts right in {known}: is retrieval needed?"


def doubts(evidence: Evidence) -> Iterator[str]:
    """Yield what the figures do not show, or show wrongly."""
    arm = evidence.as_is
    if arm.stand_in:
        yield (
            "the offline stand-in answered, which only quotes and writes nothing of its own:"
            " its figures tell of search and cases, not of your model"
        )
    if arm.model.startswith("tiny + "):
        yield "the tiny model that the repo makes itself answered; finetune.base names a real one"
    if arm.failed:
        counted = "left out" if arm.left_out else "counted as wrong, which they may not be"
        yield f"the model could not be asked in {arm.failed} cases, which are {counted}"
    others = {other.model for other in evidence.arms.values() if not other.tuned} - {"", arm.model}
    if others and not arm.tuned:
        yield f"the experiments were made with another model: {', '.join(sorted(others))}"
