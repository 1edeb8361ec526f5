"""The advice as a page in the terminal: what matters most. `--html` and `--json` have all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from formfacts.advisor.approach import Approach
from formfacts.advisor.ink import Ink, Paper
from formfacts.advisor.measures import MEASURES
from formfacts.advisor.side_by_side import side_by_side

if TYPE_CHECKING:
    from formfacts.advisor.recommendation import Advice, Reason

WIDEST = 100
NARROWEST = 40
# How many of each are shown; what is left out is named by its number.
MOST_FOR, MOST_AGAINST, MOST_TRAPS, MOST_TO_DO = 5, 3, 3, 4
IN_WORDS = {
    Approach.PROMPT: "a careful prompt, no retrieval and no training",
    Approach.RAG: "look the facts up, leave the model as it is",
    Approach.FINETUNE: "train the form, no retrieval",
    Approach.HYBRID: "train the form, look the facts up",
}
STAGES = {"start": "start", "then": "then", "if": "only if"}


def render(advice: Advice, width: int, *, colour: bool) -> str:
    """Return the page, wrapped to the width (in columns, kept within 40 and 100)."""
    page = Page(Paper(kept_within(width), Ink(colour)), advice)
    return "\n".join(page.lines()) + "\n"


def kept_within(width: int) -> int:
    """Return the width of a page in a terminal of so many columns."""
    return min(max(width, NARROWEST), WIDEST)


class Page(NamedTuple):
    """A page about one piece of advice."""

    paper: Paper
    advice: Advice

    def lines(self) -> Iterator[str]:
        """Yield the page line by line."""
        yield from self.head()
        yield from self.path()
        yield from self.reasons("Why", MOST_FOR, supports=True)
        yield from self.reasons("What speaks against it", MOST_AGAINST, supports=False)
        yield from self.additions()
        yield from self.anti_patterns()
        yield from self.to_do()
        yield from self.would_change()
        yield from side_by_side(self.paper, self.advice.approach)

    def head(self) -> Iterator[str]:
        """Yield what it is about, the approach, and how firm that is."""
        advice, ink = self.advice, self.paper.ink
        yield from self.paper.wrap(advice.situation.title, mark=ink.dim)
        words = f"{advice.approach.value}: {IN_WORDS[advice.approach]}"
        yield from self.paper.wrap(words, mark=ink.green)
        because = f"confidence {advice.confidence.value}: {advice.confidence_because}"
        yield from self.paper.wrap(because, mark=ink.dim)

    def path(self) -> Iterator[str]:
        """Yield what to build first and what to add when."""
        yield from self.paper.heading("Path")
        for step in self.advice.path:
            lead = f"  {STAGES[step.stage]:<8}{step.approach.value:<10}"
            yield from self.paper.hang(lead, step.when)

    def reasons(self, title: str, most: int, *, supports: bool) -> Iterator[str]:
        """Yield the strongest reasons, each with its rule and its sources, and name the others."""
        found = [r for r in self.advice.reasons if r.supports is supports]
        if found:
            yield from self.paper.heading(title)
        for reason in found[:most]:
            yield from self.reason(reason)
        if left := [r.rule for r in found[most:]]:
            yield from self.paper.hang("  also ", f"{', '.join(left)} (--explain RULE)")

    def reason(self, reason: Reason) -> Iterator[str]:
        """Yield one claim and, for what speaks for the choice, where it comes from."""
        yield from self.paper.hang(f"  {reason.rule}  ", reason.claim)
        if reason.supports:
            yield self.paper.one_line([str(s) for s in reason.sources], " " * 7)

    def additions(self) -> Iterator[str]:
        """Yield what belongs beside the approach."""
        if self.advice.additions:
            yield from self.paper.heading("Add to it")
        for addition in self.advice.additions:
            yield from self.paper.hang("  + ", f"{addition.name}: {addition.what}")

    def anti_patterns(self) -> Iterator[str]:
        """Yield what the situation tempts to, by name."""
        found = self.advice.anti_patterns
        if found:
            yield from self.paper.heading("Anti-patterns to keep clear of")
        for trap in found[:MOST_TRAPS]:
            text = f"{trap.name}. {trap.claim}"
            yield from self.paper.hang("  ! ", text, self.paper.ink.yellow)
        yield from self.left_out([t.name for t in found[MOST_TRAPS:]])

    def to_do(self) -> Iterator[str]:
        """Yield what to find out, for the unknown facts that could tip the advice."""
        open_facts = [t for t in self.advice.to_do if t.could_become]
        if open_facts:
            yield from self.paper.heading("Find out first")
        shown = open_facts[:MOST_TO_DO]
        column = max((len(item.fact) for item in shown), default=0)
        commands = [item.fact for item in shown if item.fact in MEASURES]
        for item in shown:
            could = " or ".join(a.value for a in item.could_become)
            lead = f"  {item.fact:<{column}}  "
            yield from self.paper.hang(lead, f"{item.do} (could make it {could})")
            if item.fact in commands[:1]:
                lead = " " * (column + 4) + "$ "
                yield from self.paper.hang(lead, MEASURES[item.fact], self.paper.ink.dim)
        yield from self.left_out([t.fact for t in open_facts[MOST_TO_DO:]])

    def left_out(self, names: list[str]) -> Iterator[str]:
        """Yield the names of what is not shown, if anything."""
        if names:
            yield from self.paper.hang("  also ", ", ".join(names))

    def would_change(self) -> Iterator[str]:
        """Yield the runner-up, and for each other approach the known facts that lead there."""
        advice, paper = self.advice, self.paper
        yield from paper.heading("What would change it")
        second = advice.runner_up
        yield from paper.hang("  second choice: ", f"{second.approach.value}, {second.because}")
        known = advice.situation.facts()
        tips: dict[Approach, dict[str, list[str]]] = {}
        for change in advice.would_change:
            if change.fact in known:
                facts = tips.setdefault(change.approach, {})
                facts.setdefault(change.fact, []).append(change.words)
        for approach, facts in tips.items():
            ways = "; ".join(f"{fact} {' or '.join(words)}" for fact, words in facts.items())
            yield from paper.hang(f"  {approach.value:<9} ", f"if {ways}")
