"""Three templates that are not ours pass through smoke, each with the smoke.yml of its author."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.foreign.templates import build
from tests.smoke.runs import ran, red, smoke

OURS = {"braces", "parse", "paths", "secrets", "update"}


@pytest.mark.parametrize(
    ("name", "env", "checks", "repos"),
    [
        ("ci", "shared", {"files", "script", "pinned"}, 4),
        ("service", "shared", {"compiles", "starts", "health"}, 6),
        pytest.param(
            *("library", sys.prefix, {"files", "compiles", "metadata", "tests"}, 10),
            marks=pytest.mark.slow,
        ),
    ],
)
def test_template_passes(
    name: str, env: str, checks: set[str], repos: int, program: list[str], tmp_path: Path
) -> None:
    """Every pair of options, every check, and the update from the release before."""
    code, report = smoke(build(name, tmp_path), program, env=env)
    updates = [c for cell in report.cells for c in cell.checks if c.check == "update"]

    assert {} == red(report)
    assert (0, True, repos) == (code, report.green, len(report.cells))
    assert OURS | checks == ran(report)
    assert {"passed"} == {check.status for check in updates}
    assert all(pair.by for pair in report.pairs)


def test_planted_fault_is_found(program: list[str], tmp_path: Path) -> None:
    """A list of Pythons that may be empty, and a line that takes the first of them."""
    root = build("library", tmp_path)
    path = root / "project/pyproject.toml.tmpl"
    text = path.read_text()
    path.write_text(text.replace(" | default('3.11')", ""))
    only = ("library_name=Cake Shop", "license=mit", "publish=false", "docs=none")
    code, report = smoke(root, program, checks=("parse", "metadata"), only=only)
    (place,) = red(report)

    assert text != path.read_text()
    assert ("cake_shop-mit-no_python_versions-no_publish-none", "metadata") == place
    assert "Invalid specifier: '>='" in red(report)[place].summary
    assert 1 == code
