"""The decision record that a generated repo keeps as docs/decisions/0001-approach.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach

if TYPE_CHECKING:
    from formfacts.advisor.recommendation import Advice, Reason
    from formfacts.advisor.sources import Source

CONSEQUENCES = {
    Approach.PROMPT: (
        "There is no index and no training run to keep; the prompt and its examples are all.",
        "Everything the model is told is paid for with each request.",
        "What the prompt does not say, the model may make up: evaluation cases must cover that.",
    ),
    Approach.RAG: (
        "A changed document changes the answers once it is indexed; nothing is retrained.",
        "Every answer can point at its passages, and is refused where none supports it.",
        "A wrong answer is either a wrong passage or a wrong reading: measure the two apart.",
    ),
    Approach.FINETUNE: (
        "The training rows are the specification of the behaviour, and are reviewed like code.",
        "No facts are trained in: a fact in the rows would be repeated long after it is stale.",
        "When the base model is retired, the adapter has to be trained and measured anew.",
    ),
    Approach.HYBRID: (
        "Every fact in an answer comes out of a document; training gives the form alone.",
        "Training rows contain retrieved passages, so a change of retrieval calls for new rows.",
        "There are two parts to keep; evaluation scores facts and form apart to tell which fails.",
    ),
}


def decision_record(advice: Advice) -> str:
    """Return the record as Markdown, ending in one newline."""
    blocks = [
        f"# 1. Approach: {advice.approach.value}",
        "Status: accepted",
        *_context(advice),
        "## Decision",
        f"We use **{advice.approach.value}**.",
        f"Confidence: {advice.confidence.value} ({advice.confidence_because}).",
        *_beside(advice),
        *_reasons(advice),
        "## Path",
        "\n".join(
            f"{n}. **{s.approach.value}**, {s.stage}: {s.when}."
            for n, s in enumerate(advice.path, 1)
        ),
        "## Consequences",
        _bullets(CONSEQUENCES[advice.approach]),
        *_what_would_change(advice),
    ]
    return "\n\n".join(blocks) + "\n"


def _context(advice: Advice) -> list[str]:
    situation = advice.situation
    about = [text for text in (situation.title, situation.description.strip()) if text]
    facts = situation.facts()
    rows = [f"| {_cell(name)} | {_cell(value)} |" for name, value in facts.items()]
    table = "\n".join(["| fact | value |", "| --- | --- |", *rows])
    known = table if rows else "No fact was known when this was decided."
    return ["## Context", *about, known]


def _beside(advice: Advice) -> list[str]:
    """Return what is added to the approach, and what the situation tempts to."""
    added = [f"**{a.name}**: {a.what}." for a in advice.additions]
    traps = [f"**{a.name}** ({a.id}): {a.claim}" for a in advice.anti_patterns]
    blocks = ["### Beside it", _bullets(added)] if added else []
    return [*blocks, "### Anti-patterns to keep clear of", _bullets(traps)] if traps else blocks


def _reasons(advice: Advice) -> list[str]:
    fors = [_reason(r) for r in advice.reasons if r.supports]
    againsts = [_reason(r) for r in advice.reasons if not r.supports]
    blocks = ["### For", _bullets(fors)] if fors else []
    return [*blocks, "### Against", _bullets(againsts)] if againsts else blocks


def _reason(reason: Reason) -> str:
    sources = "; ".join(_link(s) for s in reason.sources)
    return f"{reason.rule}: {reason.claim} {reason.reason} ({sources})"


def _link(source: Source) -> str:
    return f"[{source}]({source.url})" if source.url else str(source)


def _what_would_change(advice: Advice) -> list[str]:
    runner_up = advice.runner_up
    lines = [f"Second choice: **{runner_up.approach.value}**, {runner_up.because}."]
    lines += [f"{c.fact} = {c.words or c.value}: {c.approach.value}" for c in advice.would_change]
    to_do = [f"{t.fact}: {t.do}" for t in advice.to_do if t.could_become]
    open_facts = ["Not known yet, and worth finding out:", _bullets(to_do)] if to_do else []
    return ["## What would change it", _bullets(lines), *open_facts]


def _bullets(lines: list[str] | tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
