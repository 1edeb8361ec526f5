"""The advice as a page in the terminal: plain text, with bold and colour where they are wanted.

Rich would draw this as well, but importing it costs more than all the rest of `formfacts advise`.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach
from formfacts.advisor.comparison import COMPARISON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formfacts.advisor.recommendation import Advice, Reason

WIDEST = 100
NARROWEST = 40
# Four columns of a few words each; below this the approaches stand one under the other.
TABLE = 76
IN_WORDS = {
    Approach.PROMPT: "a careful prompt, no retrieval and no training",
    Approach.RAG: "look the facts up, leave the model as it is",
    Approach.FINETUNE: "train the form, no retrieval",
    Approach.HYBRID: "train the form, look the facts up",
}
STAGES = {"start": "start", "then": "then", "if": "only if"}


@dataclass(frozen=True)
class Ink:
    """How text is marked: with ANSI codes, or not at all."""

    colour: bool

    def bold(self, text: str) -> str:
        """Mark what is read first."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def dim(self, text: str) -> str:
        """Mark what can be skipped."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text

    def green(self, text: str) -> str:
        """Mark the choice."""
        return f"\x1b[1;32m{text}\x1b[0m" if self.colour else text


def render(advice: Advice, width: int, *, colour: bool) -> str:
    """Return the page, wrapped to the width (in columns, kept within 40 and 100)."""
    page = Page(min(max(width, NARROWEST), WIDEST), Ink(colour))
    return "\n".join(page.lines(advice)) + "\n"


@dataclass(frozen=True)
class Page:
    """A page of a width, in an ink."""

    width: int
    ink: Ink

    def lines(self, advice: Advice) -> Iterator[str]:
        """Yield the page line by line."""
        yield from self.wrap(advice.situation.title, ink=self.ink.dim)
        yield from self.wrap(
            f"{advice.approach.value}: {IN_WORDS[advice.approach]}", ink=self.ink.green
        )
        yield from self.wrap(
            f"confidence {advice.confidence.value}: {advice.confidence_because}", ink=self.ink.dim
        )
        yield from self.path(advice)
        yield from self.reasons(advice)
        yield from self.to_do(advice)
        yield from self.second(advice)
        yield from self.would_change(advice)
        yield from self.comparison(advice)

    def path(self, advice: Advice) -> Iterator[str]:
        """Yield what to build first and what to add when."""
        yield from self.heading("Path")
        for step in advice.path:
            lead = f"  {STAGES[step.stage]:<8}{step.approach.value:<10}"
            yield from self.hang(lead, step.when)

    def reasons(self, advice: Advice) -> Iterator[str]:
        """Yield the reasons for, then those against, each with its rule and its sources."""
        for title, supports in (("Why", True), ("What speaks against it", False)):
            found = [r for r in advice.reasons if r.supports is supports]
            if found:
                yield from self.heading(title)
            for reason in found:
                yield from self.reason(reason)

    def reason(self, reason: Reason) -> Iterator[str]:
        """Yield one claim and where it comes from."""
        yield from self.hang(f"  {reason.rule}  ", reason.claim)
        yield from self.wrap("; ".join(str(s) for s in reason.sources), " " * 7, self.ink.dim)

    def to_do(self, advice: Advice) -> Iterator[str]:
        """Yield what to find out, for the unknown facts that could tip the advice."""
        open_facts = [t for t in advice.to_do if t.could_become]
        if open_facts:
            yield from self.heading("Find out")
        for item in open_facts:
            could = " or ".join(a.value for a in item.could_become)
            yield from self.hang(f"  {item.fact:<18} ", f"{item.do} (could make it {could})")

    def second(self, advice: Advice) -> Iterator[str]:
        """Yield the runner-up."""
        yield from self.heading("Second choice")
        yield from self.wrap(f"{advice.runner_up.approach.value}, {advice.runner_up.because}", "  ")

    def would_change(self, advice: Advice) -> Iterator[str]:
        """Yield, for each other approach, the known facts that lead there if they are wrong."""
        known = advice.situation.facts()
        tips: dict[Approach, dict[str, list[str]]] = {}
        for change in advice.would_change:
            if change.fact in known:
                facts = tips.setdefault(change.approach, {})
                facts.setdefault(change.fact, []).append(change.value)
        if tips:
            yield from self.heading("What would change it")
        for approach, facts in tips.items():
            lead = f"  {approach.value:<9} "
            ways = "; ".join(f"{fact}: {' or '.join(words)}" for fact, words in facts.items())
            yield from self.hang(lead, ways)

    def comparison(self, advice: Advice) -> Iterator[str]:
        """Yield the four approaches side by side, the chosen one marked."""
        yield from self.heading("Side by side")
        yield from self.columns(advice) if self.width >= TABLE else self.stack(advice)

    def stack(self, advice: Advice) -> Iterator[str]:
        """Yield each aspect with the approaches under it."""
        for row in COMPARISON:
            yield self.ink.bold(f"  {row.aspect}")
            for approach in Approach:
                mark = ">" if approach is advice.approach else " "
                lead = f"   {mark}{approach.value:<9} "
                yield from self.hang(lead, row.of(approach))

    def columns(self, advice: Advice) -> Iterator[str]:
        """Yield the approaches as columns of a table."""
        first = max(len(row.aspect) for row in COMPARISON)
        cell = (self.width - 2 - first - 4 * 2) // 4
        names = [f"{'>' if a is advice.approach else ' '}{a.value}" for a in Approach]
        yield self.ink.bold(
            " ".join([" " * (first + 2), *(f"{n:<{cell + 1}}" for n in names)]).rstrip()
        )
        for row in COMPARISON:
            cells = [self.broken(row.of(a), cell) for a in Approach]
            for n in range(max(map(len, cells))):
                aspect = row.aspect if n == 0 else ""
                parts = [c[n] if n < len(c) else "" for c in cells]
                line = "  ".join([f"  {aspect:<{first}}", *(f"{p:<{cell}}" for p in parts)])
                yield line.rstrip()

    def heading(self, title: str) -> Iterator[str]:
        """Yield an empty line and a title."""
        yield ""
        yield self.ink.bold(title)

    def hang(self, lead: str, text: str) -> Iterator[str]:
        """Yield text after a lead, its further lines set in by as much."""
        wrapped = self.broken(text, self.width - len(lead)) or [""]
        yield self.ink.bold(lead) + wrapped[0]
        yield from (" " * len(lead) + line for line in wrapped[1:])

    def wrap(self, text: str, indent: str = "", ink: object = None) -> Iterator[str]:
        """Yield text wrapped to the page, set in and inked as told."""
        for line in self.broken(text, self.width - len(indent)):
            yield indent + (ink(line) if callable(ink) else line)

    @staticmethod
    def broken(text: str, width: int) -> list[str]:
        """Return the text in lines of a width, broken between words alone."""
        return textwrap.wrap(text, width, break_on_hyphens=False)
