"""`--compare A.yaml B.yaml`: several situations, what differs, and what comes of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from formfacts.advisor.files import load_situation
from formfacts.advisor.ink import Ink, Paper
from formfacts.advisor.page import STAGES, kept_within
from formfacts.advisor.recommendation import Advice, advise
from formfacts.advisor.rules import RULES
from formfacts.advisor.situation import FACTS, Answer, as_word
from formfacts.errors import UsageError

FEWEST, MOST = 2, 9
# The column of each situation takes this much at least; below, they stand one under the other.
NARROW = 14
Row = tuple[str, tuple[str, ...]]


class Comparison(NamedTuple):
    """Advice on several situations, in the order in which they were named."""

    names: tuple[str, ...]
    advice: tuple[Advice, ...]

    @property
    def approaches(self) -> tuple[str, ...]:
        """The approach of each."""
        return tuple(a.approach.value for a in self.advice)

    @property
    def confidences(self) -> tuple[str, ...]:
        """How firm each is."""
        return tuple(a.confidence.value for a in self.advice)

    @property
    def facts(self) -> tuple[Row, ...]:
        """The facts that are not the same in all, with the value in each."""
        rows = (
            (fact, tuple(as_word(getattr(a.situation, fact)) for a in self.advice))
            for fact in FACTS
        )
        return tuple((fact, words) for fact, words in rows if len(set(words)) > 1)

    @property
    def rules(self) -> tuple[tuple[str, str, tuple[bool, ...]], ...]:
        """The rules that do not apply in all or none: number, claim, and whether in each."""
        rows = (
            (rule.id, rule.claim, tuple(rule.applies(a.situation) for a in self.advice))
            for rule in RULES
        )
        return tuple(row for row in rows if len(set(row[2])) > 1)

    @property
    def paths(self) -> tuple[str, ...]:
        """The path of each: its steps by name."""
        return tuple(
            ", ".join(f"{STAGES[s.stage]} {s.approach.value}" for s in a.path) for a in self.advice
        )


def compare(files: list[Path]) -> Comparison:
    """Advise on each file; those of one name are told apart by their paths.

    Raises:
        UsageError: there are too few or too many, or one is no situation.
    """
    if not FEWEST <= len(files) <= MOST:
        raise UsageError(
            f"--compare takes {FEWEST} to {MOST} situation files, not {len(files)}:"
            " formfacts advise --compare a.yaml b.yaml"
        )
    stems = [file.stem for file in files]
    unique = len(set(stems)) == len(stems)
    names = tuple(stems if unique else [str(file) for file in files])
    return Comparison(names, tuple(advise(load_situation(file)) for file in files))


def to_data(found: Comparison) -> dict[str, Any]:
    """Return the comparison as plain data."""
    return {
        "formfacts_comparison": 1,
        "situations": [
            {
                "name": name,
                "title": a.situation.title,
                "approach": a.approach.value,
                "confidence": a.confidence.value,
                "path": [
                    {"approach": s.approach.value, "stage": s.stage, "when": s.when} for s in a.path
                ],
            }
            for name, a in zip(found.names, found.advice, strict=True)
        ],
        "facts_that_differ": [{"fact": fact, "values": list(w)} for fact, w in found.facts],
        "rules_that_differ": [
            {"rule": rule, "claim": claim, "applies": list(each)}
            for rule, claim, each in found.rules
        ],
    }


def as_text(found: Comparison, width: int, *, colour: bool) -> str:
    """Return the comparison as a page for the terminal."""
    paper = Paper(kept_within(width), Ink(colour))
    return "\n".join(_lines(found, paper)) + "\n"


def _lines(found: Comparison, paper: Paper) -> Iterator[str]:
    yield from _table(paper, "", found.names, head=True)
    yield from _table(paper, "approach", found.approaches, head=True)
    yield from _table(paper, "confidence", found.confidences)
    yield from _table(paper, "path", found.paths)
    yield from paper.heading("Facts that differ")
    for fact, words in found.facts:
        yield from _table(paper, fact, tuple("·" if w == Answer.UNKNOWN else w for w in words))
    if not found.facts:
        yield "  none"
    yield from paper.heading("Rules that differ")
    for rule, claim, each in found.rules:
        marks = " ".join("x" if applies else "·" for applies in each)
        yield from paper.hang(f"  {rule}  {marks}  ", claim)
    if not found.rules:
        yield "  none"


def _table(
    paper: Paper, first: str, cells: tuple[str, ...], *, head: bool = False
) -> Iterator[str]:
    """Yield one row: in columns where there is room, else each cell on its own line."""
    lead = max(map(len, FACTS)) + 2
    cell = (paper.width - lead - 2 * len(cells)) // len(cells)
    mark = paper.ink.bold if head else str
    if cell < NARROW:
        yield paper.ink.bold(f"  {first}".rstrip())
        for number, text in enumerate(cells, 1):
            yield from paper.hang(f"    {number}  ", text)
        return
    broken = [paper.broken(text, cell) or [""] for text in cells]
    for n in range(max(map(len, broken))):
        parts = [lines[n] if n < len(lines) else "" for lines in broken]
        name = f"  {first}" if n == 0 else ""
        line = "  ".join([f"{name:<{lead}}", *(f"{p[:cell]:<{cell}}" for p in parts)])
        yield mark(line.rstrip())
