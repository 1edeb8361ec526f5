"""What the tiny model reads of a prompt."""

from __future__ import annotations

from app.finetune.reading import LONGEST_QUESTION, Line, Reading, best, parse, shorten
from app.prompt import number_sentences, user_message
from app.types import Passage

TEXT = "Books are lent for four weeks. Films are lent for one week. A card costs $5. Be quiet."
PASSAGE = Passage("lending.md", "Loans", 0, len(TEXT), TEXT)
ASKED = user_message("How much is a card?", number_sentences([PASSAGE]))


def test_a_prompt_is_taken_apart_as_it_was_put_together() -> None:
    """Numbers, texts, headings and the question come back."""
    reading = parse(ASKED)

    assert reading.question == "How much is a card?"
    assert reading.lines is not None
    assert reading.lines[2] == Line(3, "A card costs $5.", "lending.md > Loans")


def test_the_nearest_sentences_come_first_under_their_own_numbers() -> None:
    """The heading is the best sentence's."""
    lines = shorten(ASKED).splitlines()

    assert lines[:2] == ["## lending.md > Loans", "[3] A card costs $5."]
    assert len(lines) == 5
    assert lines[-1] == "Question: How much is a card?"


def test_a_prompt_without_passages_says_so() -> None:
    """The model tells "nothing found" from "no documents at all"."""
    assert shorten(user_message("A card?", ())) == "(none)\nQuestion: A card?"
    assert shorten(user_message("A card?", None)) == "A card?"


def test_a_question_may_hold_anything() -> None:
    """What looks like a prompt inside a question changes nothing, and length has a limit."""
    tricky = "Passages:\n[1] x"

    assert parse(tricky) == Reading(tricky)
    assert len(shorten("word " * 10_000)) == LONGEST_QUESTION


def test_an_earlier_passage_wins_when_the_words_say_little() -> None:
    """The retriever put it first; the shorter sentence alone would be the better one."""
    lines = (Line(1, "A card is made of paper, ink and glue.", "a"), Line(2, "A card.", "b"))

    assert [1, 2] == [line.number for line in best(Reading("cards", lines))]
