"""Unfold a questionnaire into its graph: ask each question in every state the others leave it in.

Two states are one where they differ only in what no later question reads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from formfacts.errors import TemplateError, UsageError
from formfacts.smoke.cell import shown
from formfacts.smoke.choices import Value
from formfacts.smoke.graph import NO_POINT, Edge, Graph, Point
from formfacts.smoke.question import MISSING, Question, Step
from formfacts.smoke.questionnaire import Questionnaire

# A hundred independent options stay far below; only many questions that all depend on one another
# come near it.
MOST_STATES = 50_000
# What a question reads, by name; None: it could read anything.
Reads = frozenset[str] | None


@dataclass(slots=True)
class Found:
    """An option as it shows while the graph grows: `first` is its first point."""

    name: str
    layer: int
    first: Point
    values: tuple[Value, ...] = ()
    hidden: bool = False

    def point(self, value: Value) -> Point:
        """Return the point that stands for a value, a new one if the value is new."""
        known = [repr(other.settled) for other in self.values]
        if repr(value.settled) not in known:
            self.values += (value,)
            return self.first + len(known)
        return self.first + known.index(repr(value.settled))


@dataclass(frozen=True, slots=True)
class State:
    """What the next questions can see: the answers before them, and which were hidden."""

    answers: Mapping[str, object] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    def after(self, name: str, value: Value, step: Step, read: Reads) -> State:
        """Return the state after an answer, with what is still read by later questions."""
        answers = {**self.answers, name: value.settled}
        if value.settled is MISSING:
            del answers[name]
        if read is None:
            return State(answers, self.hidden | {name} if step.hidden else self.hidden)
        return State({key: answer for key, answer in answers.items() if key in read})

    def where(self, read: Reads) -> str:
        """Say for which answers it is so that a question failed."""
        names = [name for name in self.answers if read is None or name in read]
        told = ", ".join(f"{name}={shown(self.answers[name])}" for name in names)
        return f" (where {told})" if told else ""

    def seen(self, read: Reads) -> tuple[object, ...]:
        """Return what a question that reads these names sees, to compare it."""
        pairs = [(k, repr(v)) for k, v in self.answers.items() if read is None or k in read]
        return (*pairs, *(sorted(self.hidden) if read is None else ()))


@dataclass(frozen=True, slots=True)
class Unfolded:
    """What a questionnaire comes to.

    `scopes` are layers of options that depend on one another, `ahead` are questions that read the
    answer to an option which may not be there yet, with that option.
    """

    graph: Graph
    options: tuple[Found, ...]
    scopes: tuple[frozenset[int], ...]
    ahead: tuple[tuple[str, str], ...]
    rejected: tuple[str, ...]


def unfold(questionnaire: Questionnaire) -> Unfolded:
    """Ask everything in every state; raises as `Question.step` does.

    Raises UsageError too if the questions depend on each other in more ways than can be followed.
    """
    questions = questionnaire.questions
    reads = [question.reads() for question in questions]
    states, layers = [State()], []
    options: list[Found] = []
    rejected: dict[str, None] = {}
    dead_ends = set()
    points = 0
    for number, question in enumerate(questions):
        asked = ask_all(questionnaire, question, reads[number], states)
        found = Found(question.name, number, points)
        layer, states = grow(asked, states, found, read_later(reads[number + 1 :]))
        layers.append(layer)
        if found.values:
            options.append(found)
            points += len(found.values)
        rejected |= dict.fromkeys(reason for step in asked for reason in step.rejected)
        if not all(step.values for step in asked):
            dead_ends.add(question.name)
    scopes = find_scopes(questions, reads, options, dead_ends)
    ahead = find_ahead(questions, reads, options)
    return Unfolded(Graph.of(layers), tuple(options), scopes, ahead, tuple(rejected))


def ask_all(
    questionnaire: Questionnaire, question: Question, read: Reads, states: Sequence[State]
) -> list[Step]:
    """Return what comes of the question in each state; where it sees the same, it is asked once."""
    steps: dict[tuple[object, ...], Step] = {}
    for state in states:
        if (seen := state.seen(read)) not in steps:
            context = questionnaire.context(state.answers, state.hidden)
            try:
                steps[seen] = question.step(context)
            except TemplateError as error:
                raise TemplateError(f"{error}{state.where(read)}") from None
    return [steps[state.seen(read)] for state in states]


def grow(
    asked: Sequence[Step], states: Sequence[State], found: Found, read: Reads
) -> tuple[list[list[Edge]], list[State]]:
    """Return the layer of the option `found`, with its edges, and the states they lead to."""
    beyond: dict[tuple[object, ...], tuple[int, State]] = {}
    layer: list[list[Edge]] = []
    for step, state in zip(asked, states, strict=True):
        found.hidden |= not step.varies
        edges = []
        for value in step.values:
            after = state.after(found.name, value, step, read)
            child, _ = beyond.setdefault(after.seen(read), (len(beyond), after))
            edges.append((found.point(value) if step.varies else NO_POINT, child))
        layer.append(edges)
    if len(beyond) > MOST_STATES:
        raise UsageError(
            f"the questions up to {found.name!r} depend on one another in more than "
            f"{MOST_STATES:,} ways: their combinations cannot be worked out"
        )
    return layer, [state for _, state in beyond.values()]


def read_later(reads: Sequence[Reads]) -> Reads:
    """Return what any of these questions reads."""
    names: frozenset[str] = frozenset()
    for read in reads:
        if read is None:
            return None
        names |= read
    return names


def find_scopes(
    questions: Sequence[Question],
    reads: Sequence[Reads],
    options: Sequence[Found],
    dead_ends: Collection[str],
) -> tuple[frozenset[int], ...]:
    """Return, for each question that can rule out a combination, the options by which it does.

    These are what it depends on, over whatever other questions, and itself if it is an option.
    """
    layers = {option.name: option.layer for option in options}
    scopes: dict[str, frozenset[int]] = {}
    for question, read in zip(questions, reads, strict=True):
        before = [name for name in scopes if read is None or name in read]
        own = {layers[question.name]} if question.name in layers else set()
        scopes[question.name] = frozenset(own).union(*(scopes[name] for name in before))
    found = dict.fromkeys(scopes[name] for name in scopes if name in layers or name in dead_ends)
    return tuple(scope for scope in found if len(scope) > 1)


def find_ahead(
    questions: Sequence[Question], reads: Sequence[Reads], options: Sequence[Found]
) -> tuple[tuple[str, str], ...]:
    """Return the questions that read an option which is not answered yet, with the option.

    A validator may read its own; whether it is one that does, is not told apart here.
    """
    return tuple(
        (question.name, option.name)
        for number, (question, read) in enumerate(zip(questions, reads, strict=True))
        for option in options
        if option.layer >= number and (read is None or option.name in read)
    )
