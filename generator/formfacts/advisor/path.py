"""The path to an approach: what to build first, and the sign that the next part is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from formfacts.advisor.approach import Approach
from formfacts.advisor.rules.facts import FITS_A_PROMPT, may_lack_facts
from formfacts.advisor.rules.form import ENOUGH_EXAMPLES, has_gap, training_is_ruled_out
from formfacts.advisor.situation import Changes, Situation, Tried

if TYPE_CHECKING:
    from collections.abc import Iterator

Stage = Literal["start", "then", "if"]

FORM_FAILS = (
    "the form score of `evaluate` stays under your target after two rounds on the prompt, "
    f"and {ENOUGH_EXAMPLES} checked examples exist"
)


class Step(NamedTuple):
    """One approach on the path: `start` now, `then` on the way to the end, `if` only on a sign."""

    approach: Approach
    stage: Stage
    when: str


def make_path(situation: Situation, end: Approach) -> tuple[Step, ...]:
    """Return the steps from the first thing to build to what may follow the end state."""
    required = list(_required(situation, end))
    steps = [Step(approach, "then", _trigger(approach)) for approach in required]
    steps[0] = Step(required[0], "start", _opening(situation, required[0]))
    return (*steps, *_later(situation, end))


def _required(situation: Situation, end: Approach) -> Iterator[Approach]:
    """Yield what is built on the way; each part is added to the one before."""
    if not end.retrieves or situation.prompting_tried is Tried.NO:
        yield Approach.PROMPT
    if end.retrieves:
        yield Approach.RAG
    if end.trains:
        yield end


def _opening(situation: Situation, first: Approach) -> str:
    match first, situation.prompting_tried:
        case Approach.PROMPT, Tried.INSUFFICIENT:
            return (
                "keep the best prompt so far as the baseline, and write 30 evaluation cases for it"
            )
        case Approach.PROMPT, Tried.SUFFICIENT:
            return "keep the prompt that works, and write 30 evaluation cases that pin it down"
        case Approach.PROMPT, _:
            return "write a careful prompt with a few examples, and 30 evaluation cases"
        case _ if situation.knowledge_changes is Changes.LIVE:
            return (
                "query the live data when the question is asked, index the documents beside it, "
                "and write 30 evaluation cases, some of them unanswerable"
            )
        case _:
            return "index the documents, and write 30 evaluation cases, some of them unanswerable"


def _trigger(approach: Approach) -> str:
    match approach:
        case Approach.RAG:
            return "as soon as the facts score shows answers that lack what your documents say"
        case Approach.FINETUNE:
            return f"when {FORM_FAILS}, or the working prompt is measured as too slow or too dear"
        case _:
            return f"when the right passages are in the prompt and {FORM_FAILS}"


def _later(situation: Situation, end: Approach) -> Iterator[Step]:
    """Yield the parts that the facts do not call for now, with the sign that they do."""
    if not end.retrieves and may_lack_facts(situation):
        grows = f"reference text passes {FITS_A_PROMPT:,} tokens"
        sign = grows if situation.corpus_size.known else f"answers lack facts, or {grows}"
        yield Step(Approach.HYBRID if end.trains else Approach.RAG, "if", sign)
    at_issue = has_gap(situation) or end is Approach.RAG
    if not end.trains and at_issue and not training_is_ruled_out(situation):
        yield Step(Approach.HYBRID if end.retrieves else Approach.FINETUNE, "if", FORM_FAILS)
