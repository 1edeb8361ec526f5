"""The questions in a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from formfacts.advisor.interview import interview, read_answer
from formfacts.advisor.questions import QUESTIONS
from formfacts.advisor.recommendation import advise
from formfacts.advisor.situation import Situation

ASKED = {question.fact: question for question in QUESTIONS}


def typing(*lines: str) -> Callable[[str], str]:
    """Return a reader that types these lines, and then only presses Enter."""
    left = iter(lines)
    return lambda _prompt: next(left, "")


def talk(*lines: str) -> tuple[Situation, str]:
    """Answer an interview and return its situation and what was shown."""
    shown = io.StringIO()
    return interview(Console(file=shown, width=100), typing(*lines)), shown.getvalue()


def test_enter_alone_is_a_good_start() -> None:
    """Whoever only presses Enter gets the advice for not being sure."""
    situation, _ = talk()

    assert ("rag", "low") == (advise(situation).approach, advise(situation).confidence)


def test_letters_words_and_numbers() -> None:
    """A choice is taken by its letter or in words; ? is unknown; an amount is typed as it is."""
    situation, _ = talk("a", "tone", "b", "?", "a", "d", "40 pages", "250")

    assert {
        "knowledge_gap": "yes",
        "behaviour_gap": "tone",
        "prompting_tried": "yes_insufficient",
        "knowledge_changes": "weekly",
        "private_data": "yes",
        "corpus_size": "40 pages",
        "labelled_examples": "250",
        "cost_pressure": "medium",
        "hallucination_cost": "medium",
        "hosting": "either",
    } == situation.facts()


def test_a_full_stop_ends_it() -> None:
    """Whoever has said enough gets advice on that; what was not asked stays unknown."""
    situation, shown = talk("a", "tone", ".")

    assert {"knowledge_gap": "yes", "behaviour_gap": "tone"} == situation.facts()
    assert "3/13  Has a careful prompt" in shown
    assert "4/13" not in shown


def test_pointless_questions_are_left_out() -> None:
    """With no gap at all, neither the documents nor the examples are asked about."""
    _, shown = talk("b", "a")

    left_out = ("private_data", "knowledge_changes", "corpus_size", "labelled_examples")
    assert [] == [name for name in left_out if ASKED[name].ask in shown]


def test_an_answer_that_cannot_be_read_is_asked_again() -> None:
    """A typing error is answered with what was meant, and the question stays."""
    situation, shown = talk("yse", "yes")

    assert "did you mean 'yes'?" in shown
    assert "yes" == situation.facts()["knowledge_gap"]


@pytest.mark.parametrize(
    ("fact", "typed", "value"),
    [
        ("needs_citations", "", "no"),
        ("behaviour_gap", "e", "domain_reasoning"),
        ("requests_per_day", "2", "2"),
        ("hosting", "Don't know", "unknown"),
    ],
)
def test_reads_one_answer(fact: str, typed: str, value: str) -> None:
    """One answer, to one question."""
    assert value == read_answer(ASKED[fact], typed)
