"""From a question to an answer, with queued replies in the model's place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import FormError, ModelError
from app.types import Message, Passage, Retrieval
from tests.fakes import FixedRetriever, QueuedModel
from tests.small import add_settings, ask_for_form, make_assistant

GOOD = '{"action": "answer", "sentences": [1]}'
BAD = '{"action": "shrug", "sentences": [1]}'


def test_an_answer_carries_its_citations_passages_and_cost(repo: Path) -> None:
    """Everything that the log and the reader need is in the answer."""
    answer = make_assistant(repo, QueuedModel(["Four weeks [1]."])).ask("How long?")

    assert "Four weeks [1]." == answer.text
    assert [("lending.md", "Books are lent for four weeks.")] == [
        (citation.path, citation.text) for citation in answer.citations
    ]
    assert ["Lending", "Fines", ""] == [passage.heading for passage in answer.passages]
    assert (1.0, "queued", 10, 2) == (
        answer.support,
        answer.model,
        answer.usage.prompt_tokens,
        answer.usage.completion_tokens,
    )


def test_a_citation_is_a_span_of_the_file(repo: Path) -> None:
    """A reader can check it."""
    (citation,) = make_assistant(repo, QueuedModel(["Yes [3]."])).ask("A fine?").citations

    text = (repo / "docs" / citation.path).read_text(encoding="utf-8")
    assert "A late book costs 10 cents a day." == text[citation.start : citation.end]


def test_the_model_is_shown_prompt_examples_and_passages(repo: Path) -> None:
    """The chat holds what the files of the repo say."""
    model = QueuedModel(["Four weeks [1]."])
    make_assistant(repo, model).ask("How long?")

    (chat,) = model.chats
    assert ["system", "user", "assistant", "user"] == [message.role for message in chat]
    assert "[1] Books are lent for four weeks.\n" in chat[-1].content


def test_without_support_it_refuses_and_asks_no_model(repo: Path) -> None:
    """A refusal needs no model, so it costs nothing and cannot be made up."""
    found = Retrieval((Passage("a.md", "", 0, 4, "Oak."),), support=0.2, supported=False)
    model = QueuedModel([])
    assistant = replace(make_assistant(repo, model), retriever=FixedRetriever(found))

    answer = assistant.ask("Why?")

    assert (True, (), 0.2, []) == (answer.refused, answer.citations, answer.support, model.chats)
    assert "That is not in the documents." == answer.text


def test_without_support_a_form_is_still_filled_in(repo: Path) -> None:
    """Whether to refuse or to hand over is a field of the form."""
    ask_for_form(repo)
    model = QueuedModel(['{"action": "escalate", "sentences": []}'])
    found = Retrieval((), support=0.0, supported=False)

    assistant = replace(make_assistant(repo, model), retriever=FixedRetriever(found))
    answer = assistant.ask("Help!")

    assert {"action": "escalate", "sentences": []} == answer.data
    assert "Passages:\n(none)\n\nQuestion: Help!" == model.chats[0][-1].content


def test_without_documents_the_question_stands_alone(repo: Path) -> None:
    """There is nothing to cite and no support to speak of."""
    model = QueuedModel(["Hello [1]."])
    assistant = replace(make_assistant(repo, model), retriever=FixedRetriever(None))

    answer = assistant.ask("Hi!")

    assert ("Hello [1].", (), None) == (answer.text, answer.citations, answer.support)
    assert Message("user", "Hi!") == model.chats[0][-1]


def test_a_schema_goes_to_the_model(repo: Path) -> None:
    """Providers that know JSON schemas can hold the model to it."""
    ask_for_form(repo)
    model = QueuedModel([GOOD])
    assistant = make_assistant(repo, model)
    answer = assistant.ask("How long?")

    assert [assistant.form.schema] == model.schemas
    assert "Books are lent for four weeks. [1]" == answer.text


@pytest.mark.parametrize("bad", ["Four weeks.", BAD])
def test_a_bad_reply_is_repaired_once(repo: Path, bad: str) -> None:
    """The model sees its own reply and what is wrong with it."""
    ask_for_form(repo)
    model = QueuedModel([bad, GOOD])

    answer = make_assistant(repo, model).ask("How long?")

    assert {"action": "answer", "sentences": [1]} == answer.data
    assert Message("assistant", bad) == model.chats[1][-2]
    assert model.chats[1][-1].content.endswith("Reply again with only the corrected JSON object.")


def test_a_repaired_answer_costs_both_calls(repo: Path) -> None:
    """The repair round is paid for as well."""
    ask_for_form(repo)

    usage = make_assistant(repo, QueuedModel([BAD, GOOD])).ask("How long?").usage

    assert (20, 4) == (usage.prompt_tokens, usage.completion_tokens)


def test_a_reply_that_stays_bad_is_a_form_error(repo: Path) -> None:
    """The error says who failed, at which file, how, and what can be done."""
    ask_for_form(repo)
    assistant = make_assistant(repo, QueuedModel(["Hm.", BAD]))

    with pytest.raises(FormError) as caught:
        assistant.ask("How long?")

    expected = (
        "queued did not meet reply.schema.json in two tries: the reply does not meet the schema at "
        "action: 'shrug' is not one of ['answer', 'escalate', 'refuse']; loosen the schema, show "
        "an example in the prompt, or use another model"
    )
    assert expected == str(caught.value)


def test_a_model_that_fails_fails_the_question(repo: Path) -> None:
    """There is no answer to fall back on."""
    assistant = make_assistant(repo, QueuedModel([ModelError("no answer")]))

    with pytest.raises(ModelError, match="no answer"):
        assistant.ask("How long?")


def test_the_refusal_is_yours_to_word(repo: Path) -> None:
    """answer.refusal is what people read and what is recognised."""
    add_settings(repo, "answer: {refusal: Ask the desk.}\n")

    assert make_assistant(repo, QueuedModel(["Please ask the desk!"])).ask("Why?").refused
