"""The questions in a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from formfacts.advisor.interview import choices, interview, read_answer
from formfacts.advisor.questions import QUESTIONS, Question
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


def talk_by_fact(typed: dict[str, str]) -> Situation:
    """Answer each question as told by its fact, whatever the order; others with Enter."""
    shown = io.StringIO()

    def read(_prompt: str) -> str:
        asked = [q.fact for q in QUESTIONS if q.ask in " ".join(shown.getvalue().split())]
        latest = max(asked, key=lambda fact: shown.getvalue().rindex(ASKED[fact].ask[:20]))
        return typed.get(latest, "")

    return interview(Console(file=shown, width=200), read)


def test_enter_alone_is_a_good_start() -> None:
    """Whoever only presses Enter gets the advice for not being sure."""
    situation, _ = talk()

    assert ("rag", "low") == (advise(situation).approach, advise(situation).confidence)


def test_letters_words_and_numbers() -> None:
    """A choice is taken by its letter or in words; ? is unknown; an amount is typed as it is."""
    said = {
        "knowledge_gap": ("a", "yes"),
        "behaviour_gap": ("Tone", "tone"),
        "prompting_tried": ("b", "yes_insufficient"),
        "corpus_size": ("40 pages", "40 pages"),
        "question_kind": ("?", "unknown"),
    }

    facts = talk_by_fact({fact: typed for fact, (typed, _) in said.items()}).facts()

    expected = {fact: value for fact, (_, value) in said.items() if value != "unknown"}
    assert expected == {fact: value for fact, value in facts.items() if fact in said}
    assert "question_kind" not in facts


def test_dont_know_is_an_answer_and_a_to_do() -> None:
    """What somebody does not know is not asked again, and they are told how to find out."""
    _, shown = talk("?", "?")

    assert 1 == shown.count(ASKED["knowledge_gap"].ask)
    assert f"to do: {ASKED['knowledge_gap'].find_out}" in " ".join(shown.split())
    assert "  $ formfacts new probe" in shown


def test_a_full_stop_ends_it() -> None:
    """Whoever has said enough gets advice on that; what was not asked stays unknown."""
    situation, shown = talk("a", "tone", ".")

    assert {"knowledge_gap": "yes", "behaviour_gap": "tone"} == situation.facts()
    assert "3  Has a careful prompt" in shown
    assert "4  " not in shown


def test_it_says_why_it_stops() -> None:
    """It ends when nothing that was not asked could change the answer, and says so."""
    assert talk()[1].rstrip().endswith("Nothing that was not asked could change the answer.")


def test_what_can_change_nothing_is_not_asked() -> None:
    """With no fault of behaviour the examples do not matter, nor what a schema would do."""
    _, shown = talk("b", "a")

    left_out = ("labelled_examples", "schema_would_do", "examples_show_behaviour", "corpus_size")
    assert [] == [name for name in left_out if ASKED[name].ask in shown]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.fact)
def test_values_and_meanings_stand_apart(question: Question) -> None:
    """However long a value is, its meaning does not touch it."""
    lines = choices(question)

    assert all(
        f"  {value}  " in f"{line} " or line.endswith(value)
        for value, line in zip(question.answers, lines, strict=False)
    )


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
