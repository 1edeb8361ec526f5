"""Cost against volume as one SVG: two panels, prices at their low and at their high.

It stands by itself: no script, no font, no address. Text and axes take the colour of the page
around it; the lines have colours that the colour-blind tell apart, and dashes for print.
"""

from __future__ import annotations

import textwrap
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.axes import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Axes, spread
from formfacts.advisor.costs.break_even import break_evens
from formfacts.advisor.costs.figure import plain, rounded
from formfacts.advisor.costs.volumes import HORIZON, curve, volumes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formfacts.advisor.costs.estimate import Costs

# Okabe and Ito's colours, darkened to stand out from white by 3:1, and lightened for dark pages.
STYLE = """
.ff-cost { font: 14px system-ui, sans-serif; color: inherit;
  display: block; width: 100%; max-width: 640px; height: auto;
  --prompt: #0072b2; --rag: #b34700; --finetune: #00785a; --hybrid: #9c3d84; }
.ff-cost text { fill: currentColor; } .ff-cost .title { font-weight: 600; }
.ff-cost .axis { stroke: currentColor; stroke-opacity: .7; }
.ff-cost .grid { stroke: currentColor; stroke-opacity: .15; }
.ff-cost .you { stroke: currentColor; stroke-dasharray: 2 3; }
.ff-cost .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.ff-cost .even { fill: none; stroke: currentColor; stroke-width: 1.5; }
.ff-cost .prompt { stroke: var(--prompt); }
.ff-cost .rag { stroke: var(--rag); stroke-dasharray: 9 4; }
.ff-cost .finetune { stroke: var(--finetune); stroke-dasharray: 2 4; }
.ff-cost .hybrid { stroke: var(--hybrid); stroke-dasharray: 12 4 2 4; }
@media screen and (prefers-color-scheme: dark) {
  .ff-cost { --prompt: #6cbdf0; --rag: #f5a25d; --finetune: #4fd3ab; --hybrid: #e8a3d3; } }
"""
ENDS = ("low", "high")
GAP = 16
NOTE_WIDTH = 62
NOTE_LINE = 18


def plot_svg(costs: Costs) -> str:
    """Return the plot: dollars a month over requests a day, one-off costs spread over a year."""
    notes = textwrap.wrap(_note(costs), NOTE_WIDTH)
    below = len(ENDS) * (HEIGHT + GAP) + NOTE_LINE
    height = below + len(notes) * NOTE_LINE
    panels = "\n".join(
        f'<g transform="translate(0 {n * (HEIGHT + GAP)})">{_panel(costs, end)}</g>'
        for n, end in enumerate(ENDS)
    )
    written = "".join(
        f'<text x="8" y="{below + n * NOTE_LINE}">{escape(line)}</text>'
        for n, line in enumerate(notes)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ff-cost" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-labelledby="ff-cost-title ff-cost-text">'
        f'<title id="ff-cost-title">Cost a month by requests a day</title>'
        f'<desc id="ff-cost-text">{escape(_in_words(costs))}</desc>'
        f"<style>{STYLE}</style>\n{panels}\n"
        f"{written}</svg>"
    )


def _note(costs: Costs) -> str:
    missing = sorted({unit for found in break_evens(costs) for unit in found.uncounted})
    without = f" Not counted, for want of a price: {', '.join(missing)}." if missing else ""
    said = f"One-off costs are spread over {HORIZON} months. Circles: break-even."
    return f"{said}{without} Prices: {costs.prices.source}."


def _in_words(costs: Costs) -> str:
    claims = [f"{b.end} prices: {b.claim}." for b in break_evens(costs) if b.horizon and b.volume]
    return " ".join(claims) or "The approaches' costs do not cross."


def _panel(costs: Costs, end: str) -> str:
    curves = {a: curve(costs, a, end) for a in Approach}
    values = [c.at(v) for c in curves.values() for v in volumes()]
    axes = Axes(volumes()[0], volumes()[-1], *_limits(values))
    title = f"{end.capitalize()} end of every price and quantity"
    drawn = [
        f'<text class="title" x="{LEFT}" y="18">{title}</text>',
        *axes.lines(),
        *_yours(costs, end, axes),
    ]
    for approach, found in curves.items():
        points = " ".join(axes.point(v, found.at(v)) for v in volumes())
        drawn.append(f'<polyline class="line {approach.value}" points="{points}"/>')
    drawn += _crossings(costs, end, axes)
    drawn += _labels({a: axes.y(c.at(volumes()[-1])) for a, c in curves.items()})
    return "\n".join(drawn)


def _limits(values: list[Decimal]) -> tuple[Decimal, Decimal]:
    """Return whole powers of ten around the values; what costs nothing lies on the axis."""
    positive = [value for value in values if value > 0] or [Decimal(1)]
    low, high = min(positive).adjusted(), max(positive).adjusted() + 1
    return Decimal(10) ** low, Decimal(10) ** high


def _yours(costs: Costs, end: str, axes: Axes) -> Iterator[str]:
    volume: Decimal = getattr(costs.usage.requests_per_day, end)
    if axes.left <= volume <= axes.right:
        x = f"{axes.x(volume):.1f}"
        yield f'<line class="you" x1="{x}" x2="{x}" y1="{TOP}" y2="{BOTTOM}"/>'
        words = f"you: {plain(rounded(volume, 3))} a day"
        yield f'<text x="{x}" y="{TOP - 4}" text-anchor="middle">{words}</text>'


def _crossings(costs: Costs, end: str, axes: Axes) -> Iterator[str]:
    for found in break_evens(costs):
        volume = found.volume
        if found.horizon != HORIZON or found.end != end or volume is None:
            continue
        if axes.left <= volume <= axes.right:
            cost = curve(costs, found.first, end).at(volume)
            x, y = axes.point(volume, cost).split(",")
            yield (
                f'<circle class="even" cx="{x}" cy="{y}" r="5"><title>{escape(found.claim)}'
                "</title></circle>"
            )


def _labels(ends: dict[Approach, float]) -> Iterator[str]:
    """Name each line at its right end, names kept apart."""
    for approach, y in spread(ends).items():
        yield (
            f'<line class="line {approach.value}" x1="{RIGHT + 4}" x2="{RIGHT + 26}" '
            f'y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        yield f'<text x="{RIGHT + 30}" y="{y + 4:.1f}">{approach.value}</text>'
