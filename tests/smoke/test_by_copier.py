"""The matrix is what Copier makes of the same questions, no combination more and none less."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from formfacts.errors import TemplateError
from formfacts.smoke.matrix import Matrix, read_matrix
from tests.smoke import by_copier
from tests.smoke.templates import Questions, ask_about, questionnaires


def by_matrix(matrix: Matrix) -> by_copier.Combinations:
    """Return the combinations of the matrix in the form of Copier's."""
    given = [matrix.combination(way).answers for way in matrix.graph.paths()]
    return {
        repr(dict(answers)): dict(matrix.questionnaire.ask(answers).answers) for answers in given
    }


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(questions=questionnaires(3))
def test_same_combinations_as_copier(questions: Questions, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the questions and their conditions: same combinations, same answers in each."""
    with TemporaryDirectory() as folder:
        root = ask_about(Path(folder), questions)
        try:
            matrix = read_matrix(root)
        except TemplateError:
            matrix = None
        values = candidates(questions)
        expected = by_copier.combinations(root, values, monkeypatch)

        assert expected == (by_matrix(matrix) if matrix else {})


def candidates(questions: Questions) -> dict[str, list[object]]:
    """Return by option what a person could answer, worked out from how these tests write them."""
    found: dict[str, list[object]] = {}
    for name, entry in questions.items():
        if entry.get("when") is False:
            continue
        if entry["type"] == "bool":
            found[name] = [False, True]
        elif entry.get("multiselect"):
            values = entry["choices"]
            found[name] = [[], *([value] for value in values)]
            found[name] += [values] if len(values) > 1 else []
        elif entry["type"] in {"int", "yaml"}:
            found[name] = [1, 2]
        elif "choices" in entry:
            found[name] = ["one", "two", "three"]
    return found
