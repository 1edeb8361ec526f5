"""The page in the terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from formfacts.advisor.comparison import COMPARISON
from formfacts.advisor.page import render
from formfacts.advisor.recommendation import advise
from formfacts.advisor.situation import make_situation
from tests.advisor.test_recommendation import situations

LEGAL = {"knowledge_gap": "yes", "needs_citations": "yes", "behaviour_gap": "tone"}


def test_starts_with_the_approach_and_ends_with_the_table() -> None:
    """The first line is the approach; the four stand side by side at the end."""
    lines = render(advise(make_situation(LEGAL)), 100, colour=False).splitlines()

    assert "hybrid: train the form, look the facts up" == lines[0]
    assert ["prompt", "rag", "finetune", ">hybrid"] == lines[
        lines.index("Side by side") + 1
    ].split()


def test_names_rules_and_sources() -> None:
    """Each reason stands with its rule, its source under it."""
    page = render(advise(make_situation(LEGAL)), 100, colour=False)

    assert "  K02  Answers must point at their source, and only" in page
    assert "article 003, framework line 2" in page


@pytest.mark.parametrize("width", [10, 60, 80, 100, 300])
def test_keeps_within_its_width(width: int) -> None:
    """No line is wider than the terminal, or than 100 columns; below 60 it does not shrink."""
    page = render(advise(make_situation(LEGAL)), width, colour=False)

    assert max(map(len, page.splitlines())) <= min(max(width, 60), 100)


@given(facts=situations)
def test_colour_changes_nothing_but_colour(facts: dict[str, str]) -> None:
    """Without its codes, the coloured page is the plain one."""
    advice = advise(make_situation(facts))

    plain, coloured = (render(advice, 100, colour=c) for c in (False, True))

    assert plain == re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert "\x1b" not in plain


def test_every_row_of_the_table_is_there() -> None:
    """Each aspect of the comparison starts a row."""
    lines = render(advise(make_situation({})), 100, colour=False).splitlines()

    started = [
        row.aspect
        for row in COMPARISON
        if any(line.startswith(f"  {row.aspect}  ") for line in lines)
    ]

    assert [row.aspect for row in COMPARISON] == started
