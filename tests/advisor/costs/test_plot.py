"""The plot as SVG."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.estimate import Costs
from formfacts.advisor.costs.plot import plot_svg
from tests.advisor.costs.cases import costs

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def priced() -> Costs:
    """Costs whose curves cross."""
    return costs({"requests_per_day": "400"}, prices={"gpu_hour": "2", "week": "3000"})


def test_it_is_one_picture_with_a_name_and_a_description(priced: Costs) -> None:
    """For those who cannot see it, the break-evens in words."""
    root = ET.fromstring(plot_svg(priced))  # noqa: S314 - our own text

    assert ("img", "ff-cost-title ff-cost-text") == (
        root.attrib["role"],
        root.attrib["aria-labelledby"],
    )
    assert "finetune is cheaper than prompt above" in (root.findtext(f"{SVG}desc") or "")


def test_it_needs_nothing_from_outside(priced: Costs) -> None:
    """No address but the name of its language, no script."""
    text = plot_svg(priced)

    assert 1 == text.count("http")
    assert not any(word in text for word in ("<script", "url(", "@import", "href"))


def test_each_approach_is_a_line_with_its_name_in_both_panels(priced: Costs) -> None:
    """Colour is not all that tells them apart."""
    root = ET.fromstring(plot_svg(priced))  # noqa: S314 - our own text
    drawn = [line.attrib["class"] for line in root.iter(f"{SVG}polyline")]
    words = [text.text for text in root.iter(f"{SVG}text")]

    assert [f"line {a.value}" for a in Approach] * 2 == drawn
    assert [2, 2, 2, 2] == [words.count(a.value) for a in Approach]
    assert 2 == words.count("you: 400 a day")


def test_it_marks_break_evens(priced: Costs) -> None:
    """Where the curves cross, with the claim as its title."""
    root = ET.fromstring(plot_svg(priced))  # noqa: S314 - our own text

    assert any("above" in (c.findtext(f"{SVG}title") or "") for c in root.iter(f"{SVG}circle"))


def test_it_says_what_is_not_counted() -> None:
    """Without a price for work, no curve is called cheap."""
    words = " ".join(t.text or "" for t in ET.fromstring(plot_svg(costs())).iter(f"{SVG}text"))  # noqa: S314 - our own text

    assert "Not counted, for want of a price: GPU-hours, weeks." in words


def test_text_from_elsewhere_is_escaped(priced: Costs) -> None:
    """Names of models are the package's."""
    prices = replace(priced.prices, source="<script>&")

    assert "&lt;script&gt;&amp;" in plot_svg(replace(priced, prices=prices))


def test_free_costs_can_be_drawn() -> None:
    """All at the bottom."""
    free = costs(prices={"input": "0", "cached_input": "0", "output": "0", "embedding": "0"})

    assert "<polyline" in plot_svg(free)
