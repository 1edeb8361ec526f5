"""Every example that brings content of its own runs with it; the others are the template's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.scaffold.project import Request, create
from tests.template.projects import ROOT, run

WITH_CONTENT = sorted(path.parent.name for path in (ROOT / "examples").glob("*/content"))


@pytest.mark.slow
@pytest.mark.parametrize("example", WITH_CONTENT)
def test_example_passes_the_tests_of_its_repo_and_runs_its_demo(
    example: str, tmp_path: Path
) -> None:
    """The repo's own tests read the content too; the demo indexes, trains and asks."""
    folder = create(Request(target=tmp_path / "project", example=example, defaults=True)).path

    run(folder, "make", "test")
    demo = run(folder, "make", "demo")

    assert demo.stdout.count("\n> ") == 2
