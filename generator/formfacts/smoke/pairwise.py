"""Few combinations that hold every valid pair of values.

Covertable makes a list and knows the constraints. What it leaves out is added and what adds nothing
is dropped, so that the list is complete whatever the library does; where one that is made without
it is shorter, that is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import Any

from formfacts.smoke.graph import NO_POINT, Edge, Graph, Way
from formfacts.smoke.matrix import Matrix
from formfacts.smoke.pairs import Pair, pairs_of, valid_pairs

# Wider constraints are left to the repair: the library would spend longer on them than it saves.
WIDEST_SCOPE = 20_000
# How often the library may look at a constraint, and how many pairs it is asked for: a second or so
# of its time. Beyond, and among constraints that hang together, it can search for minutes.
MOST_LOOKS = 100_000
MOST_PAIRS = 2_000

# From how many pairs an own combination is tried to be made; the best of them is taken.
SEEDS = 10


class OutOfPatienceError(Exception):
    """The library has looked at constraints often enough."""


def pairwise(matrix: Matrix) -> list[Way]:
    """Return combinations that together hold every pair which is in any; the fewer the better."""
    wanted = valid_pairs(matrix.graph)
    if not wanted:
        return [next(matrix.graph.paths())]
    starts = [list(dict.fromkeys(from_library(matrix)))] if len(wanted) <= MOST_PAIRS else []
    lists = [completed(start, wanted, matrix) for start in (*starts, [])]
    return min((without_idle(ways, wanted) for ways in lists), key=len)


def from_library(matrix: Matrix) -> Iterator[Way]:
    """Yield what covertable makes of the options: mostly complete, and all of it valid."""
    from covertable import make_async  # type: ignore[import-untyped]  # not needed for --help

    layers = {option.layer: number for number, option in enumerate(matrix.options)}
    factors = [sorted(p for (p,) in matrix.graph.project({layer})) for layer in layers]
    looks = Counter[str]()
    constraints = [
        constraint(matrix.graph, scope, layers, looks)
        for scope in matrix.scopes
        if prod(len(factors[layers[layer]]) for layer in scope) <= WIDEST_SCOPE
    ]
    try:
        for row in make_async(factors, constraints=constraints):
            way = tuple(point for point in row if point != NO_POINT)
            if matrix.graph.has(way):
                yield way
    except OutOfPatienceError:
        return


def constraint(
    graph: Graph, scope: Iterable[int], layers: Mapping[int, int], looks: Counter[str]
) -> dict[str, Any]:
    """Return, in covertable's form, what the options of these layers can be together."""
    together = graph.project(set(scope))
    places = [layers[layer] for layer in sorted(scope)]

    def allowed(row: Mapping[int, int]) -> bool:
        looks["all"] += 1
        if looks["all"] > MOST_LOOKS:
            raise OutOfPatienceError
        return tuple(row[place] for place in places) in together

    return {"operator": "fn", "requires": places, "evaluate": allowed}


def completed(ways: Iterable[Way], wanted: Sequence[Pair], matrix: Matrix) -> list[Way]:
    """Return the ways, and more of them until they hold every wanted pair."""
    added = list(ways)
    open_ = dict.fromkeys(wanted)
    for pair in {pair for way in added for pair in pairs_of(way)}:
        open_.pop(pair, None)
    while open_:
        seeds = list(open_)[:: max(1, len(open_) // SEEDS)]
        tried = [way_with(seed, open_, matrix) for seed in seeds]
        added.append(max(tried, key=lambda way: sum(pair in open_ for pair in pairs_of(way))))
        for pair in pairs_of(added[-1]):
            open_.pop(pair, None)
    return added


def way_with(seed: Pair, open_: Collection[Pair], matrix: Matrix) -> Way:
    """Return a way that holds a pair and, point by point, as many open ones as it can."""
    graph = matrix.graph.only({matrix.option(point).layer: {point} for point in seed})

    def gain(_: int, edge: Edge, way: Way) -> int:
        point = edge[0]
        return sum((min(point, p), max(point, p)) in open_ for p in {*way, *seed, point})

    return graph.walk(gain)


def without_idle(ways: Sequence[Way], wanted: Iterable[Pair]) -> list[Way]:
    """Return the ways without those whose wanted pairs are all in others, the barest first."""
    counted = set(wanted)
    held = {way: [pair for pair in pairs_of(way) if pair in counted] for way in ways}
    times = Counter(pair for pairs in held.values() for pair in pairs)
    kept = list(held)
    for way in sorted(held, key=lambda way: (len(held[way]), way)):
        if all(times[pair] > 1 for pair in held[way]) and len(kept) > 1:
            kept.remove(way)
            times.subtract(held[way])
    return kept
