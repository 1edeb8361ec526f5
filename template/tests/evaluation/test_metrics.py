"""Scores: facts and form are two axes, and each failure says why."""

from __future__ import annotations

from app.evaluation.cases import Case
from app.evaluation.checks import MAX_WORDS
from app.evaluation.metrics import failed, score
from app.types import Answer, Sentence

CITED = Sentence(1, "lending.md", "", 0, 9, "Four weeks.")
WEEKS = Case(
    id="weeks", question="?", answerable=True, cites=("lending.md",), facts=("Four  Weeks",)
)
POOL = Case(id="pool", question="?", answerable=False)
LABEL = Case(id="label", question="?", form={"topic": "codes", "urgency": "low"})
PERSON = Case(id="p", question="?", answerable=False, escalate=True, form={"action": "escalate"})
REFUSAL = Answer("Not there.", refused=True, support=0.1)


def test_a_right_answer_is_right_on_both_axes() -> None:
    """Facts are found whatever their case and white space."""
    result = score(WEEKS, Answer("It is four\nweeks [1].", citations=(CITED,), support=1.0))

    assert (True, True, True, ()) == (result.facts, result.form, result.cited, result.faults)


def test_a_missing_fact_is_a_fault_of_facts_alone() -> None:
    """The form is as it should be."""
    result = score(WEEKS, Answer("It is long [1].", citations=(CITED,), support=1.0))

    assert (False, True, ("lacks 'Four  Weeks'",)) == (result.facts, result.form, result.faults)


def test_citing_another_file_is_a_fault() -> None:
    """Even when the words happen to be right."""
    other = Sentence(1, "films.md", "", 0, 9, "Four weeks.")

    result = score(WEEKS, Answer("Four weeks [1].", citations=(other,), support=1.0))

    assert (False, False, ("does not cite lending.md",)) == (
        result.facts,
        result.cited,
        result.faults,
    )


def test_a_refusal_of_what_is_documented_is_a_fault() -> None:
    """Refusing is no way to a good score."""
    result = score(WEEKS, REFUSAL)

    assert (False, False) == (result.facts, result.cited)
    assert ("refused although the documents hold the answer",) == result.faults


def test_a_refusal_of_what_is_not_documented_is_right() -> None:
    """There was nothing to cite."""
    result = score(POOL, REFUSAL)

    assert (True, True, None, ()) == (result.facts, result.form, result.cited, result.faults)


def test_an_answer_to_what_is_not_documented_is_a_fault() -> None:
    """It is made up, whatever it cites."""
    result = score(POOL, Answer("Yes [1].", citations=(CITED,), support=1.0))

    assert (False, True) == (result.facts, result.form)
    assert ("answered although the documents hold no answer",) == result.faults


def test_labels_are_scored_on_form_alone() -> None:
    """A ticket's label states no facts."""
    right = score(LABEL, Answer("{}", data={"topic": "codes", "urgency": "low", "action": "reply"}))
    wrong = score(LABEL, Answer("{}", data={"topic": "codes", "urgency": "high"}))

    assert (None, True) == (right.facts, right.form)
    assert (None, False, ("urgency is 'high', not 'low'",)) == (
        wrong.facts,
        wrong.form,
        wrong.faults,
    )


def test_fields_are_not_asked_of_prose() -> None:
    """The same cases serve a repo without an answer schema."""
    assert score(LABEL, Answer("Low.")).form


def test_handing_over_is_scored_on_form_alone() -> None:
    """It is neither an answer nor a refusal."""
    result = score(PERSON, Answer("A person will.", data={"action": "escalate"}))

    assert (None, True) == (result.facts, result.form)


def test_prose_with_neither_citation_nor_refusal_is_a_fault_of_form() -> None:
    """A reader could not check it."""
    result = score(POOL, Answer("Who knows.", support=0.9))

    assert not result.form
    assert "neither a citation nor a refusal" in result.faults


def test_a_long_reply_is_a_fault_of_form() -> None:
    """The limit stands in checks.py and is yours to change."""
    result = score(LABEL, Answer("word " * (MAX_WORDS + 1)))

    assert (f"{MAX_WORDS + 1} words, more than {MAX_WORDS}",) == result.faults


def test_an_error_is_wrong_on_both_axes() -> None:
    """Its text is the reason."""
    result = failed(WEEKS, ValueError("not JSON"))

    assert (False, False, ("not JSON",)) == (result.facts, result.form, result.faults)


def test_an_error_on_a_label_has_no_facts_to_get_wrong() -> None:
    """The axes stay apart."""
    result = failed(LABEL, ValueError("not JSON"))

    assert (None, False) == (result.facts, result.form)
