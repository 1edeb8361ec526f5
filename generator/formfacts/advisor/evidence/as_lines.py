"""The verdict as lines for the terminal, in the style of `advisor/page.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formfacts.advisor.evidence.figures import between, percent, points
from formfacts.advisor.evidence.report import ARMS, AS_IS
from formfacts.advisor.ink import Ink, Paper
from formfacts.advisor.page import kept_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formfacts.advisor.evidence.interval import Score
    from formfacts.advisor.evidence.judge import Judged
    from formfacts.advisor.evidence.step import Step
    from formfacts.advisor.evidence.verdict import Verdict

TITLES = {
    "stay": "stay",
    "promote": "promote",
    "fix_retrieval": "fix retrieval",
    "fix_reading": "fix the reading",
    "fix_prompt": "work on the prompt",
    "collect_cases": "collect cases",
    "collect_rows": "collect rows",
    "check_rows": "check the rows",
    "measure": "measure again",
}
BAR = 25  # columns of a drawn interval


def as_lines(verdict: Verdict, width: int, *, colour: bool = False) -> list[str]:
    """Return the page, wrapped to the width (in columns, kept within 40 and 100)."""
    page = Paper(kept_within(width), Ink(colour))
    evidence = verdict.evidence
    asked = f"{evidence.cases:,} cases, model: {evidence.as_is.model or 'not named'}"
    title = (
        evidence.approach.value
        if verdict.approach is evidence.approach
        else f"{evidence.approach.value}, to become {verdict.approach.value}"
    )
    return [
        *page.wrap(f"{evidence.repo}: {asked}", mark=page.ink.dim),
        *page.wrap(title, mark=page.ink.green),
        *measured(page, verdict),
        *experiments(page, verdict),
        *trained(page, verdict),
        *next_steps(page, verdict),
        *notes(page, verdict),
    ]


def measured(page: Paper, verdict: Verdict) -> Iterator[str]:
    """Yield the two axes with their intervals, drawn where there is room."""
    yield from page.heading("Measured, with 95 % intervals")
    axes = (verdict.facts, verdict.form)
    longest = max(len(row(axis.score)) for axis in axes)
    for axis in axes:
        lead = f"  {axis.axis:<6} {axis.state.value:<16} "
        if axis.score.of and len(lead) + longest + len(drawn(axis)) < page.width:
            yield f"{page.ink.bold(lead)}{row(axis.score):<{longest}} {drawn(axis)}"
        else:
            yield from page.hang(lead, f"{row(axis.score)}, target {percent(axis.target)}")


def row(score: Score) -> str:
    """Write a score and its interval."""
    if not score.of:
        return "no case scores it"
    return f"{score.right} of {score.of}, {percent(score.share)} ({between(score.interval)})"


def drawn(axis: Judged) -> str:
    """Draw the interval between 0 and 100 %: o is the score, ! the target."""
    interval = axis.score.interval
    low, high = place(interval.low), place(interval.high)
    cells = ["-" if low <= n <= high else " " for n in range(BAR)]
    cells[place(axis.target)] = "!"
    cells[place(axis.score.share)] = "o"
    return f"|{''.join(cells)}|"


def place(share: float) -> int:
    """Return where a share lies on the bar."""
    return min(BAR - 1, int(share * BAR))


def experiments(page: Paper, verdict: Verdict) -> Iterator[str]:
    """Yield the arms that were run beside the repo as it is."""
    arms = verdict.evidence.arms
    if arms:
        yield from page.heading("Experiments")
    for name, what in ARMS.items():
        if name != AS_IS and name in arms:
            text = f"facts {row(arms[name].facts)}; form {row(arms[name].form)}"
            yield from page.hang(f"  {name:<16} ", f"{what}: {text}")


def trained(page: Paper, verdict: Verdict) -> Iterator[str]:
    """Yield what training changed on the held-out rows."""
    training = verdict.evidence.training
    if training and training.measures:
        yield from page.heading("Trained, on held-out rows")
    for one in training.measures if training else ():
        shares = f"{percent(one.base.share)} to {percent(one.tuned.share)} of {one.base.of}"
        yield from page.hang(f"  {one.name:<16} ", f"{shares}, a change of {points(one.gain)}")


def next_steps(page: Paper, verdict: Verdict) -> Iterator[str]:
    """Yield what to do, in order."""
    yield from page.heading("Next")
    for number, step in enumerate(verdict.steps, 1):
        yield from one_step(page, number, step)


def one_step(page: Paper, number: int, step: Step) -> Iterator[str]:
    """Yield one step; its command is never broken, so that it can be copied."""
    yield from page.hang(f"  {number}. {TITLES[step.kind]}  ", step.say)
    for condition in step.first:
        yield from page.hang("     first: ", condition)
    if step.command:
        head, because, text = step.command.partition(" --because ")
        yield f"     $ {head} \\" if because else f"     $ {head}"
        if because:
            yield f"         --because {text}"


def notes(page: Paper, verdict: Verdict) -> Iterator[str]:
    """Yield what else there is to know."""
    if verdict.notes:
        yield from page.heading("Mind")
    for note in verdict.notes:
        yield from page.hang("  - ", note)
