"""The template and the projects that tests about writing start from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.scaffold.apply.arena import Arena, open_arena


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """A template, projects of it, and a process to fork others from."""
    with open_arena(tmp_path_factory.mktemp("arena")) as arena:
        yield arena
