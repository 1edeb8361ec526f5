"""docs/help.md shows the command line as it is."""

from __future__ import annotations

import pytest

from tests.conftest import Formfacts
from tests.docs.help_page import PAGE, command_paths, help_page


def test_the_page_is_current() -> None:
    """If this fails: python -m tests.docs.help_page."""
    assert help_page() == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", command_paths(), ids=" ".join)
def test_the_page_shows_what_help_prints(
    path: tuple[str, ...], formfacts: Formfacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a terminal of 80 characters each command prints its section."""
    monkeypatch.setenv("COLUMNS", "80")
    printed = formfacts(*path, "--help").out

    assert printed in help_page()
