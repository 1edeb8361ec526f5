"""`--explain RULE`: what a rule claims and why, and a situation on either side of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from formfacts.advisor.anti_patterns import ANTI_PATTERNS, AntiPattern
from formfacts.advisor.ink import Ink, Paper
from formfacts.advisor.rule_examples import EXAMPLES, Facts
from formfacts.advisor.rules import RULES, THRESHOLD, Need, Rule
from formfacts.advisor.situation import suggest
from formfacts.errors import UsageError, brief

if TYPE_CHECKING:
    from formfacts.advisor.sources import Source

BY_ID: dict[str, Rule | AntiPattern] = {r.id: r for r in RULES} | {a.id: a for a in ANTI_PATTERNS}
STRENGTHS = {1: "a hint", 2: "a reason", 3: "nearly decides", 4: "nearly decides"}
GROUNDS = {
    Need.FACTS: "looking facts up",
    Need.FORM: "training for the form",
    Need.COST: "training for the cost",
}


def find_unit(name: str) -> Rule | AntiPattern:
    """Return a rule or an anti-pattern by its number.

    Raises:
        UsageError: there is none of that number.
    """
    found = BY_ID.get(name.strip().upper())
    if found is None:
        raise UsageError(f"there is no rule {brief(name)}; {suggest(name.upper(), BY_ID)}")
    return found


def explained(name: str, width: int, *, colour: bool) -> str:
    """Return the explanation as text.

    Raises:
        UsageError: there is no such rule.
    """
    return "\n".join(_lines(find_unit(name), Paper(width, Ink(colour)))) + "\n"


def as_data(name: str) -> dict[str, Any]:
    """Return the explanation as plain data.

    Raises:
        UsageError: there is no such rule.
    """
    unit = find_unit(name)
    example = EXAMPLES[unit.id]
    return {
        "rule": unit.id,
        "name": unit.name if isinstance(unit, AntiPattern) else "",
        "claim": unit.claim,
        "reason": unit.reason,
        "worth": worth(unit),
        **(votes(unit) if isinstance(unit, Rule) else {}),
        "sources": [{"name": s.name, "place": s.place, "url": s.url} for s in unit.sources],
        "applies_in": dict(example.facts),
        "no_longer_with": dict(example.change),
    }


def votes(rule: Rule) -> dict[str, Any]:
    """Return what a rule does to the needs, as data."""
    needs = [need.value for need in rule.needs]
    return {"needs": needs, "strength": rule.strength, "veto": rule.veto}


def worth(unit: Rule | AntiPattern) -> str:
    """Say what a rule does to the needs it speaks about."""
    if isinstance(unit, AntiPattern):
        return "an anti-pattern: it has no vote, and warns"
    needs = " and ".join(GROUNDS[need] for need in unit.needs)
    if unit.veto:
        return f"veto on {needs}: switches it off whatever the votes are"
    against = "against" if unit.strength < 0 else "for"
    strength = STRENGTHS.get(abs(unit.strength), "decides")
    return f"{unit.strength:+d} {against} {needs}: {strength} ({THRESHOLD} votes make a need real)"


def _lines(unit: Rule | AntiPattern, paper: Paper) -> Iterator[str]:
    example = EXAMPLES[unit.id]
    title = f"{unit.id}  {unit.name}: " if isinstance(unit, AntiPattern) else f"{unit.id}  "
    yield from paper.wrap(f"{title}{unit.claim}", mark=paper.ink.bold)
    yield from paper.wrap(unit.reason)
    yield ""
    yield from paper.hang("worth     ", worth(unit))
    yield from paper.hang("applies   ", in_words(example.facts) or "with nothing known")
    yield from paper.hang("not with  ", in_words(example.change))
    for number, source in enumerate(unit.sources):
        yield from paper.hang("sources   " if not number else " " * 10, with_link(source))


def in_words(facts: Facts) -> str:
    """Return facts as a situation file holds them, on one line."""
    return ", ".join(f"{name}: {value}" for name, value in facts.items())


def with_link(source: Source) -> str:
    """Return a source with its address."""
    return f"{source}: {source.url}" if source.url else str(source)
