"""From a reply to an answer: parsing, the schema, citations, house texts, bad files of yours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import answers
from app.answers import Form
from app.errors import DataError, FormError
from app.settings import AnswerSettings
from app.types import Sentence
from tests.small import SCHEMA, write

ONE = Sentence(1, "lending.md", "Loans", 0, 24, "Books: four weeks.")
TWO = Sentence(2, "lending.md", "Loans", 25, 45, "Films: one week.")
PROSE = Form("Not in the documents.")
REPLIES = {
    "answer": {"plain": "{quotes}", "warm": "Gladly! {quotes}"},
    "escalate": {"plain": "A person will call about {topic}."},
    "refuse": {"plain": "Not there.", "warm": "Sorry, not there."},
}
HOUSE = Form("Not in the documents.", SCHEMA, REPLIES)


def test_marks_in_prose_are_citations() -> None:
    """Each sentence is cited once, in the order in which the reply names them."""
    answer = answers.from_prose(" Films [2]. Books [1], yes [2]. \n", (ONE, TWO), PROSE)

    assert ("Films [2]. Books [1], yes [2].", (TWO, ONE)) == (answer.text, answer.citations)


def test_marks_may_hold_several_numbers() -> None:
    """Some models write [1, 2]."""
    assert (ONE, TWO) == answers.from_prose("Both [1, 2].", (ONE, TWO), PROSE).citations


def test_numbers_that_nobody_gave_are_dropped() -> None:
    """An invented citation points at nothing."""
    assert (ONE,) == answers.from_prose("Books [1], boats [9].", (ONE, TWO), PROSE).citations


@pytest.mark.parametrize("text", ["Not in the documents.", "I fear that is not in the documents!"])
def test_the_refusal_is_recognised(text: str) -> None:
    """Its case and the mark at its end do not matter."""
    assert answers.from_prose(text, (ONE,), PROSE).refused


def test_an_answer_is_no_refusal() -> None:
    """Only the words of settings.yaml refuse."""
    assert not answers.from_prose("Four weeks [1].", (ONE,), PROSE).refused


@pytest.mark.parametrize(
    "reply", ['{"a": 1}', ' {"a": 1}\n', '```json\n{"a": 1}\n```', '```\n{"a": 1}```']
)
def test_a_reply_may_stand_in_a_fence(reply: str) -> None:
    """Chat models like to wrap JSON in Markdown."""
    assert {"a": 1} == answers.parse(reply, {})


@pytest.mark.parametrize("reply", ["Four weeks.", "", '{"a": 1', "{'a': 1}", "[" * 100_000])
def test_a_reply_that_is_not_json_is_a_form_error(reply: str) -> None:
    """The error shows how the reply begins, in one line."""
    with pytest.raises(FormError, match=r"^the reply is not JSON .*$"):
        answers.parse(reply, SCHEMA)


def test_a_fault_against_the_schema_says_where() -> None:
    """The error names the place and the value, so that a model can mend it."""
    with pytest.raises(FormError, match=r"meet the schema at sentences\.1: 'two' is not of type"):
        answers.parse('{"action": "answer", "sentences": [1, "two"]}', SCHEMA)


def test_a_fault_of_the_whole_object_says_so() -> None:
    """A missing key has no place of its own."""
    with pytest.raises(FormError, match="at the object: 'action' is a required property"):
        answers.parse('{"sentences": []}', SCHEMA)


def test_a_schema_that_refers_to_itself_without_end_is_a_form_error() -> None:
    """No reply can meet it."""
    with pytest.raises(FormError, match="refers to itself without end"):
        answers.parse('{"a": 1}', {"$ref": "#"})


def test_a_reply_must_be_an_object() -> None:
    """Even when the schema lets other JSON pass."""
    with pytest.raises(FormError, match="one JSON object, not list"):
        answers.parse("[1]", {})


def test_an_answer_quotes_the_sentences_it_points_at() -> None:
    """Every fact in the text is a quoted sentence of a document."""
    data = {"action": "answer", "tone": "warm", "sentences": [2, 1]}

    answer = answers.from_data(data, (ONE, TWO), HOUSE)

    assert ((TWO, ONE), data) == (answer.citations, answer.data)
    assert "Gladly! Films: one week. [2] Books: four weeks. [1]" == answer.text


@pytest.mark.parametrize("sentences", [[], [7], [None, "1", [1]]])
def test_an_answer_that_points_at_nothing_becomes_a_refusal(sentences: list[Any]) -> None:
    """The house texts never frame an empty quotation."""
    data = {"action": "answer", "tone": "warm", "sentences": sentences}

    answer = answers.from_data(data, (ONE, TWO), HOUSE)

    assert ("Sorry, not there.", True, ()) == (answer.text, answer.refused, answer.citations)


def test_handing_over_to_a_person_cites_nothing() -> None:
    """Sentences that the model names all the same are left out."""
    data = {"action": "escalate", "topic": "billing", "tone": "plain", "sentences": [1]}

    answer = answers.from_data(data, (ONE,), HOUSE)

    assert ("A person will call about billing.", False) == (answer.text, answer.refused)
    assert ((), {**data, "sentences": []}) == (answer.citations, answer.data)


@pytest.mark.parametrize(
    ("reply", "counts"),
    [
        ({"action": "answer", "sentences": [9]}, {"action": "refuse", "sentences": []}),
        ({"sentences": [9]}, {"sentences": []}),
        ({"action": "refuse", "sentences": [1]}, {"action": "refuse", "sentences": []}),
        ({"action": "answer", "sentences": [1, 9, 1]}, {"action": "answer", "sentences": [1]}),
        ({"sentences": [1], "tone": "warm"}, {"sentences": [1], "tone": "warm"}),
    ],
)
def test_the_data_of_an_answer_says_what_was_carried_out(
    reply: dict[str, Any], counts: dict[str, Any]
) -> None:
    """A program that reads the object alone never takes a refusal for an answer."""
    before = json.dumps(reply)

    assert counts == answers.from_data(reply, (ONE,), HOUSE).data
    assert before == json.dumps(reply)


def test_a_tone_without_a_text_takes_the_first() -> None:
    """A tone that replies.yaml does not know is no reason to fail."""
    data = {"action": "refuse", "tone": "pirate", "sentences": []}

    assert "Not there." == answers.from_data(data, (), HOUSE).text


def test_without_house_texts_an_answer_is_its_quotations() -> None:
    """replies.yaml is optional."""
    data = {"action": "answer", "sentences": [1]}

    assert "Books: four weeks. [1]" == answers.from_data(data, (ONE,), PROSE).text


def test_without_house_texts_a_refusal_is_that_of_the_settings() -> None:
    """There is always something to say."""
    data = {"action": "refuse", "sentences": []}

    assert "Not in the documents." == answers.from_data(data, (ONE,), PROSE).text


def test_braces_in_a_document_are_left_as_they_are() -> None:
    """Only the house text has places to fill."""
    braces = Sentence(1, "a.md", "", 0, 9, "{topic} {0}")
    data = {"action": "answer", "tone": "plain", "topic": "x", "sentences": [1]}

    assert "{topic} {0} [1]" == answers.from_data(data, (braces,), HOUSE).text


@pytest.mark.parametrize("data", [{"urgency": "höh"}, {"sentences": 2}, {"sentences": None}])
def test_an_object_without_a_list_of_sentences_is_shown_as_json(data: dict[str, Any]) -> None:
    """A label is an answer of its own."""
    answer = answers.from_data(data, (ONE,), HOUSE)

    assert (data, False, ()) == (answer.data, answer.refused, answer.citations)
    assert answer.text.startswith("{")


def test_without_files_a_form_is_the_refusal(tmp_path: Path) -> None:
    """Schema and house texts are optional."""
    assert Form("No.") == answers.load_form(AnswerSettings(refusal="No."), tmp_path)


def test_a_schema_that_is_missing_is_named(tmp_path: Path) -> None:
    """The error names the file."""
    settings = AnswerSettings(schema="prompts/none.json")

    with pytest.raises(DataError, match=r"none\.json does not exist"):
        answers.load_form(settings, tmp_path)


def test_house_texts_that_are_not_yaml_are_named(tmp_path: Path) -> None:
    """The error is one line with the place in the file."""
    path = write(tmp_path / "r.yaml", "answer:\n  plain: [")

    with pytest.raises(DataError, match=r"^\S*r\.yaml is not YAML: .* line 2.*$"):
        answers.load_replies(path)


@pytest.mark.parametrize("text", ["", "- a", "answer: text", "7"])
def test_house_texts_of_another_shape_are_named(tmp_path: Path, text: str) -> None:
    """They are texts per tone per action."""
    path = write(tmp_path / "r.yaml", text)

    with pytest.raises(DataError, match=r"r\.yaml must map each action to a mapping of tone"):
        answers.load_replies(path)


def test_a_mark_inside_a_quoted_sentence_cites_nothing() -> None:
    """A document may hold argv[1] or a footnote; only the marks after the quotation count."""
    name = Sentence(2, "a.md", "", 0, 23, "The name is in argv[1].")

    answer = answers.from_prose(f'"{name.text}" [2]', (ONE, name), Form(refusal="No."))

    assert (name,) == answer.citations


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_a_number_that_json_cannot_hold_is_a_fault(number: str) -> None:
    """The answer and the log stay JSON that other programs read."""
    with pytest.raises(FormError, match="the reply is not JSON"):
        answers.parse(f'{{"price": {number}}}', {"type": "object"})
