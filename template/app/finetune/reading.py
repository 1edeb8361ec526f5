"""What the tiny model reads of a long prompt: the sentences nearest to the question by words.

Half a million weights cannot weigh twenty sentences in the seconds that training may take. So the
tiny model is shown the few that a plain word count puts first, under the numbers they have in the
whole prompt; a real model reads the whole prompt. A prompt without passages stays as it is.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.prompt import NO_PASSAGES, PASSAGES, QUESTION
from app.text import stems

SENTENCES = 3
LONGEST_SENTENCE = 240  # characters
LONGEST_QUESTION = 2000
_HEADING_WEIGHT = 0.5
_LATER_PASSAGE = 0.5
_LENGTH_WEIGHT = 0.3
_USUAL_LENGTH = 8  # stems
_ASKS_AMOUNT = re.compile(
    r"\b(?:how (?:many|much|long|often|soon|high|far|wide|deep|big|large|heavy|close|late|old)"
    r"|when|(?:what|which) (?:time|number|day)|price|costs?|fees?|weighs?|charged?|pay)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|once|twice|half|hours?|days?)\b",
    re.IGNORECASE,
)

HEADING = "## "
_SENTENCE = re.compile(r"\[(\d+)\] (.+)")


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered sentence of a prompt, with the words of the heading that it stands under."""

    number: int
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A user's turn, taken apart. `lines` is None for a turn that has no place for passages."""

    question: str
    lines: tuple[Line, ...] | None = None


def parse(content: str) -> Reading:
    """Take a user's turn apart; `app/prompt.py` says how it is put together."""
    passages, mark, question = content.rpartition(f"\n{QUESTION}")
    if not mark or not passages.startswith(PASSAGES):
        return Reading(content)
    lines = []
    heading = ""
    for text in passages.splitlines():
        if text.startswith(HEADING):
            heading = text.removeprefix(HEADING)
        elif match := _SENTENCE.match(text):
            lines.append(Line(int(match[1]), match[2], heading))
    return Reading(question, tuple(lines))


def write(reading: Reading) -> str:
    """Put a user's turn together, as short as the tiny model needs it."""
    question = " ".join(reading.question.split())[:LONGEST_QUESTION]
    if reading.lines is None:
        return question
    lines = [f"[{line.number}] {line.text[:LONGEST_SENTENCE]}" for line in reading.lines]
    above = [f"{HEADING}{reading.lines[0].heading}"] if lines else [NO_PASSAGES]
    return "\n".join([*above, *lines, f"{QUESTION}{question}"])


def shorten(content: str) -> str:
    """Return what the tiny model reads of a user's turn."""
    reading = parse(content)
    return write(reading if reading.lines is None else replace(reading, lines=best(reading)))


def best(reading: Reading, limit: int = SENTENCES) -> tuple[Line, ...]:
    """Return the lines that are nearest to the question, best first."""
    lines = reading.lines or ()
    scores = score(reading.question, lines)
    order = sorted(range(len(lines)), key=lambda place: (-scores[place], place))
    return tuple(lines[place] for place in order[:limit])


def score(question: str, lines: Sequence[Line]) -> list[float]:
    """Weigh each line by the words that it shares with the question.

    A word counts by how rare it is among the lines, a word of the heading half; a long line shares
    words by chance. Who asks for an amount or a time is best served by a line that holds one. The
    passages come best first, so each one further down costs a little.
    """
    found = [stems(line.text) for line in lines]
    spread = Counter(stem for line in found for stem in line)
    asked = stems(question)
    wants_amount = _ASKS_AMOUNT.search(question) is not None

    def weight(shared: set[str]) -> float:
        return sum(math.log(1 + len(lines) / (spread[stem] or 1)) for stem in sorted(shared))

    scores = []
    for line, own, passage in zip(lines, found, passages_of(lines), strict=True):
        in_heading = (asked & stems(line.heading)) - own
        shared = weight(asked & own) + _HEADING_WEIGHT * weight(in_heading)
        amount = wants_amount and _AMOUNT.search(line.text) is not None
        short = (_USUAL_LENGTH / (len(own) + _USUAL_LENGTH)) ** _LENGTH_WEIGHT
        scores.append(shared * short + amount - _LATER_PASSAGE * passage)
    return scores


def passages_of(lines: Sequence[Line]) -> list[int]:
    """Return for each line which passage it is in, counted from 0: a new heading starts one."""
    changes = [before.heading != after.heading for before, after in itertools.pairwise(lines)]
    return list(itertools.accumulate(changes, initial=0))[: len(lines)]
