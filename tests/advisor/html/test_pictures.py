"""The pictures of the page: the path, and the votes."""

from __future__ import annotations

from xml.etree import ElementTree as ET  # what is read here was made here

import pytest
from hypothesis import given, settings

from formfacts.advisor.html.drawing import WIDTH, broken
from formfacts.advisor.html.path_picture import path_picture
from formfacts.advisor.html.votes_picture import votes_picture
from formfacts.advisor.recommendation import advise
from formfacts.advisor.situation import make_situation
from tests.advisor.test_recommendation import situations

SVG = "{http://www.w3.org/2000/svg}"


@settings(deadline=None)
@given(facts=situations)
def test_nothing_leaves_the_picture(facts: dict[str, str]) -> None:
    """Boxes and lines of text lie within it, and it says in words what it shows."""
    advice = advise(make_situation(facts))

    for drawn in (path_picture(advice), votes_picture(advice)):
        root = ET.fromstring(drawn)  # noqa: S314  likewise
        _, _, width, height = map(float, root.attrib["viewBox"].split())
        for box in root.iter(f"{SVG}rect"):
            x, y, w, h = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
            assert 0 <= x <= x + w <= width == WIDTH
            assert 0 <= y <= y + h <= height
        assert all(float(text.attrib["y"]) < height for text in root.iter(f"{SVG}text"))
        assert root.findtext(f"{SVG}desc")


def test_the_path_has_a_box_for_each_step() -> None:
    """The end state is marked, and what comes only on a sign is dashed."""
    drawn = path_picture(advise(make_situation({"knowledge_gap": "yes"})))

    assert (1, 1) == (drawn.count('class="step end"'), drawn.count('class="step later"'))


def test_a_veto_is_named() -> None:
    """The votes are there, and what overruled them."""
    facts = {"knowledge_gap": "no", "behaviour_gap": "tone", "tuning_available": "no"}

    drawn = votes_picture(advise(make_situation(facts)))

    assert "training for the form: 2 votes, veto B17" in drawn
    assert "prompt: do not look the facts up, do not train the form" in drawn


@pytest.mark.parametrize("width", [1, 60, 300])
def test_text_is_broken_to_fit(width: float) -> None:
    """No line is longer than its width holds, and there is always one."""
    assert [""] == broken("", width)
    assert max(map(len, broken("one two three " * 9, width))) <= max(width / 7.3, 8)
