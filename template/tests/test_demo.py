"""The demo: one question with an answer, one without."""

from __future__ import annotations

from pathlib import Path

from app.demo import choose, run_demo
from app.evaluation.cases import Case
from tests.small import make_assistant


def test_the_demo_answers_one_question_and_refuses_one(repo: Path) -> None:
    """Both sides of the assistant are shown."""
    said: list[str] = []

    run_demo(make_assistant(repo), said.append)

    assert [
        "\n> How long are books lent?\n",
        '"Books are lent for four weeks." [1]\n\n  [1] lending.md > Lending, characters 11-41',
        "\n> Is there a swimming pool?\n",
        "That is not in the documents.",
    ] == said


def test_a_case_for_a_person_is_not_taken_for_a_refusal() -> None:
    """It has an answer, though not from the documents."""
    person = Case(id="a", question="Help!", answerable=False, escalate=True)
    nothing = Case(id="b", question="Why?", answerable=False)

    assert [nothing] == choose([person, nothing])


def test_of_labels_the_first_two_are_shown() -> None:
    """Tickets have no answer to show."""
    tickets = [Case(id=str(number), question="A ticket") for number in range(3)]

    assert tickets[:2] == choose(tickets)
