"""The page in the terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

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


def test_shows_which_known_facts_would_change_it() -> None:
    """What was said, and could tip the advice if it is wrong, stands by the approach it tips to."""
    lines = render(advise(make_situation(LEGAL)), 100, colour=False).splitlines()

    start = lines.index("What would change it")
    assert [
        "  second choice: rag, if prompting_tried turned out to be no",
        "  rag       if behaviour_gap none or format or skill or domain_reasoning",
    ] == lines[start + 1 : start + 3]


def test_names_rules_and_sources() -> None:
    """Each reason stands with its rule, its source under it."""
    page = render(advise(make_situation(LEGAL)), 100, colour=False)

    assert "  K02  Answers must point at their source, and only" in page
    assert "article 003, framework line 2" in page


@pytest.mark.parametrize("width", [10, 40, 75, 76, 100, 300])
def test_keeps_within_its_width(width: int) -> None:
    """No line is wider than the terminal, or than 100 columns; below 40 it does not shrink."""
    page = render(advise(make_situation(LEGAL)), width, colour=False)

    assert max(map(len, page.splitlines())) <= min(max(width, 40), 100)


def test_no_word_is_broken_in_a_narrow_terminal() -> None:
    """The approaches stand one under the other where four columns have no room."""
    lines = render(advise(make_situation(LEGAL)), 40, colour=False).splitlines()

    start = lines.index("  needs")
    assert [
        "    prompt    an afternoon",
        "    rag       documents, an index",
        "    finetune  200+ good examples",
        "   >hybrid    documents, examples",
    ] == lines[start + 1 : start + 5]


@settings(deadline=None)
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


def test_fits_a_screen_and_names_what_it_leaves_out() -> None:
    """A situation with much to say takes about 60 lines at 100 columns."""
    facts = {
        **LEGAL,
        "question_kind": "live_or_structured",
        "access_rules": "yes",
        "test_set": "no",
        "prompting_tried": "no",
        "labelled_examples": "300",
        "hosting": "api_only",
        "rules_change": "weekly",
        "maintainer": "nobody",
    }

    page = render(advise(make_situation(facts)), 100, colour=False)

    assert len(page.splitlines()) <= 70
    assert "  + a tool call or an SQL query: " in page
    assert "  ! training before prompting. " in page
    assert "(--explain RULE)" in page
    assert "  also " in page


@settings(deadline=None)
@given(facts=situations)
def test_any_page_is_short(facts: dict[str, str]) -> None:
    """Whatever is known, the page does not get long."""
    assert len(render(advise(make_situation(facts)), 100, colour=False).splitlines()) <= 85


def test_a_command_stands_by_what_it_measures() -> None:
    """The first thing to find out that a command can measure has it."""
    lines = render(advise(make_situation({})), 100, colour=False).splitlines()

    [command] = [line for line in lines if "  $ " in line]
    assert "formfacts new probe --data approach=prompt" in command
