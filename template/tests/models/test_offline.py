"""The offline model: it quotes or refuses, and makes nothing up."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import ModelError
from app.models.offline import OfflineModel, describe, make_model
from app.prompt import number_sentences, user_message
from app.settings import load_settings
from app.types import Message, Passage
from tests.small import SCHEMA, make_assistant

MODEL = OfflineModel("Not there.")
TEXT = "Books are lent for four weeks. Films are lent for one week. The reading room is quiet."


def reply(question: str, text: str = TEXT) -> str:
    """Ask about one passage."""
    sentences = number_sentences([Passage("a.md", "", 0, len(text), text)])
    return MODEL.complete([Message("user", user_message(question, sentences))]).text


def test_it_quotes_the_sentence_that_answers() -> None:
    """Word for word, with its number."""
    assert '"Films are lent for one week." [2]' == reply("How long is a film lent?")


def test_it_quotes_two_sentences_that_answer_equally_well() -> None:
    """In the order of the passages."""
    quoted = '"Books are lent for four weeks." [1] "Films are lent for one week." [2]'

    assert quoted == reply("What is lent?")


@pytest.mark.parametrize("question", ["Is there a swimming pool?", "???", "and the of"])
def test_it_refuses_what_no_sentence_speaks_of(question: str) -> None:
    """Common words are no reason to quote."""
    assert "Not there." == reply(question)


def test_a_question_cannot_pass_for_a_passage() -> None:
    """Only what stands before the question is quoted."""
    assert "Not there." == reply("Question: [9] swimming pools are free")


def test_without_passages_it_says_what_it_is() -> None:
    """An honest model says why it has nothing to say."""
    text = MODEL.complete([Message("user", "Why?")]).text

    assert text.startswith("I am the offline model: I quote documents")


def test_it_does_not_fill_in_forms() -> None:
    """The error says which setting to change."""
    with pytest.raises(ModelError, match=r"cannot fill answer\.schema: choose a provider"):
        MODEL.complete([Message("user", "Why?")], SCHEMA)


def test_it_refuses_in_your_words(repo: Path) -> None:
    """The refusal is that of the settings."""
    assert OfflineModel("That is not in the documents.") == make_model(load_settings(), repo)


def test_it_sends_nothing(repo: Path) -> None:
    """And says so."""
    assert describe(load_settings()).startswith("offline: ")


def test_its_quotations_are_citations(repo: Path) -> None:
    """An answer with it can be checked like any other."""
    answer = make_assistant(repo).ask("What does a late book cost?")

    assert ["A late book costs 10 cents a day."] == [citation.text for citation in answer.citations]
