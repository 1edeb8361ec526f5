"""Two of the repo's own questions: one that the documents answer, one that they do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.assistant import Assistant
from app.evaluation.cases import Case, load_cases
from app.show import answer_text


def run_demo(assistant: Assistant, say: Callable[[str], None]) -> None:
    """Ask them and print question and answer. Raises DataError when the cases are malformed."""
    cases = load_cases(assistant.root, assistant.settings.evaluation.cases)
    for case in choose(cases):
        say(f"\n> {case.question}\n")
        say(answer_text(assistant.ask(case.question)))


def choose(cases: Sequence[Case]) -> list[Case]:
    """Take the first case with an answer and the first without; of labels only, the first two."""
    with_answer = [case for case in cases if case.answerable]
    without = [case for case in cases if case.answerable is False and not case.escalate]
    return [*with_answer[:1], *without[:1]] or list(cases[:2])
