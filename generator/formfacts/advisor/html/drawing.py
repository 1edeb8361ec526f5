"""Pieces of SVG: text that wraps, boxes, arrows. The page's style sheet colours them."""

from __future__ import annotations

import textwrap
from html import escape

# Narrow, so that letters of 14 units are still readable on a phone.
WIDTH = 420
LINE = 19
# What a letter of 14 units takes on average; some take more, hence the margin.
LETTER = 7.3


def broken(text: str, width: float) -> list[str]:
    """Return the text in lines that fit a width in units of the picture."""
    return textwrap.wrap(text, max(int(width / LETTER), 8), break_on_hyphens=False) or [""]


def text_lines(x: float, y: float, lines: list[str], kind: str = "") -> str:
    """Return lines of text under each other, the first with its baseline at y."""
    mark = f' class="{kind}"' if kind else ""
    return "".join(
        f'<text x="{x:g}" y="{y + number * LINE:g}"{mark}>{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def box(x: float, y: float, width: float, height: float, kind: str) -> str:
    """Return a rounded box."""
    return (
        f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="7"/>'
    )


def arrow(x: float, top: float, bottom: float) -> str:
    """Return an arrow downwards."""
    tip = f"M{x - 5:g} {bottom - 7:g}L{x:g} {bottom:g}L{x + 5:g} {bottom - 7:g}"
    return f'<path class="arrow" d="M{x:g} {top:g}V{bottom:g}{tip}"/>'


def picture(name: str, height: float, title: str, told: str, drawn: str) -> str:
    """Return the picture, with a title and with what it shows in words."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 {WIDTH} {height:g}"'
        f' role="img" aria-labelledby="{name}-title {name}-text">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-text">{escape(told)}</desc>{drawn}</svg>'
    )
