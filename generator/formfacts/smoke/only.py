"""`--only OPTION=VALUE`: the combinations that somebody wants to see."""

from __future__ import annotations

from collections.abc import Iterable

from formfacts.errors import UsageError, brief
from formfacts.scaffold.questions import nearest
from formfacts.smoke.cell import shown
from formfacts.smoke.graph import Point
from formfacts.smoke.kinds import NO, YES
from formfacts.smoke.matrix import Matrix, Option


def restrict(matrix: Matrix, wanted: Iterable[str]) -> Matrix:
    """Return the matrix of the combinations that have the wanted values.

    `provider=openai,offline` wants either, and so do two texts about one option; texts about
    different options want all of them. Raises UsageError for what is no option or no value, and
    where no combination is left.
    """
    allowed: dict[str, list[Point]] = {}
    for text in wanted:
        name, equals, values = text.partition("=")
        if not equals:
            raise UsageError(f"--only {brief(text)} is not OPTION=VALUE: write --only a=b,c")
        option = find_option(matrix, name.strip())
        points = [find_value(option, value.strip()) for value in values.split(",")]
        allowed.setdefault(option.name, []).extend(points)
    by_name = {option.name: option for option in matrix.options}
    return matrix.only([(by_name[name], points) for name, points in allowed.items()])


def find_option(matrix: Matrix, name: str) -> Option:
    """Return the option of this name."""
    for option in matrix.options:
        if option.name == name:
            return option
    names = [option.name for option in matrix.options]
    if not names:
        raise UsageError(f"--only {name}: this template has no options: leave it out")
    if any(question.name == name for question in matrix.questionnaire.questions):
        why = "it is not asked, or offers no choice"
        raise UsageError(f"--only: {name!r} is no option: {why}: {nearest(name, names)}")
    raise UsageError(f"--only: there is no option {brief(name)}: {nearest(name, names)}")


def find_value(option: Option, text: str) -> Point:
    """Return the point of the value that is written so, as a value or as in an id."""
    for point, value, label in zip(option.points, option.values, option.labels, strict=True):
        if text in {shown(value.settled), label} or meant(text, value.settled):
            return point
    known = [shown(value.settled) for value in option.values]
    raise UsageError(f"--only: {option.name} has no value {brief(text)}: {nearest(text, known)}")


def meant(text: str, value: object) -> bool:
    """Whether a word such as `no` or `True` means this value, which is then a bool."""
    return isinstance(value, bool) and text.lower() in (YES if value else NO)
