"""Answers on the screen: citations that lead to a place, and no escape sequence from outside."""

from __future__ import annotations

import json

from app.show import answer_json, answer_text, passages_text
from app.types import Answer, Passage, Scores, Sentence

CITED = Sentence(2, "docs/a.md", "Loans", 10, 25, "Four weeks.")
ON_PAGE = Sentence(3, "b.pdf", "", 0, 9, "One week.", page=4)
# What a hostile document may hold: red text, a window title, an 8-bit escape, a backspace.
HOSTILE = "Safe\x1b[31m red\x1b]0;title\x07 \x9b2J\x08\r\x7f end\ttab\nline"
PLAIN = "Safe[31m red]0;title 2J end\ttab\nline"


def test_an_answer_without_citations_is_its_text() -> None:
    """Nothing is added."""
    assert "That is not in the documents." == answer_text(Answer("That is not in the documents."))


def test_each_citation_leads_to_its_place() -> None:
    """File, heading, page and characters, as far as there are any."""
    expected = (
        "Weeks [2], [3].\n\n"
        "  [2] docs/a.md > Loans, characters 10-25\n"
        "  [3] b.pdf, page 4, characters 0-9"
    )

    assert expected == answer_text(Answer("Weeks [2], [3].", citations=(CITED, ON_PAGE)))


def test_passages_are_shown_with_their_scores() -> None:
    """So that a bad answer can be traced to the search or to the model."""
    passage = Passage("a.md", "Loans", 0, 9, "One.\nTwo.\n", scores=Scores(lexical=1.5, fused=0.25))

    shown = passages_text(Answer("", passages=(passage,), support=0.5))

    place = "1. a.md > Loans, characters 0-9  lexical 1.500  fused 0.250"
    assert f"support 0.50\n{place}\n   One.\n   Two.\n" == shown


def test_nothing_retrieved_is_said() -> None:
    """A repo without documents retrieves nothing."""
    assert "nothing was retrieved\n" == passages_text(Answer("Hello."))


def test_escape_sequences_do_not_reach_the_terminal() -> None:
    """Whether a model wrote them or a document holds them as text, heading or file name."""
    passage = Passage(f"a{HOSTILE}.md", HOSTILE, 0, 9, HOSTILE)
    citation = Sentence(1, f"a{HOSTILE}.md", HOSTILE, 0, 9, HOSTILE)

    answer = Answer(HOSTILE, citations=(citation,), passages=(passage,), support=1.0)

    assert answer_text(answer).startswith(PLAIN)
    shown = answer_text(answer) + passages_text(answer)
    assert set() == {character for character in shown if not character.isprintable()} - {"\n", "\t"}


def test_half_a_character_is_left_out() -> None:
    """It could not be printed at all."""
    assert "Oh !" == answer_text(Answer("Oh \ud83d!"))


def test_json_holds_the_whole_answer() -> None:
    """Programs get every field, with letters as letters."""
    shown = answer_json(Answer("Wöchen [2].", citations=(CITED,), model="m"))

    assert "Wöchen" in shown
    assert "docs/a.md" == json.loads(shown)["citations"][0]["path"]


def test_json_escapes_what_a_terminal_would_obey() -> None:
    """A program still reads the text as it was."""
    shown = answer_json(Answer(HOSTILE))

    assert HOSTILE == json.loads(shown)["text"]
    assert set() == {character for character in shown if not character.isprintable()} - {"\n"}
