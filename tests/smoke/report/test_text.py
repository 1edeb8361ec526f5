"""Text of strangers: nothing in it reaches a terminal, a runner or an XML parser raw."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formfacts.smoke.report.text import for_ci, for_xml, on_one_line, took, visible, whole

ANY = st.text(st.characters(codec=None), max_size=40)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;a title\x07text", "text"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("\x1b(Bplain\x1b7", "plain"),
        ("50 %\r100 %\r\nend\tof it", "50 %\n100 %\nend\tof it"),
        ("\x00\x07\x08\x7f\x1b", r"\x00\x07\x08\x7f\x1b"),
        ("\u202eabc\u2066\u2028", r"\u202eabc\u2066\u2028"),
        ("\ud800", r"\ud800"),
        ("naïve 日本 👍🏽", "naïve 日本 👍🏽"),
    ],
)
def test_visible(raw: str, shown: str) -> None:
    """Colours go, other control characters show as escapes, newlines stay newlines."""
    assert shown == visible(raw)


@given(ANY)
def test_nothing_unseen_is_left(raw: str) -> None:
    """Whatever the text, its form for people is printable, can be written, and stays as it is."""
    shown = visible(raw)

    assert not [one for one in shown if one < " " and one not in "\t\n"]
    assert shown == shown.encode().decode()
    assert shown == visible(shown)


@given(ANY)
def test_xml_takes_any_text(raw: str) -> None:
    """Whatever the text, a parser reads back what was written."""
    element = ET.Element("log", {"name": for_xml(raw)})
    element.text = for_xml(raw)
    found = ET.fromstring(ET.tostring(element))  # noqa: S314  written a line above

    assert (for_xml(raw), for_xml(raw)) == (found.text or "", found.get("name"))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("::error::no", ": :error::no"),
        ("fine\n  ::add-mask::a", "fine\n  : :add-mask::a"),
        ("a ##[error]no", "a ## [error]no"),
        ("##vso[task.setvariable]", "## vso[task.setvariable]"),
        ("### A heading, a::b", "### A heading, a::b"),
    ],
)
def test_no_orders_to_runners(raw: str, shown: str) -> None:
    """What a runner would obey is broken up, anything else left alone."""
    assert shown == for_ci(raw)


def test_one_line_and_whole() -> None:
    """A summary is one line; half a character becomes the sign for an unknown one."""
    assert "a b c" == on_one_line(" a\n\tb\r\nc ")
    assert "a\ufffdb" == whole("a\ud800b")


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0.0 s"), (3.24, "3.2 s"), (245, "4 min 5 s"), (7380, "2 h 3 min")]
)
def test_durations(seconds: float, shown: str) -> None:
    """Each in units that people use for so long a time."""
    assert shown == took(seconds)
