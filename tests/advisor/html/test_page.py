"""The HTML page: self-contained, and what users wrote is only ever text in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formfacts.advisor.command import PAGE_MARK
from formfacts.advisor.compare import Comparison
from formfacts.advisor.costing import CostFlags, costs_of
from formfacts.advisor.html.page import advice_page, asset, comparison_page, digest
from formfacts.advisor.recommendation import advise
from formfacts.advisor.situation import Situation, make_situation
from tests.advisor.test_recommendation import situations

FACTS = {
    "knowledge_gap": "yes",
    "behaviour_gap": "tone",
    "labelled_examples": "300",
    "test_set": "no",
    "question_kind": "live_or_structured",
}
HOSTILE = "<script>alert(1)</script><img src=//x onerror=y>\"'&amp; {{ 7*7 }}"
VOID = {"meta", "br", "input", "img", "link", "hr"}


class Page(HTMLParser):
    """Reads a page: its elements, its addresses, its text; elements must close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        assert [] == self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def page_on(situation: Situation, *, costs: bool = False) -> Page:
    """Return the page of the advice on a situation."""
    bill = costs_of(situation, CostFlags(costs=True)) if costs else None
    return Page(advice_page(advise(situation), bill))


def test_has_every_part() -> None:
    """Verdict, path, votes, reasons with links, anti-patterns, what-if, to-do, table."""
    page = page_on(make_situation(FACTS, title="Help centre"))

    expected = [
        "hybrid: train the form, look the facts up",
        "Path",
        "How it was decided",
        "a tool call or an SQL query",
        "no test set",
        "What would change it",
        "Second choice",
        "formfacts new probe --data approach=prompt",
        "Side by side",
        "✓ chosen",
    ]
    assert [] == [part for part in expected if part not in page.text]
    assert ("href", "https://arxiv.org/abs/2005.11401") in page.attributes
    assert 2 == page.tags.count("svg")


def test_costs_are_there_when_asked_for() -> None:
    """The plot, each formula, the break-evens, and what they rest on."""
    page = page_on(make_situation(FACTS), costs=True)

    assert 3 == page.tags.count("svg")
    assert "requests a day × 30 days" in page.text  # noqa: RUF001
    assert "Break-even over a year" in page.text
    assert "price.gpu_hour" in page.text
    assert "Break-even" not in page_on(make_situation(FACTS)).text


@pytest.mark.parametrize("costs", [False, True])
def test_nothing_is_loaded_and_nothing_runs(costs: bool) -> None:  # noqa: FBT001
    """The policy allows its own styles by their hashes, and nothing else; links are for people."""
    situation = make_situation(FACTS)
    bill = costs_of(situation, CostFlags(costs=True)) if costs else None
    text = advice_page(advise(situation), bill)
    page = Page(text)

    assert set() == set(page.tags) & {"script", "link", "img", "iframe", "object", "form"}
    loads = {"src", "srcset", "action", "style", "onclick", "onload", "xlink:href"}
    assert set() == {name for name, _ in page.attributes} & loads
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    policy = next(
        value or "" for name, value in page.attributes if value and "default-src" in value
    )
    allowed = " ".join(f"'sha256-{digest(style)}'" for style in styles)
    assert policy == (
        f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'"
    )
    assert "@import" not in text
    assert "url(" not in text


def test_what_users_wrote_is_text() -> None:
    """A hostile title, description or amount is shown as it was written."""
    facts = {**FACTS, "labelled_examples": f"some {HOSTILE}"}
    situation = make_situation(facts, title=HOSTILE, description=HOSTILE)

    page = page_on(situation)

    assert set() == {"script", "img"} & set(page.tags)
    assert page.text.count("<script>alert(1)</script>") >= 3
    assert "49" not in page.text.partition("}}")[0]


@settings(deadline=None, max_examples=30)
@given(facts=situations, title=st.text(max_size=40))
def test_any_advice_makes_a_page(facts: dict[str, str], title: str) -> None:
    """Elements close in order, whatever the situation; ids are unique."""
    page = page_on(make_situation(facts, title=title))

    ids = [value for name, value in page.attributes if name == "id"]
    assert len(set(ids)) == len(ids)


def test_the_same_advice_is_the_same_page() -> None:
    """No date, no chance."""
    advice = advise(make_situation(FACTS))

    assert advice_page(advice) == advice_page(advice)
    assert PAGE_MARK in advice_page(advice)[:1_000]


def test_headings_go_down_one_by_one() -> None:
    """There is one h1, and no level is left out."""
    tags = page_on(make_situation(FACTS), costs=True).tags
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h\d", tag)]

    assert 1 == levels.count(1) == levels[0]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_several_situations_on_one_page() -> None:
    """The comparison escapes its names, too."""
    one = advise(make_situation(FACTS, title=HOSTILE))
    found = Comparison((HOSTILE, "b"), (one, advise(make_situation({}))))

    page = Page(comparison_page(found))

    assert set() == {"script", "img"} & set(page.tags)
    assert "2 situations compared" in page.text
    assert "K01" in page.text
    assert "{{ 7*7 }}" in page.text


def test_the_style_is_for_light_dark_print_and_phones() -> None:
    """Each has its part of the style sheet."""
    css = asset("page.css")

    wanted = ["prefers-color-scheme: dark", "@media print", "max-width: 40rem"]
    assert [] == [part for part in wanted if part not in css]
