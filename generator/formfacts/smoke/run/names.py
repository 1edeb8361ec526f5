"""What smoke.yml says of the template's questions, looked at before anything is run.

Jinja takes an unknown name for nothing, and a text without an expression for something: a check
would never be run, or always.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes

from formfacts.errors import InputFileError, brief
from formfacts.scaffold.questions import nearest
from formfacts.smoke.cell import shown
from formfacts.smoke.config import Config, Files, Promote
from formfacts.smoke.matrix import Matrix
from formfacts.smoke.run.setting import OWN, OWN_NAMES

SIGNS = "'{{ ' and ' }}'"
OF_COPIER = re.compile(r"_copier_\w+|_folder_name")


def check_names(config: Config, matrix: Matrix, path: Path) -> None:
    """Raise InputFileError for an expression that is none, or reads what no question answers."""
    for place, text in written(config):
        check_expression(text, matrix, f"{path}: {place}")
    for place, text in conditions(config):
        if text and not is_expression(text, matrix):
            raise InputFileError(
                f"{path}: {place}: when: {brief(text)} is a text, no condition: put it in {SIGNS}"
            )
    for check in config.checks:
        if isinstance(check.task, Promote):
            check_promotion(check.task, matrix, f"{path}: checks: {check.name}")


def check_expression(text: str, matrix: Matrix, place: str) -> None:
    """Look at one text with expressions in it."""
    expressions = matrix.questionnaire.expressions
    questions = [question.name for question in matrix.questionnaire.questions]
    try:
        names = expressions.reads(text) or frozenset()
        tree = expressions.environment.parse(text)
    except Exception as error:  # noqa: BLE001  Jinja's, of several kinds
        raise InputFileError(f"{place}: {brief(text)} is no expression: {error}") from None
    for name in sorted(names - {*questions, OWN, *expressions.environment.globals}):
        if not OF_COPIER.fullmatch(name):
            raise InputFileError(
                f"{place}: no question is called {name!r}: {nearest(name, questions)}"
            )
    for found in tree.find_all(nodes.Getattr):
        of_ours = isinstance(found.node, nodes.Name) and found.node.name == OWN
        if of_ours and found.attr not in OWN_NAMES:
            raise InputFileError(
                f"{place}: there is no {OWN}.{found.attr}: {nearest(found.attr, OWN_NAMES)}"
            )


def is_expression(text: str, matrix: Matrix) -> bool:
    """Whether what a text comes to can depend on anything."""
    tree = matrix.questionnaire.expressions.environment.parse(text)
    parts = [part for output in tree.find_all(nodes.Output) for part in output.nodes]
    return not all(isinstance(part, nodes.TemplateData) for part in parts) or any(
        True for _ in tree.find_all((nodes.If, nodes.For))
    )


def check_promotion(task: Promote, matrix: Matrix, place: str) -> None:
    """Look at whether the question and the values of a promotion are there."""
    questions = [question.name for question in matrix.questionnaire.questions]
    if task.question not in questions:
        raise InputFileError(
            f"{place}: question: no question is called {task.question!r}: "
            f"{nearest(task.question, questions)}"
        )
    values = [
        shown(value.settled)
        for option in matrix.options
        if option.name == task.question
        for value in option.values
    ]
    for value in (*task.to, *(value for targets in task.to.values() for value in targets)):
        if values and value not in values:
            raise InputFileError(
                f"{place}: to: {task.question} cannot be {brief(value)}: {nearest(value, values)}"
            )


def written(config: Config) -> Iterator[tuple[str, str]]:
    """Yield the expressions of a smoke.yml, each with where it stands."""
    yield from ((f"env: {name}", value) for name, value in config.env.items())
    yield from conditions(config)
    for check in config.checks:
        for name in ("run", "serve", "get"):
            yield f"checks: {check.name}", getattr(check.task, name, "")


def conditions(config: Config) -> Iterator[tuple[str, str]]:
    """Yield what says where a check or a set of files is called for, each with where it stands."""
    for check in config.checks:
        yield f"checks: {check.name}", check.when
        if isinstance(check.task, Files):
            yield from ((f"files[{n}]", part.when) for n, part in enumerate(check.task.sets))
