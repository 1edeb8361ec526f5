"""Reading copier.yml without Copier, and checking answers against it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formfacts.errors import AnswerError, TemplateError
from formfacts.scaffold.questions import Question, check_answers, load_questions, name_fault
from formfacts.scaffold.source import template_root
from tests.scaffold.tiny import tiny_template

QUESTIONS = load_questions(template_root())


def test_reads_every_form_of_a_question(tmp_path: Path) -> None:
    """Short and long questions, lists and mappings of choices, computed answers."""
    root = tiny_template(
        tmp_path,
        **{
            "copier.yml": "_subdirectory: template\nsize: 3\nname: {type: str}\n"
            "colour: {choices: [red, [Blue, blue]]}\nkind: {choices: {One: 1, Two: {value: 2}}}\n"
            "later: {choices: '{{ [] }}', ask: false}\nslug: {when: false, default: x}\n"
        },
    )

    assert list(load_questions(root).values()) == [
        Question("size", "int", (), computed=False, asked=True),
        Question("name", "str", (), computed=False, asked=True),
        Question("colour", "str", ("red", "blue"), computed=False, asked=True),
        Question("kind", "str", ("1", "2"), computed=False, asked=True),
        Question("later", "str", (), computed=False, asked=False),
        Question("slug", "str", (), computed=True, asked=False),
    ]


def test_broken_template_is_a_template_error(tmp_path: Path) -> None:
    """A copier.yml that is no YAML is named, in place of a traceback."""
    (tmp_path / "copier.yml").write_text("a: [", encoding="utf-8")

    with pytest.raises(TemplateError, match=r"cannot read .*copier\.yml"):
        load_questions(tmp_path)


def test_our_template_asks_for_the_approach() -> None:
    """The four approaches are choices; the two bits behind them are computed."""
    assert ("prompt", "rag", "finetune", "hybrid") == QUESTIONS["approach"].choices
    assert (True, True) == (QUESTIONS["rag"].computed, QUESTIONS["finetune"].computed)


def test_right_answers_come_back() -> None:
    """What is right is returned as it is."""
    answers = {"project_name": "Ünïcode 2", "approach": "hybrid", "tracking": "none"}

    assert answers == check_answers(answers, QUESTIONS)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("aproach", "rag", "there is no question 'aproach': did you mean 'approach'? choose from"),
        ("zzz", "rag", "there is no question 'zzz': choose from project_name, "),
        ("rag", "true", "'rag' is worked out from other answers: give one of project_name, "),
        ("approach", "hibrid", "approach: 'hibrid' is not offered: did you mean 'hybrid'? choose"),
        ("approach", "RAG", "approach: 'RAG' is not offered: did you mean 'rag'? choose from "),
        ("approach", None, "approach: None is not a single value: write approach: TEXT"),
        ("approach", ["rag"], "approach: ['rag'] is not a single value: write approach: TEXT"),
        ("project_name", "", "project_name: '' is empty: pass --data project_name='My App'"),
        ("project_name", "  ", "project_name: '  ' is empty: pass --data "),
        ("project_name", "a/b", "project_name: 'a/b' has a slash: pass --data "),
        ("project_name", "a\\b", "project_name: 'a\\\\b' has a slash: pass --data "),
        ("project_name", "a\nb", "project_name: 'a\\nb' has line breaks or control characters: "),
        ("project_name", "a\x1b[31m", "project_name: 'a\\x1b[31m' has line breaks or control "),
        ("project_name", "日本", "project_name: '日本' has no letter a-z or digit to name the "),
        ("project_name", "x" * 61, f"project_name: '{'x' * 61}' is longer than 60 characters: "),
        ("project_description", "a\u2028b", "project_description: 'a\\u2028b' has line breaks "),
    ],
)
def test_wrong_answer_names_question_value_and_remedy(
    name: str, value: object, message: str
) -> None:
    """Each fault is one line: which question, which value, what to give."""
    with pytest.raises(AnswerError) as caught:
        check_answers({name: value}, QUESTIONS)

    assert message == str(caught.value)[: len(message)]


@given(st.text(max_size=80))
def test_a_name_without_fault_gives_a_package_name(name: str) -> None:
    """Whatever passes has something left to make a package name of."""
    if not name_fault(name):
        assert any(character.isascii() and character.isalnum() for character in name)
