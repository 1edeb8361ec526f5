"""The tables of docs/advice.md, out of the code: `python -m formfacts.advisor.catalogue FILE`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from formfacts.advisor.anti_patterns import ANTI_PATTERNS
from formfacts.advisor.approach import Approach
from formfacts.advisor.comparison import COMPARISON
from formfacts.advisor.fact_examples import FACT_EXAMPLES, worked
from formfacts.advisor.questions import QUESTIONS, Question
from formfacts.advisor.rules import RULES, Rule
from formfacts.advisor.scales import SCALES
from formfacts.advisor.situation import values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from formfacts.advisor.sources import Source


def fill(page: str) -> str:
    """Return the page with every marked table replaced by the one that the code gives."""
    for name, table in TABLES.items():
        start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        pattern = f"{re.escape(start)}.*?{re.escape(end)}"
        fresh = f"{start}\n\n{table()}\n\n{end}".replace("\\", "\\\\")
        page = re.sub(pattern, fresh, page, flags=re.DOTALL)
    return page


def facts_table() -> str:
    """Return the facts, their values, why each is asked, and where each decides."""
    rows = [(f"`{q.fact}`", q.ask, _values(q), q.why, _worked(q.fact)) for q in QUESTIONS]
    return _table(("fact", "question", "values", "why it is asked", "worked example"), rows)


def rules_table() -> str:
    """Return the rules in reading order, each with what it is worth and its sources."""
    rows = [(r.id, f"{r.claim} *{r.reason}*", _worth(r), _sources(r.sources)) for r in RULES]
    return _table(("rule", "claim and reason", "worth", "sources"), rows)


def anti_patterns_table() -> str:
    """Return the anti-patterns by name."""
    rows = [
        (a.id, f"**{a.name}**", f"{a.claim} *{a.reason}*", _sources(a.sources))
        for a in ANTI_PATTERNS
    ]
    return _table(("", "anti-pattern", "what goes wrong", "sources"), rows)


def comparison_table() -> str:
    """Return the four approaches side by side."""
    rows = [
        (row.aspect, *(row.of(a) for a in Approach), _sources(row.sources)) for row in COMPARISON
    ]
    return _table(("", *(a.value for a in Approach), "sources"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "facts": facts_table,
    "rules": rules_table,
    "anti-patterns": anti_patterns_table,
    "comparison": comparison_table,
}


def _values(question: Question) -> str:
    if question.fact in SCALES:
        return SCALES[question.fact].example
    return ", ".join(f"`{value}`" for value in values_of(question.fact))


def _worked(fact: str) -> str:
    """Say what two values lead to, beside which other facts."""
    ways = ", ".join(f"`{value}` gives {approach.value}" for value, approach in worked(fact))
    others = ", ".join(f"{name}: {word}" for name, word in FACT_EXAMPLES[fact].others.items())
    return f"with `{others}`: {ways}"


def _worth(rule: Rule) -> str:
    needs = " and ".join(need.value for need in rule.needs)
    return f"veto on {needs}" if rule.veto else f"{rule.strength:+d} {needs}"


def _sources(sources: Iterable[Source]) -> str:
    return "; ".join(f"[{s}]({s.url})" if s.url else str(s) for s in sources)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(fill(target.read_text(encoding="utf-8")), encoding="utf-8")
