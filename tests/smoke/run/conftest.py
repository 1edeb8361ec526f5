"""A small template to run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.smoke.run.smoked import Bench, make_bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A template with two repos, and the places for its runs."""
    return make_bench(tmp_path)
