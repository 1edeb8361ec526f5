"""Which pairs of values can meet in a valid combination at all, and which of them do.

The valid pairs come from the graph, which holds every valid combination and no other, so that the
proof rests neither on what chose the combinations nor on listing them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from formfacts.smoke.cell import shown
from formfacts.smoke.graph import Graph, Point, Way
from formfacts.smoke.matrix import Matrix

# The lesser point first; twice the same for a value by itself.
Pair = tuple[Point, Point]
# The same as text: `(("approach", "rag"), ("provider", "openai"))`.
Named = tuple[str, str]
NamedPair = tuple[Named, Named]


@dataclass(frozen=True, slots=True)
class Proof:
    """Each valid pair with the first combination that covers it, by id; None where none does.

    `product` is the number of all valid combinations, `pairs` the mapping of pairs to ids, and
    `values` the same for the values, each by itself.
    """

    product: int
    pairs: Mapping[NamedPair, str | None]
    values: Mapping[Named, str | None]

    @property
    def covered(self) -> tuple[NamedPair, ...]:
        """The valid pairs that are covered."""
        return tuple(pair for pair, by in self.pairs.items() if by is not None)

    @property
    def missing(self) -> tuple[NamedPair, ...]:
        """The valid pairs that are not."""
        return tuple(pair for pair, by in self.pairs.items() if by is None)


def valid_pairs(graph: Graph) -> list[Pair]:
    """Return the pairs that are in at least one combination, and each value by itself, in order."""
    met = graph.meetings()
    return [(point, other) for point in sorted(met) for other in sorted({point, *bits(met[point])})]


def bits(number: int) -> list[int]:
    """Return which bits of a number are set."""
    return [place for place in range(number.bit_length()) if number >> place & 1]


def pairs_of(way: Way) -> list[Pair]:
    """Return the pairs in one combination, and its values by themselves."""
    points = sorted(way)
    return [*((point, point) for point in points), *combinations(points, 2)]


def prove(matrix: Matrix, cells: Sequence[tuple[Way, str]]) -> Proof:
    """Return which valid pairs of the matrix the combinations cover, given their ways and ids."""
    covered_by: dict[Pair, str] = {}
    for way, name in cells:
        for pair in pairs_of(way):
            covered_by.setdefault(pair, name)
    valid = valid_pairs(matrix.graph)
    names = {point: name_point(matrix, point) for point, other in valid if point == other}
    return Proof(
        matrix.graph.count,
        {(names[p], names[q]): covered_by.get((p, q)) for p, q in valid if p != q},
        {names[p]: covered_by.get((p, p)) for p, q in valid if p == q},
    )


def name_point(matrix: Matrix, point: Point) -> Named:
    """Return an option and its value, as they are typed."""
    return matrix.option(point).name, shown(matrix.value(point).settled)
