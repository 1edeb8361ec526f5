"""A questionnaire as a graph: every way through it is one combination, and there is no other.

There is a layer per question. A node is what the questions from there on can still see of the
answers before; an edge is one answer. Questionnaires with more combinations than anyone could list
have few nodes, since most questions depend on few others, so counts and pairs are exact for them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

# An answer of an option, by number; NO_POINT is the answer of a question that offers no choice.
Point = int
NO_POINT: Point = -1
# The points on one way through, in the order of the questions.
Way = tuple[Point, ...]
# An answer, and the node of the next layer that it leads to.
Edge = tuple[Point, int]
Node = Sequence[Edge]
Layer = Sequence[Node]


@dataclass(frozen=True)
class Graph:
    """The layers in the order of the questions, from node 0 of the first to the one end.

    Every edge lies on a way through: what leads nowhere, and what nothing leads to, is taken out.
    """

    layers: tuple[Layer, ...]

    @staticmethod
    def of(layers: Sequence[Layer]) -> Graph:
        """Return the graph of these layers, with only the edges that lie on a way through."""
        alive = [{0}]
        for layer in reversed(layers):
            alive.append({n for n, node in enumerate(layer) if alive[-1] & {e[1] for e in node}})
        alive.reverse()
        reached = {0} & alive[0]
        kept = []
        for layer, beyond in zip(layers, alive[1:], strict=True):
            nodes = [
                [edge for edge in node if edge[1] in beyond] if number in reached else []
                for number, node in enumerate(layer)
            ]
            reached = {child for node in nodes for _, child in node}
            kept.append(nodes)
        return Graph(tuple(kept))

    @property
    def empty(self) -> bool:
        """Whether there is no way through."""
        return bool(self.layers) and not self.layers[0][0]

    @cached_property
    def count(self) -> int:
        """How many ways through there are."""
        ways = [1]
        for layer in reversed(self.layers):
            ways = [sum(ways[child] for _, child in node) for node in layer]
        return ways[0]

    def paths(self, layer: int = 0, node: int = 0, before: Way = ()) -> Iterator[Way]:
        """Yield the points of every way through, in the order of the edges."""
        if layer == len(self.layers):
            yield before
            return
        for point, child in self.layers[layer][node]:
            after = before if point == NO_POINT else (*before, point)
            yield from self.paths(layer + 1, child, after)

    def has(self, way: Way) -> bool:
        """Whether there is a way with just these points."""
        rest, node = list(way), 0
        for layer in self.layers:
            ahead = {point: child for point, child in layer[node] if point in {NO_POINT, *rest[:1]}}
            if not ahead:
                return False
            ((point, node),) = ahead.items()
            if point != NO_POINT:
                rest.pop(0)
        return not rest

    def meetings(self) -> dict[Point, int]:
        """Return by point which points come after it on some way through, as the bits of a number.

        Points that are met by no other are there as well: these are all the points that occur.
        """
        met: dict[Point, int] = {}
        after = [0]
        for layer in reversed(self.layers):
            here = []
            for node in layer:
                seen = 0
                for point, child in node:
                    seen |= after[child]
                    if point != NO_POINT:
                        met[point] = met.get(point, 0) | after[child]
                        seen |= 1 << point
                here.append(seen)
            after = here
        return met

    def only(self, allowed: Mapping[int, Collection[Point]]) -> Graph:
        """Return the ways on which each of these layers gets one of the points allowed to it."""
        return Graph.of(
            [
                [[e for e in node if e[0] in allowed[number]] for node in layer]
                if number in allowed
                else layer
                for number, layer in enumerate(self.layers)
            ]
        )

    def walk(self, gain: Callable[[int, Edge, Way], int]) -> Way:
        """Return the way that takes at each node the edge of the greatest gain, the first of such.

        `gain` is told the layer, the edge, and the points on the way so far.
        """
        path: Way = ()
        node = 0
        for number, layer in enumerate(self.layers):
            gains = [gain(number, edge, path) for edge in layer[node]]
            point, node = layer[node][gains.index(max(gains))]
            path = path if point == NO_POINT else (*path, point)
        return path

    def heaviest(self, weights: Mapping[Point, int]) -> Way:
        """Return the way with the greatest sum of weights; of equal ones the first."""
        ahead = [[0]]
        for layer in reversed(self.layers):
            weighed = [
                [weights.get(point, 0) + ahead[-1][child] for point, child in node]
                for node in layer
            ]
            ahead.append([max(node, default=0) for node in weighed])
        ahead.reverse()
        return self.walk(lambda layer, edge, _: weights.get(edge[0], 0) + ahead[layer + 1][edge[1]])

    def project(self, wanted: Collection[int]) -> set[tuple[Point, ...]]:
        """Return what the wanted layers get together on some way through.

        There is a point per wanted layer, NO_POINT where its question is not asked.
        """
        found: dict[int, set[tuple[Point, ...]]] = {0: {()}}
        for number, layer in enumerate(self.layers):
            beyond: dict[int, set[tuple[Point, ...]]] = {}
            for node, before in found.items():
                for point, child in layer[node]:
                    more = {(*points, point) for points in before} if number in wanted else before
                    beyond[child] = beyond.get(child, set()) | more
            found = beyond
        return found.get(0, set())
