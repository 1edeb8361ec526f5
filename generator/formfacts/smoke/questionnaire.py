"""All questions of a template in their order, answered one after the other as Copier does."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha512
from pathlib import Path, PurePath

from formfacts.errors import AnswerError, UsageError, brief
from formfacts.scaffold.questions import nearest
from formfacts.smoke.copierfile import CopierFile, read_copier_file
from formfacts.smoke.expressions import Expressions
from formfacts.smoke.question import MISSING, NO_ANSWER, Place, Question

DEFAULT_ANSWERS_FILE = ".copier-answers.yml"
# Where a combination is rendered is not known yet; a template may ask all the same.
FOLDER = Path("project")
SYSTEMS = {"Linux": "linux", "Darwin": "macos", "Windows": "windows"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of the questions.

    `answers` are all of them, as the template sees them; `varied` are the questions that were asked
    and offered a choice, `hidden` those that their `when` kept back.
    """

    answers: Mapping[str, object]
    varied: frozenset[str]
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions of the template that `file` describes."""

    file: CopierFile
    expressions: Expressions
    questions: tuple[Question, ...]

    def ask(self, given: Mapping[str, object]) -> Asked:
        """Go through the questions with some answers given, and the default for every other.

        Raises AnswerError for an answer that is unknown or rejected, else as `Question.step` does.
        """
        known = [question.name for question in self.questions]
        for name in given:
            if name not in known:
                raise AnswerError(f"there is no question {brief(name)}: {nearest(name, known)}")
        answers: dict[str, object] = {}
        varied: set[str] = set()
        hidden: set[str] = set()
        for question in self.questions:
            # Copier shows an answer that is given to every question, also to those before its own.
            context = self.context({**given, **answers}, hidden)
            place = question.place(context)
            if place == "hidden":
                hidden.add(question.name)
            if place == "asked" and question.candidates(context) is not None:
                varied.add(question.name)
            settled = answer_to(question, place, given, context)
            if settled is not MISSING:
                answers[question.name] = settled
        return Asked(answers, frozenset(varied), frozenset(hidden))

    def context(
        self, answers: Mapping[str, object], hidden: Collection[str] = ()
    ) -> dict[str, object]:
        """Return what an expression can read, besides Jinja's own, once there are these answers."""
        origin: dict[str, object] = {"_src_path": str(self.file.root), "_commit": ""}
        secret = {question.name for question in self.questions if question.details.get("secret")}
        remembered = {k: v for k, v in answers.items() if k not in secret and k not in hidden}
        return {
            "now": lambda: datetime.now(UTC),
            "make_secret": lambda: sha512(os.urandom(48)).hexdigest(),
            "_external_data": {name: {} for name in self.file.settings.get("external_data") or ()},
            **origin,
            **answers,
            "_copier_answers": {**origin, **remembered},
            "_copier_conf": self.conf(self.answers_file),
            "_folder_name": FOLDER.name,
            "_copier_python": sys.executable,
            "_copier_phase": "prompt",
        }

    @property
    def answers_file(self) -> str:
        """What the project's answers file is called; an expression."""
        return str(self.file.settings.get("answers_file", DEFAULT_ANSWERS_FILE))

    def conf(self, answers_file: str) -> dict[str, object]:
        """Return what a template can read of the settings that Copier was started with."""
        return {
            "answers_file": PurePath(answers_file),
            "src_path": PurePath(self.file.root),
            "dst_path": PurePath(FOLDER.absolute()),
            "vcs_ref": None,
            "vcs_ref_hash": None,
            "data": {},
            "sep": os.sep,
            "os": SYSTEMS.get(platform.system()),
            "overwrite": False,
            "pretend": False,
            "quiet": True,
        }


def answer_to(
    question: Question, place: Place, given: Mapping[str, object], context: Mapping[str, object]
) -> object:
    """Return the answer to a question, given or by default; MISSING if it gets none."""
    if question.name in given:
        value = given[question.name]
        try:
            return question.settle(value, context)
        except ValueError as error:
            raise AnswerError(f"{question.name}: {brief(value)}: {error}") from None
    default = question.by_default(context, hidden=place == "hidden")
    if not default.values:
        raise AnswerError("; ".join(default.rejected))
    if place == "asked" and default.values == (NO_ANSWER,):
        raise AnswerError(f"{question.name}: there is no answer, and no default: give one")
    return default.values[0].settled


def read_questionnaire(
    root: Path, *, values: Mapping[str, object] | None = None, trust: bool = False
) -> Questionnaire:
    """Read the questions of the template under `root`.

    `values` names answers to try, as a list per question; it makes options of open questions.
    Raises TemplateError for a template that is broken, UsageError for one that needs `trust` and
    for values that name no question that is asked.
    """
    file = read_copier_file(root)
    expressions = Expressions(file, trust=trust)
    named = check_values(file, values or {})
    questions = tuple(
        Question(name, details, expressions, named.get(name))
        for name, details in file.questions.items()
    )
    return Questionnaire(file, expressions, questions)


def check_values(file: CopierFile, values: Mapping[str, object]) -> dict[str, tuple[object, ...]]:
    """Return the values to try by question; raise UsageError for what names none."""
    asked = [name for name, entry in file.questions.items() if entry.get("when") is not False]
    for name, named in values.items():
        if name not in asked:
            raise UsageError(f"values: there is no question {brief(name)}: {nearest(name, asked)}")
        if not isinstance(named, list | tuple) or not named:
            raise UsageError(f"values: {name}: {brief(named)} is no list: write [first, second]")
    return {name: tuple(named) for name, named in values.items() if isinstance(named, list | tuple)}
