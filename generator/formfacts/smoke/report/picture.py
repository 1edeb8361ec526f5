"""The pairs as a picture: values beside values, and in each square what came of the pair."""

from __future__ import annotations

from dataclasses import dataclass

from formfacts.smoke.report.page_rows import link, repo_id
from formfacts.smoke.report.summary import PairState, pair_states
from formfacts.smoke.report.text import on_one_line
from formfacts.smoke.result import PairCovered, Report

# More values than these make no picture that anybody could look at.
MOST_VALUES = 80
SIGNS: dict[PairState, str] = {"green": "✓", "red": "✗", "untried": "?", "uncovered": "○"}
MEANINGS: dict[PairState, str] = {
    "green": "covered, and the repo passed",
    "red": "covered, and the repo failed",
    "untried": "covered by a repo that was not run here",
    "uncovered": "not covered",
}
IMPOSSIBLE = "cannot be chosen together"


@dataclass(frozen=True, slots=True)
class Spot:
    """One pair: `href` is of the repo that covers it, empty where the page has none."""

    state: str
    sign: str
    label: str
    first: str = ""
    second: str = ""
    by: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One value with a spot per value of the options before its own.

    `option` and `span` are set on the first value of an option only.
    """

    option: str
    span: int
    value: str
    spots: tuple[Spot | None, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The pairs drawn as `lines` under `groups` of headings, and listed as `spots`."""

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    lines: tuple[Line, ...]
    spots: tuple[Spot, ...]
    values: int
    drawn: bool


def picture(report: Report) -> Picture:
    """Return the picture of a report's pairs; without lines where there are too many values."""
    known = {cell.id for cell in report.cells} | set(report.planned)
    states = zip(report.pairs, pair_states(report), strict=True)
    spots = {(pair.first, pair.second): spot(pair, state, known) for pair, state in states}
    options = [(name, values) for name, values in report.options.items() if values]
    number = sum(len(values) for _, values in options)
    drawn = len(options) > 1 and number <= MOST_VALUES
    lines = draw(options, spots) if drawn else []
    return Picture(
        groups=tuple((on_one_line(n), tuple(map(on_one_line, v))) for n, v in options[:-1]),
        lines=tuple(lines),
        spots=tuple(spots.values()),
        values=number,
        drawn=drawn,
    )


def draw(
    options: list[tuple[str, tuple[str, ...]]], spots: dict[tuple[str, str], Spot]
) -> list[Line]:
    """Return a line per value of each option but the first: a triangle."""
    lines = []
    columns = [(option, value) for option, values in options[:-1] for value in values]
    for place, (option, values) in enumerate(options[1:], start=1):
        before = {name for name, _ in options[:place]}
        for number, value in enumerate(values):
            found = [
                find(spots, f"{other}={met}", f"{option}={value}") if other in before else None
                for other, met in columns
            ]
            span = len(values) if number == 0 else 0
            lines.append(Line(on_one_line(option), span, on_one_line(value), tuple(found)))
    return lines


def find(spots: dict[tuple[str, str], Spot], one: str, two: str) -> Spot:
    """Return what came of a pair, which is impossible if the report has it in neither order."""
    found = spots.get((one, two)) or spots.get((two, one))
    label = on_one_line(f"{one} + {two}: {IMPOSSIBLE}")
    return found or Spot("impossible", "·", label)


def spot(pair: PairCovered, state: PairState, known: set[str]) -> Spot:
    """Return what came of a valid pair."""
    first, second, by = on_one_line(pair.first), on_one_line(pair.second), on_one_line(pair.by)
    covered = f" ({by})" if by else ""
    return Spot(
        state=state,
        sign=SIGNS[state],
        label=f"{first} + {second}: {MEANINGS[state]}{covered}",
        first=first,
        second=second,
        by=by,
        href=link(repo_id(pair.by)) if pair.by in known else "",
    )
