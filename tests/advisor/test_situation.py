"""The facts and their values."""

from __future__ import annotations

import pytest

from formfacts.advisor.questions import QUESTIONS
from formfacts.advisor.scales import SCALES
from formfacts.advisor.situation import (
    FACTS,
    Answer,
    Gap,
    Situation,
    Tried,
    make_situation,
    parse_fact,
    values_of,
)
from formfacts.errors import UsageError


def test_nothing_said_is_unknown() -> None:
    """A situation with no facts has none."""
    situation = make_situation({})

    assert ({}, Situation()) == (situation.facts(), situation)


def test_facts_are_words_again() -> None:
    """What was read is given back as it was written, in the order of the fields."""
    written = {"labelled_examples": "300", "behaviour_gap": "tone", "private_data": "yes"}

    facts = make_situation(written).facts()

    assert written == facts
    assert ["behaviour_gap", "private_data", "labelled_examples"] == list(facts)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("knowledge_gap", True, Answer.YES),
        ("prompting_tried", False, Tried.NO),
        ("behaviour_gap", " Domain reasoning ", Gap.DOMAIN_REASONING),
        ("behaviour_gap", "none", Gap.NONE),
        ("behaviour_gap", None, Gap.UNKNOWN),
    ],
)
def test_forgives_what_yaml_and_people_do(name: str, raw: object, value: object) -> None:
    """Bare yes and no, empty values, capitals and spaces are understood."""
    assert value is parse_fact(name, raw)


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        (
            "behaviour_gap",
            "tome",
            "behaviour_gap: 'tome' is not a value it can have; did you mean 'tone'?",
        ),
        (
            "private_data",
            "xyz",
            "private_data: 'xyz' is not a value it can have; write one of yes, no, unknown",
        ),
        (
            "knowledge_gapp",
            "yes",
            "there is no fact 'knowledge_gapp'; did you mean 'knowledge_gap'?",
        ),
        (
            "requests_per_day",
            "loads",
            (
                "requests_per_day: 'loads' cannot be read; write a number, low, medium, high or"
                " very high, or unknown"
            ),
        ),
    ],
)
def test_names_the_value_and_the_nearest_one(name: str, raw: object, message: str) -> None:
    """A wrong fact or value is an error that says which, and what to write instead."""
    with pytest.raises(UsageError) as caught:
        parse_fact(name, raw)

    assert message == str(caught.value)


def test_every_fact_has_a_question_and_a_way_to_read_it() -> None:
    """Facts, questions and scales name the same things."""
    amounts = {name for name in FACTS if not values_of(name)}

    assert (set(FACTS), set(SCALES)) == ({q.fact for q in QUESTIONS}, amounts)


def test_every_answer_on_offer_can_be_read() -> None:
    """Each choice and each default of each question is a value of its fact."""
    offered = [(q.fact, word) for q in QUESTIONS for word in (*q.answers, q.default)]

    read = [(name, word) for name, word in offered if parse_fact(name, word)]

    assert offered == read
