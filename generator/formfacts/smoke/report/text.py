"""Text that strangers wrote, made fit to be shown: logs, summaries, ids, answers."""

from __future__ import annotations

import re

# What a terminal obeys: titles and links up to their end, colours and cursor, all other escapes.
ORDERS = re.compile(
    r"\x1b[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]"
)
# Control characters but for tab and newline, what turns the direction of writing around, and
# halves of characters, which no encoding can write.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
HALVES = re.compile("[\ud800-\udfff]")
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# At the start of a line GitHub's runner obeys `::`, anywhere in it `##[`; Azure's `##vso[`,
# TeamCity `##teamcity[`.
RUNNER_ORDERS = re.compile(r"^(\s*:)(?=:)|##(?=\w*\[)", re.MULTILINE)
UNKNOWN = "\ufffd"


def whole(text: str) -> str:
    """Return the text with halves of characters replaced, so that it can be written as UTF-8."""
    return HALVES.sub(UNKNOWN, text)


def visible(text: str) -> str:
    """Return the text without colours, its control characters as escapes; newlines are kept."""
    plain = ORDERS.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), plain)


def on_one_line(text: str) -> str:
    """Return the text as `visible` does, on one line."""
    return " ".join(visible(text).split())


def for_ci(text: str) -> str:
    """Return the text with nothing in it that a CI's runner takes from a log as an order."""
    return RUNNER_ORDERS.sub(lambda found: f"{found[0]} ", text)


def for_xml(text: str) -> str:
    """Return the text as `visible` does, without the characters that XML 1.0 forbids."""
    return NOT_XML.sub(UNKNOWN, visible(text))


def took(seconds: float) -> str:
    """Return a duration: `3.2 s`, `4 min 5 s`, `2 h 3 min`."""
    if seconds < 60:  # noqa: PLR2004  seconds in a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
