"""How it was decided, as a picture: the votes on each need, and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formfacts.advisor.explain import GROUNDS
from formfacts.advisor.html.drawing import LINE, WIDTH, box, picture, text_lines
from formfacts.advisor.rules import RULES, THRESHOLD, Need
from formfacts.advisor.verdict import Verdict, weigh

if TYPE_CHECKING:
    from formfacts.advisor.recommendation import Advice
    from formfacts.advisor.situation import Situation

LEFT, RIGHT = 8, WIDTH - 8
LEAST, MOST = -6, 12
ROW, BAR = 62, 12


def votes_picture(advice: Advice) -> str:
    """Return the needs as bars of votes, with the line from which on a need is real."""
    verdicts = weigh(advice.situation)
    rows = [
        row(n * ROW + 4, verdicts[need], sentence(need, verdicts[need], advice.situation))
        for n, need in enumerate(Need)
    ]
    y = len(rows) * ROW + 18
    bits = (
        f"{'look' if advice.approach.retrieves else 'do not look'} the facts up, "
        f"{'train' if advice.approach.trains else 'do not train'} the form"
    )
    end = text_lines(LEFT, y, [f"{advice.approach.value}: {bits}"], "stage")
    told = ". ".join(sentence(n, verdicts[n], advice.situation) for n in Need)
    return picture("votes", y + 10, "The votes", f"{told}. So: {bits}", "".join(rows) + end)


def sentence(need: Need, verdict: Verdict, situation: Situation) -> str:
    """Say where a need stands."""
    vetoes = [r.id for r in RULES if r.veto and need in r.needs and r.applies(situation)]
    votes = f"{verdict.votes} {'vote' if verdict.votes == 1 else 'votes'}"
    said = "yes" if verdict.wanted else f"veto {', '.join(vetoes)}" if vetoes else "no"
    return f"{GROUNDS[need]}: {votes}, {said}"


def row(y: float, verdict: Verdict, said: str) -> str:
    """Return one need: in words, and its bar from 0 to its votes."""
    votes = min(max(verdict.votes, LEAST), MOST)
    start, end = sorted((place(0), place(votes)))
    kind = "bar" if verdict.wanted else "bar off"
    top = y + LINE + 4
    return (
        text_lines(LEFT, y + 14, [said])
        + box(LEFT, top, RIGHT - LEFT, BAR, "track")
        + (box(start, top, end - start, BAR, kind) if votes else "")
        + f'<path class="threshold" d="M{place(THRESHOLD):g} {top - 4:g}v{BAR + 8}"/>'
        + f'<path class="zero" d="M{place(0):g} {top:g}v{BAR}"/>'
    )


def place(votes: float) -> float:
    """Return where a number of votes is drawn."""
    return round(LEFT + (RIGHT - LEFT) * (votes - LEAST) / (MOST - LEAST), 1)
