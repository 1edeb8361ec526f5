"""The graph against the plain list of its ways."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from formfacts.smoke.graph import NO_POINT, Edge, Graph, Way


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draw layers in which a node has several points, or one edge without a point, or nothing."""
    sizes = [1, *draw(st.lists(st.integers(1, 3), min_size=1, max_size=4)), 1]
    layers: list[list[list[Edge]]] = []
    for number, (width, beyond) in enumerate(pairwise(sizes)):
        children = st.integers(0, beyond - 1)
        points = st.lists(st.integers(3 * number, 3 * number + 2), unique=True, max_size=3)
        layer: list[list[Edge]] = []
        for _ in range(width):
            asked = draw(st.sampled_from([True, False]))
            here = draw(points) if asked else [NO_POINT]
            layer.append([(point, draw(children)) for point in here])
        layers.append(layer)
    return Graph.of(layers)


def every_way(graph: Graph, layer: int = 0, node: int = 0) -> list[Way]:
    """Return the ways by the plainest of recursions."""
    if layer == len(graph.layers):
        return [()]
    return [
        ((point,) if point != NO_POINT else ()) + rest
        for point, child in graph.layers[layer][node]
        for rest in every_way(graph, layer + 1, child)
    ]


@given(graphs())
def test_ways_are_listed_and_counted(graph: Graph) -> None:
    """Every way is yielded in its order, and the count needs no list."""
    ways = every_way(graph)

    assert ways == list(graph.paths())
    assert (len(ways), not ways) == (graph.count, graph.empty)


@given(graphs())
def test_meetings_are_the_pairs_on_ways(graph: Graph) -> None:
    """Two points meet exactly if a way has both."""
    ways = every_way(graph)

    expected = {pair for way in ways for pair in combinations(way, 2)}
    met = graph.meetings()
    assert expected == {(p, q) for p in met for q in range(20) if met[p] >> q & 1}
    assert {point for way in ways for point in way} == set(met)


@given(graphs(), st.data())
def test_restricted_to_points(graph: Graph, data: st.DataObject) -> None:
    """The ways with an allowed point in a layer are kept, and those alone."""
    layer = data.draw(st.integers(0, len(graph.layers) - 1))
    allowed = data.draw(st.sets(st.integers(3 * layer, 3 * layer + 2)))

    kept = graph.only({layer: allowed})
    assert [way for way in every_way(graph) if allowed & set(way)] == list(kept.paths())


@given(graphs())
def test_a_way_is_known_by_its_points(graph: Graph) -> None:
    """A way is had; with a point more or less it is had only if that is a way as well."""
    ways = every_way(graph)
    others = [way[:-1] for way in ways] + [(*way, 99) for way in ways]

    assert all(graph.has(way) for way in ways)
    assert [way in ways for way in others] == [graph.has(way) for way in others]


@given(graphs(), st.dictionaries(st.integers(0, 14), st.integers(0, 3)))
def test_heaviest_way(graph: Graph, weights: dict[int, int]) -> None:
    """No way has a greater sum of weights."""
    assume(not graph.empty)
    heaviest = graph.heaviest(weights)

    sums = [sum(weights.get(point, 0) for point in way) for way in every_way(graph)]
    assert graph.has(heaviest)
    assert max(sums) == sum(weights.get(point, 0) for point in heaviest)


@given(graphs(), st.data())
def test_projection(graph: Graph, data: st.DataObject) -> None:
    """What layers get together is what they get on some way."""
    wanted = data.draw(st.sets(st.integers(0, len(graph.layers) - 1)))
    expected = {
        tuple(
            next((p for p in way if 3 * layer <= p <= 3 * layer + 2), NO_POINT)
            for layer in sorted(wanted)
        )
        for way in every_way(graph)
    }

    assert expected == graph.project(wanted)
