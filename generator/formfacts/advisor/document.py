"""Advice as data: what `--json` prints, what `--save` writes, and what `formfacts new` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formfacts.advisor.additions import Addition
from formfacts.advisor.approach import Approach
from formfacts.advisor.flips import Change
from formfacts.advisor.measures import measure
from formfacts.advisor.path import Step
from formfacts.advisor.recommendation import Advice, Reason, Trap
from formfacts.advisor.second import RunnerUp
from formfacts.advisor.situation import Level, make_situation, suggest
from formfacts.advisor.sources import Source
from formfacts.advisor.table import Table, as_member
from formfacts.advisor.what_if import ToDo
from formfacts.errors import UsageError, brief

if TYPE_CHECKING:
    pass

VERSION = 2
# What version 1 lacks: `additions`, `anti_patterns`, `command`, `words`, the runner-up's `changes`.
READABLE = (1, VERSION)
STAGES = ("start", "then", "if")


def to_dict(advice: Advice) -> dict[str, Any]:
    """Return the advice as plain data, in the order in which people read it."""
    return {
        "formfacts_advice": VERSION,
        "approach": advice.approach.value,
        "confidence": {"level": advice.confidence.value, "because": advice.confidence_because},
        "path": [
            {"approach": s.approach.value, "stage": s.stage, "when": s.when} for s in advice.path
        ],
        "reasons": [_reason(r) for r in advice.reasons],
        "additions": [{"name": a.name, "what": a.what} for a in advice.additions],
        "anti_patterns": [
            {
                "id": a.id,
                "name": a.name,
                "claim": a.claim,
                "reason": a.reason,
                "sources": _sources(a.sources),
            }
            for a in advice.anti_patterns
        ],
        "to_do": [
            {
                "fact": t.fact,
                "do": t.do,
                "command": measure(t.fact),
                "could_become": [a.value for a in t.could_become],
            }
            for t in advice.to_do
        ],
        "runner_up": {
            "approach": advice.runner_up.approach.value,
            "because": advice.runner_up.because,
            "changes": [_change(c) for c in advice.runner_up.changes],
        },
        "would_change": [_change(c) for c in advice.would_change],
        "situation": {
            "title": advice.situation.title,
            "description": advice.situation.description,
            "facts": advice.situation.facts(),
        },
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "claim": reason.claim,
        "reason": reason.reason,
        "supports": reason.supports,
        "strength": reason.strength,
        "veto": reason.veto,
        "sources": _sources(reason.sources),
    }


def _sources(sources: tuple[Source, ...]) -> list[dict[str, str]]:
    return [{"name": s.name, "place": s.place, "url": s.url} for s in sources]


def _change(change: Change) -> dict[str, str]:
    return {
        "fact": change.fact,
        "value": change.value,
        "words": change.words,
        "approach": change.approach.value,
    }


def from_dict(data: object) -> Advice:
    """Read advice back from plain data.

    Raises:
        UsageError: the data is not advice, is of another version, or lacks or misspells a part.
    """
    table = Table(data, "the advice")
    version = table.get("formfacts_advice", int)
    if version not in READABLE:
        known = " and ".join(str(number) for number in READABLE)
        raise UsageError(f"formfacts_advice is {version}, this formfacts reads versions {known}")
    situation, confidence = table.table("situation"), table.table("confidence")
    runner_up = table.table("runner_up")
    return Advice(
        approach=table.word("approach", Approach),
        confidence=confidence.word("level", Level),
        confidence_because=confidence.get("because", str),
        path=tuple(_step(row) for row in table.rows("path")),
        reasons=tuple(_read_reason(row) for row in table.rows("reasons")),
        to_do=tuple(_to_do(row) for row in table.rows("to_do")),
        runner_up=RunnerUp(
            runner_up.word("approach", Approach),
            runner_up.get("because", str),
            tuple(_read_change(row) for row in runner_up.rows_since(2, version, "changes")),
        ),
        would_change=tuple(_read_change(row) for row in table.rows("would_change")),
        situation=make_situation(
            situation.get("facts", dict),
            situation.get("title", str),
            situation.get("description", str),
        ),
        anti_patterns=tuple(_trap(r) for r in table.rows_since(2, version, "anti_patterns")),
        additions=tuple(
            Addition(row.get("name", str), row.get("what", str))
            for row in table.rows_since(2, version, "additions")
        ),
    )


def _step(row: Table) -> Step:
    stage = row.get("stage", str)
    if stage not in STAGES:
        raise UsageError(f"{row.name}: stage {brief(stage)} is not known; {suggest(stage, STAGES)}")
    return Step(row.word("approach", Approach), stage, row.get("when", str))  # type: ignore[arg-type]


def _read_reason(row: Table) -> Reason:
    return Reason(
        rule=row.get("rule", str),
        claim=row.get("claim", str),
        reason=row.get("reason", str),
        sources=_read_sources(row),
        supports=row.get("supports", bool),
        strength=row.get("strength", int),
        veto=row.get("veto", bool),
    )


def _to_do(row: Table) -> ToDo:
    could = tuple(as_member(a, Approach, row.name) for a in row.get("could_become", list))
    return ToDo(row.get("fact", str), row.get("do", str), could)


def _trap(row: Table) -> Trap:
    number, name, claim, reason = (row.get(key, str) for key in ("id", "name", "claim", "reason"))
    return Trap(number, name, claim, reason, _read_sources(row))


def _read_sources(row: Table) -> tuple[Source, ...]:
    return tuple(
        Source(s.get("name", str), s.get("place", str), s.get("url", str))
        for s in row.rows("sources")
    )


def _read_change(row: Table) -> Change:
    value = row.get("value", str)
    words = row.get("words", str) if "words" in row.data else value
    return Change(row.get("fact", str), value, row.word("approach", Approach), words)
