"""A project of the matrix is what `copier copy` makes of its template."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.matrix import answers, links, names, promotions, renames
from tests.matrix.build import build_template, rendering
from tests.matrix.measure import as_found
from tests.matrix.situation import Situation
from tests.matrix.snapshot import walk

EXAMPLES = (
    renames.SITUATIONS[0],
    links.SITUATIONS[-1],
    *names.SITUATIONS[1:5],
    answers.SITUATIONS[0],
    promotions.SITUATIONS[0],
)


@pytest.mark.parametrize("number", [0, 1], ids=["before", "after"])
@pytest.mark.parametrize("situation", EXAMPLES, ids=lambda situation: situation.name)
def test_a_rendering_is_that_of_copier(situation: Situation, number: int, tmp_path: Path) -> None:
    """Paths, contents, links and modes are the same."""
    from copier import run_copy

    template = build_template(situation, tmp_path)
    given = dict(situation.answers[number])

    version = situation.versions[number]
    run_copy(str(template), tmp_path / "copied", given, vcs_ref=version, defaults=True, quiet=True)

    files = rendering(situation, number, template)
    expected = {path: as_found(content) for path, content in files.items()}
    assert expected == dict(walk(tmp_path / "copied", modes=True))
