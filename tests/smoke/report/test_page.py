"""The page: complete, harmless whatever the texts, and without anything from elsewhere."""

from __future__ import annotations

import re
import time
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from formfacts.smoke.report.page import as_page
from formfacts.smoke.result import Report
from tests.smoke.report.reports import all_green, evil_report, large_report, make_report

REPORTS = {"usual": make_report(), "green": all_green(), "evil": evil_report()}
# None of these has an end tag.
VOID = {"meta", "input", "img", "link", "base", "br"}


class Elements(HTMLParser):
    """The elements of a page with their attributes, in order; those left open; the texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        """Close the last one, which must be of this kind."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """Take in a text."""
        self.texts.append(data)

    def values(self, name: str) -> list[str]:
        """Return the values of an attribute, wherever it is."""
        return [attributes[name] for _, attributes in self.found if name in attributes]


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_only_what_the_page_needs(report: Report) -> None:
    """No scripts, no handlers, no styles but the one that the policy names, nothing to load."""
    page = as_page(report)
    elements = Elements(page)
    tags = Counter(tag for tag, _ in elements.found)
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    (policy,) = (a["content"] for _, a in elements.found if "http-equiv" in a)

    assert 1 == tags["style"]
    assert not {"script", "img", "link", "iframe", "object", "form", "base"} & set(tags)
    assert not [name for _, a in elements.found for name in a if name.startswith("on")]
    assert not {"src", "style", "srcset"} & {name for _, a in elements.found for name in a}
    assert f"default-src 'none'; style-src 'sha256-{digest}'; " in policy
    assert not re.search(r"url\(|@import|https?:", style)
    assert [] == elements.open


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_every_link_leads_somewhere(report: Report) -> None:
    """On the page itself, to an id that is there once."""
    elements = Elements(as_page(report))
    ids = elements.values("id")

    assert [] == [name for name, number in Counter(ids).items() if number > 1]
    assert set() == {unquote(link) for link in elements.values("href")} - {f"#{i}" for i in ids}


def test_every_check_has_its_log() -> None:
    """Under the address that names its repo and itself."""
    report = make_report()
    ids = set(Elements(as_page(report)).values("id"))

    assert ids >= {f"{cell.id}/{check.check}" for cell in report.cells for check in cell.checks}
    assert ids >= {f"{name}/" for name in report.planned}


def test_header() -> None:
    """What was tried and what came of it can be read without opening anything."""
    text = " ".join(" ".join(Elements(as_page(make_report())).texts).split())

    for words in (
        "2 of 16 repos failed, 2 not run",
        "12 passed",
        "1 timed out",
        "v0.3.0-4-g2f1c9aa",
        "Environment shared",
        "Combinations pairwise",
        "2026-01-31 12:00 UTC",
        "1 min 14 s",
        "19 of 20 valid pairs, 14 repos of 16 in the full product",
    ):
        assert words in text


def test_pairs() -> None:
    """Each pair once in the picture, with its state and the repo that covers it."""
    page = as_page(make_report())
    table = page.partition('<table class="pairs">')[2].partition("</table>")[0]
    states = Counter(
        attributes["class"] for _, attributes in Elements(table).found if "title" in attributes
    )

    assert {
        "square green": 16,
        "square red": 3,
        "square uncovered": 1,
        "square impossible": 6,
    } == states
    assert (
        "provider=openai + embedder=minilm: covered, and the repo failed (rag-openai-min" in table
    )


def test_a_shard_knows_the_other_repos() -> None:
    """A pair of another shard is named with its repo, which this page has no place for."""
    report = make_report()
    some = replace(report, planned=report.planned[:2], cells=report.cells[:2], shard="1/8")
    page = as_page(some)

    assert "covered by a repo that was not run here (rag-offline-none)" in page
    assert "#rag-offline-none" not in page


def test_no_pairs_and_no_repos() -> None:
    """A template without options, and a change that reaches nothing, have a page too."""
    report = replace(make_report(), options={}, pairs=(), planned=(), cells=())
    page = as_page(report)

    assert "There was no repo to try." in page
    assert "there are no pairs" in page
    assert as_page(replace(make_report(), options={"only": ("one",)}))


def test_too_many_values() -> None:
    """No picture is drawn of what nobody could look at; the list stays."""
    options = {name: tuple(f"{name}{n}" for n in range(60)) for name in ("a", "b")}
    page = as_page(replace(make_report(), options=options))

    assert "These are 120 values, too many for a picture." in page
    assert "provider=openai" in page


def test_large() -> None:
    """200 repos with 12 checks and 200 long logs: bounded in size, made in a moment."""
    began = time.process_time()
    page = as_page(large_report())

    assert len(page) < 16 * 1024 * 1024
    assert time.process_time() - began < 10
    assert 200 * 12 == page.count('<a class="square ')
