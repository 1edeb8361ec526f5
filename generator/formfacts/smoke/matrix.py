"""The options of any Copier template and all their combinations, read from its copier.yml.

An option is a question that is asked somewhere and offers a choice: one with choices, a yes or no,
or one for which values are named. Two ways to answer that differ only in questions that are not
asked are one combination.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from formfacts.errors import TemplateError, UsageError
from formfacts.smoke.cell import Combination, identify, labels
from formfacts.smoke.choices import Value
from formfacts.smoke.graph import Graph, Point, Way
from formfacts.smoke.questionnaire import Asked, Questionnaire, read_questionnaire
from formfacts.smoke.unfold import Unfolded, unfold

REASONS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its values, the points of the graph that stand for them, their parts of an id.

    `layer` is the place of its question among all.
    """

    name: str
    layer: int
    values: tuple[Value, ...]
    points: range
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """The options of a template and the graph whose ways are their combinations.

    `scopes` are the layers of options that can rule each other out; `ahead` the questions that read
    an option which may not be answered yet, with that option; `rejected` says which answers are
    rejected somewhere, and why. `allowed` are the points a layer may have, where not all may be.
    """

    questionnaire: Questionnaire
    options: tuple[Option, ...]
    graph: Graph
    scopes: tuple[frozenset[int], ...]
    ahead: tuple[tuple[str, str], ...]
    rejected: tuple[str, ...]
    allowed: Mapping[int, Collection[Point]] = field(default_factory=dict)

    def option(self, point: Point) -> Option:
        """Return the option that a point belongs to."""
        return next(option for option in self.options if point in option.points)

    def value(self, point: Point) -> Value:
        """Return the value that a point stands for."""
        option = self.option(point)
        return option.values[point - option.points.start]

    def combination(self, way: Way) -> Combination:
        """Return the combination that a way stands for."""
        parts = [(self.option(point), point) for point in way]
        return Combination(
            identify(option.labels[point - option.points.start] for option, point in parts),
            {option.name: self.value(point).given for option, point in parts},
        )

    def way(self, asked: Asked) -> Way:
        """Return the points that answers have; none for a value that is not in the matrix."""
        return tuple(
            point
            for option in self.options
            if option.name in asked.varied
            for point, value in zip(option.points, option.values, strict=True)
            if repr(value.settled) == repr(asked.answers[option.name])
        )

    def only(self, allowed: Sequence[tuple[Option, Collection[Point]]]) -> Matrix:
        """Return the matrix of the combinations in which each of the options gets such a point.

        Raises UsageError if there is none.
        """
        layers = {option.layer: points for option, points in allowed}
        graph = self.graph.only(layers)
        if graph.empty:
            names = ", ".join(option.name for option, _ in allowed)
            raise UsageError(f"no combination has these values of {names} together: leave one out")
        return replace(self, graph=graph, allowed=layers)

    def allows(self, way: Way) -> bool:
        """Whether a way, which need not be of the graph, has allowed points only."""
        return all(set(points) & set(way) for points in self.allowed.values())


def read_matrix(
    root: Path, *, values: Mapping[str, object] | None = None, trust: bool = False
) -> Matrix:
    """Read the matrix of the template under `root`.

    `values` names answers to try, as a list per question; it makes options of open questions.
    Raises TemplateError for a template that is broken or has no valid combination, UsageError for
    one that needs `trust`, for values that name no question, and for a question without a default.
    """
    questionnaire = read_questionnaire(root, values=values, trust=trust)
    unfolded = unfold(questionnaire)
    if unfolded.graph.empty:
        reasons = "; ".join(unfolded.rejected[:REASONS_SHOWN]) or "a question has no choices"
        raise TemplateError(
            f"the template has no valid combination of answers: {reasons}; name answers that are "
            "accepted under `values:` in smoke.yml"
        )
    return Matrix(
        questionnaire,
        make_options(unfolded),
        unfolded.graph,
        unfolded.scopes,
        unfolded.ahead,
        unfolded.rejected,
    )


def make_options(unfolded: Unfolded) -> tuple[Option, ...]:
    """Return the options, with labels that tell their values apart."""
    found = unfolded.options
    parts = labels([(o.name, [v.settled for v in o.values], o.hidden) for o in found])
    return tuple(
        Option(o.name, o.layer, o.values, range(o.first, o.first + len(o.values)), texts)
        for o, texts in zip(found, parts, strict=True)
    )
