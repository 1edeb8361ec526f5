"""docs/advice.md shows what is in the code."""

from __future__ import annotations

from formfacts.advisor.catalogue import fill
from formfacts.advisor.rules import RULES
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "advice.md"


def test_the_page_is_up_to_date() -> None:
    """If this fails: python -m formfacts.advisor.catalogue docs/advice.md."""
    page = PAGE.read_text("utf-8")

    assert fill(page) == page


def test_the_page_names_every_rule() -> None:
    """Each rule has its row."""
    page = PAGE.read_text("utf-8")

    assert [] == [rule.id for rule in RULES if f"| {rule.id} | {rule.claim}" not in page]
