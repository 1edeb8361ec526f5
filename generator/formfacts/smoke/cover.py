"""Which combinations to run: all, enough for every pair, enough for every value, the examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from formfacts.errors import AnswerError, InputFileError, TemplateError, UsageError
from formfacts.smoke.cell import Combination
from formfacts.smoke.graph import Graph, Way
from formfacts.smoke.matrix import Matrix
from formfacts.smoke.pairs import Proof, prove
from formfacts.smoke.pairwise import pairwise, without_idle
from formfacts.yamlfile import load_mapping

Cover = Literal["all", "pairwise", "each", "examples"]
COVERS: tuple[Cover, ...] = get_args(Cover)
MOST = 100_000
EXAMPLES = "examples/*/answers.yml"


@dataclass(frozen=True, slots=True)
class Covering:
    """The combinations that were chosen, in the order of their answers, and what they cover."""

    how: Cover
    combinations: tuple[Combination, ...]
    proof: Proof


def cover(matrix: Matrix, how: Cover) -> Covering:
    """Choose from the combinations of a matrix, the same each time.

    Raises UsageError for `all` of too many and for `examples` where there are none, InputFileError
    for an example whose answers are rejected, TemplateError as `check_ahead` does.
    """
    cells = examples(matrix) if how == "examples" else chosen(matrix, how)
    proof = prove(matrix, [(way, combination.id) for way, combination in cells])
    return Covering(how, tuple(combination for _, combination in cells), proof)


def chosen(matrix: Matrix, how: Cover) -> list[tuple[Way, Combination]]:
    """Return the combinations for one of the covers that the matrix itself gives."""
    match how:
        case "all":
            ways = everything(matrix.graph)
        case "pairwise":
            ways = pairwise(matrix)
        case _:
            ways = each(matrix.graph)
    cells = [(way, matrix.combination(way)) for way in sorted(ways)]
    check_ahead(matrix, cells)
    return cells


def everything(graph: Graph) -> list[Way]:
    """Return every combination; raise UsageError if nobody could run that many."""
    if graph.count > MOST:
        raise UsageError(
            f"--cover all would be {graph.count:,} combinations, more than {MOST:,}: "
            "take --cover pairwise, or leave some out with --only OPTION=VALUE"
        )
    return list(graph.paths())


def each(graph: Graph) -> list[Way]:
    """Return combinations that hold every value, each time the one with the most new values."""
    wanted = [(point, point) for point in sorted(graph.meetings())]
    missing = dict.fromkeys((point for point, _ in wanted), 1)
    ways = [] if missing else [next(graph.paths())]
    while missing:
        ways.append(graph.heaviest(missing))
        missing = {point: 1 for point in missing if point not in ways[-1]}
    return without_idle(ways, wanted)


def examples(matrix: Matrix) -> list[tuple[Way, Combination]]:
    """Return the answers that travel with the template as examples, under the examples' names."""
    root = matrix.questionnaire.file.root
    files = sorted(root.glob(EXAMPLES))
    if not files:
        raise UsageError(f"--cover examples: there is no {EXAMPLES} in {root}: take another cover")
    cells = [example(matrix, file) for file in files]
    return [(way, combination) for way, combination in cells if matrix.allows(way)]


def example(matrix: Matrix, file: Path) -> tuple[Way, Combination]:
    """Read one example; keys like `_commit`, which Copier adds, are skipped."""
    answers = {k: v for k, v in load_mapping(file).items() if not str(k).startswith("_")}
    try:
        asked = matrix.questionnaire.ask(answers)
    except AnswerError as error:
        raise InputFileError(f"{file}: {error}") from None
    return matrix.way(asked), Combination(file.parent.name, answers)


def check_ahead(matrix: Matrix, cells: Iterable[tuple[Way, Combination]]) -> None:
    """Raise TemplateError if it matters that a question reads its own answer, or a later one.

    Whoever answers in a terminal has not given that answer yet, and Copier with `--data` has it all
    the same; a combination in which that makes a difference cannot be told to Copier.
    """
    for way, combination in cells if matrix.ahead else ():
        try:
            same = matrix.way(matrix.questionnaire.ask(combination.answers)) == way
        except AnswerError:
            same = False
        if not same:
            early, late = matrix.ahead[0]
            raise TemplateError(
                f"copier.yml: the question {early!r} reads {late!r} before that is answered, "
                f"and so {combination.id} cannot be told to Copier: change their order"
            )
