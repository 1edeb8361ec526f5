"""The template's questions, read from copier.yml without Copier, and the check of answers to them.

Copier ignores answers it does not know and reports a wrong one without saying which would do.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formfacts.errors import AnswerError, TemplateError, brief
from formfacts.scaffold.source import QUESTIONS_FILE

LONGEST_NAME = 60
# Control characters, halves of characters (from bytes that are no UTF-8), line and paragraph ends.
UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")

Answer = str | bool | int | float
Answers = dict[str, Answer]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of copier.yml.

    A computed one is worked out from other answers; one that is not `asked` has a single choice
    for now, or is computed.
    """

    name: str
    kind: str
    choices: tuple[str, ...]
    computed: bool
    asked: bool


def load_questions(root: Path) -> dict[str, Question]:
    """Read the questions of the template under `root`, in its order, by name."""
    import yaml  # not needed for --help

    try:
        text = (root / QUESTIONS_FILE).read_text(encoding="utf-8")
        loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise TemplateError(f"cannot read {root / QUESTIONS_FILE}: {error}") from None
    try:
        return {
            name: read_question(name, details)
            for name, details in loaded.items()
            if not name.startswith("_")
        }
    except (AttributeError, TypeError, ValueError) as error:
        raise TemplateError(f"cannot read {root / QUESTIONS_FILE}: {error}") from None


def read_question(name: str, details: Any) -> Question:  # noqa: ANN401  it reads what YAML gave
    """Read one entry of copier.yml, in its short form (the default alone) or its long one."""
    if not isinstance(details, dict):
        details = {"default": details}
    computed = details.get("when") is False
    return Question(
        name=name,
        kind=str(details.get("type") or type(details.get("default", "")).__name__),
        # Several at once are for Copier to check.
        choices=() if details.get("multiselect") else tuple(choice_values(details.get("choices"))),
        computed=computed,
        asked=not computed and details.get("ask") is not False,
    )


def choice_values(choices: Any) -> Iterable[str]:  # noqa: ANN401  it reads what YAML gave
    """Yield the values of the choices, whichever of Copier's forms they are written in."""
    if isinstance(choices, dict):
        choices = list(choices.items())
    for choice in choices if isinstance(choices, list) else ():
        value = choice[1] if isinstance(choice, list | tuple) else choice
        yield str(value["value"] if isinstance(value, dict) else value)


def check_answers(given: Mapping[str, object], questions: Mapping[str, Question]) -> Answers:
    """Return the answers, checked; raise AnswerError for the first that is unknown or wrong."""
    return {name: check_answer(name, value, questions) for name, value in given.items()}


def check_answer(name: str, value: object, questions: Mapping[str, Question]) -> Answer:
    """Return one answer, checked."""
    question = questions.get(name)
    settable = [other.name for other in questions.values() if not other.computed]
    if question is None:
        raise AnswerError(f"there is no question {brief(name)}: {nearest(name, settable)}")
    if question.computed:
        raise AnswerError(
            f"{name!r} is worked out from other answers: give one of {', '.join(settable)}"
        )
    if not isinstance(value, Answer):
        raise AnswerError(f"{name}: {brief(value)} is not a single value: write {name}: TEXT")
    if question.choices and str(value) not in question.choices:
        meant = nearest(value, question.choices)
        raise AnswerError(f"{name}: {brief(value)} is not offered: {meant}")
    check_text(name, str(value))
    return value if question.kind != "str" else str(value)


def nearest(wrong: object, right: Iterable[str]) -> str:
    """Say which of the right words is meant, and which there are."""
    words = list(right)
    close = difflib.get_close_matches(str(wrong).lower(), words, n=1, cutoff=0.5)
    meant = f"did you mean {close[0]!r}? " if close else ""
    return f"{meant}choose from {', '.join(words)}"


def check_text(name: str, text: str) -> None:
    """Raise AnswerError unless the text is one line, and a usable name where it names the repo."""
    if any(unicodedata.category(character) in UNPRINTABLE for character in text):
        raise AnswerError(
            f"{name}: {brief(text)} has line breaks or control characters: use one line"
        )
    if name == "project_name" and (fault := name_fault(text)):
        raise AnswerError(f"project_name: {brief(text)} {fault}: pass --data project_name='My App'")


def name_fault(text: str) -> str:
    """Say what keeps a project name from naming a package, or nothing."""
    if not text.strip():
        return "is empty"
    if len(text) > LONGEST_NAME:
        return f"is longer than {LONGEST_NAME} characters"
    if set(text) & set("/\\"):
        return "has a slash"
    if not any(character.isascii() and character.isalnum() for character in text):
        return "has no letter a-z or digit to name the package by"
    return ""
