"""The path as a picture: what is built first, what is added, and on which sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formfacts.advisor.html.drawing import LINE, WIDTH, arrow, box, broken, picture, text_lines
from formfacts.advisor.page import STAGES

if TYPE_CHECKING:
    from formfacts.advisor.path import Step
    from formfacts.advisor.recommendation import Advice

BOX_WIDTH, BOX_HEIGHT = 108, 40
TEXT_X = BOX_WIDTH + 22
GAP = 26


def path_picture(advice: Advice) -> str:
    """Return the path as SVG: boxes from top to bottom, the end state filled."""
    y, drawn = 4.0, ""
    last = max(n for n, step in enumerate(advice.path) if step.stage != "if")
    for number, step in enumerate(advice.path):
        lines = broken(step.when, WIDTH - TEXT_X - 4)
        height = max(BOX_HEIGHT, (len(lines) + 1) * LINE)
        drawn += step_drawn(step, y, lines, is_end=number == last)
        if number + 1 < len(advice.path):
            drawn += arrow(BOX_WIDTH / 2, y + BOX_HEIGHT, y + height + GAP)
        y += height + GAP
    told = ". ".join(f"{STAGES[s.stage]} {s.approach.value}: {s.when}" for s in advice.path)
    return picture("path", y - GAP + 8, "The path", told, drawn)


def step_drawn(step: Step, y: float, lines: list[str], *, is_end: bool) -> str:
    """Return one step: its box, and beside it when it is due."""
    kind = "step later" if step.stage == "if" else "step end" if is_end else "step"
    name = text_lines(BOX_WIDTH / 2, y + 25, [step.approach.value], "name" + " end" * is_end)
    due = f"{STAGES[step.stage]}, the end state" if is_end else STAGES[step.stage]
    stage = text_lines(TEXT_X, y + 14, [due], "stage")
    when = text_lines(TEXT_X, y + 14 + LINE, lines)
    return box(0.75, y, BOX_WIDTH - 1.5, BOX_HEIGHT, kind) + name + stage + when
