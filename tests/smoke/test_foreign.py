"""The matrices of three templates that are not ours, as a reader of their copier.yml expects."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.smoke.cover import cover
from formfacts.smoke.matrix import Matrix, read_matrix
from tests.foreign.templates import VERSIONS, build, git


def read(name: str, folder: Path, version: str) -> Matrix:
    """Return the matrix of one version of a template."""
    root = build(name, folder)
    git(root, "checkout", "--quiet", version)
    return read_matrix(root)


def options(matrix: Matrix) -> dict[str, list[object]]:
    """Return the values of each option."""
    return {option.name: [value.given for value in option.values] for option in matrix.options}


PYTHONS = [[], ["3.11"], ["3.12"], ["3.13"], ["3.11", "3.12", "3.13"]]
LICENCES = ["mit", "apache"]
YES_OR_NO = [False, True]


@pytest.mark.parametrize(
    ("name", "version", "expected", "product", "pairwise", "pairs"),
    [
        (
            "library",
            "v1.0.0",
            {
                "licence": LICENCES,
                "python_versions": PYTHONS,
                "publish": YES_OR_NO,
                "use_travis": YES_OR_NO,
            },
            2 * 5 * 2 * 2,
            10,
            42,
        ),
        (
            "library",
            "v2.0.0",
            {
                "license": LICENCES,
                "python_versions": PYTHONS,
                "publish": YES_OR_NO,
                "docs": ["none", "readthedocs"],
            },
            2 * 5 * 2 * 2,
            10,
            42,
        ),
        (
            "service",
            "v3.0.0",
            # health_check is asked only with use_docker: two and one combinations for either place.
            {
                "environment": ["default", "production"],
                "use_docker": YES_OR_NO,
                "health_check": YES_OR_NO,
            },
            2 * (1 + 2),
            6,
            4 + 4 + 2,
        ),
        ("ci", "1.0.0", {"host": ["github", "gitlab"]}, 2, 2, 0),
        ("ci", "1.1.0", {"host": ["github", "gitlab"], "lint": YES_OR_NO}, 4, 4, 4),
    ],
)
def test_matrices(
    name: str,
    version: str,
    expected: dict[str, list[object]],
    product: int,
    pairwise: int,
    pairs: int,
    tmp_path: Path,
) -> None:
    """Options, the full product, how many combinations hold all valid pairs, and those pairs."""
    matrix = read(name, tmp_path, version)
    covering = cover(matrix, "pairwise")

    assert expected == options(matrix)
    assert (product, pairwise) == (covering.proof.product, len(covering.combinations))
    assert (pairs, pairs) == (len(covering.proof.pairs), len(covering.proof.covered))


@pytest.mark.parametrize("name", VERSIONS)
def test_every_version_can_be_read(name: str, tmp_path: Path) -> None:
    """Tasks, migrations, odd signs and answers of other templates do not stand in the way."""
    for number, version in enumerate(VERSIONS[name]):
        assert read(name, tmp_path / str(number), version).graph.count > 1


@pytest.fixture(autouse=True)
def folders(tmp_path: Path) -> None:
    """Folders for as many versions as there are."""
    for number in range(3):
        (tmp_path / str(number)).mkdir()
