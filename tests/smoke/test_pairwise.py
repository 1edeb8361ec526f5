"""What the library makes, and what is put right about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.smoke import pairwise as module
from formfacts.smoke.matrix import Matrix, read_matrix
from formfacts.smoke.pairs import pairs_of, valid_pairs
from formfacts.smoke.pairwise import completed, from_library, pairwise, without_idle
from tests.smoke.templates import ask_about


@pytest.fixture
def matrix(tmp_path: Path) -> Matrix:
    """Five questions that depend on one another in chains, and one that does not."""
    three = ["a", "b", "c"]
    questions = {
        "one": {"type": "str", "choices": three},
        "two": {"type": "str", "choices": three, "when": "{{ one != 'a' }}", "default": "a"},
        "three": {"type": "str", "choices": three, "when": "{{ two == 'b' }}", "default": "a"},
        "four": {
            "type": "str",
            "choices": three,
            "validator": "{% if one == four %}not the same{% endif %}",
        },
        "five": {"type": "bool"},
    }
    return read_matrix(ask_about(tmp_path, questions))


def test_the_library_respects_the_constraints(matrix: Matrix) -> None:
    """It is told what can be together, so that nothing it makes has to be thrown away."""
    ways = list(from_library(matrix))

    wanted = set(valid_pairs(matrix.graph))
    assert wanted == {pair for way in ways for pair in pairs_of(way)}


def test_complete_without_the_library(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the library leaves out, if it is all of it, is added."""
    monkeypatch.setattr(module, "from_library", lambda _: iter(()))
    ways = pairwise(matrix)

    assert set(valid_pairs(matrix.graph)) == {pair for way in ways for pair in pairs_of(way)}
    assert all(matrix.graph.has(way) for way in ways)


def test_a_library_that_searches_without_end_is_stopped(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may look at the constraints so often and not more; the list is complete all the same."""
    monkeypatch.setattr(module, "MOST_LOOKS", 50)

    assert len(list(from_library(matrix))) < 3
    assert set(valid_pairs(matrix.graph)) == {p for way in pairwise(matrix) for p in pairs_of(way)}


def test_what_is_left_out_is_added(matrix: Matrix) -> None:
    """The ways that are there stay, and others make up for what they lack."""
    first = next(matrix.graph.paths())
    ways = completed([first], valid_pairs(matrix.graph), matrix)

    assert first == ways[0]
    assert set(valid_pairs(matrix.graph)) == {pair for way in ways for pair in pairs_of(way)}


def test_what_adds_nothing_is_dropped(matrix: Matrix) -> None:
    """Of all combinations those are kept that have a pair which the other ones lack."""
    ways = without_idle(list(matrix.graph.paths()), valid_pairs(matrix.graph))

    for way in ways:
        others = {pair for other in ways if other != way for pair in pairs_of(other)}
        assert set(pairs_of(way)) - others
