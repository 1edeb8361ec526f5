"""Advice as data: what `--json` prints, what `--save` writes, and what `formfacts new` reads."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from formfacts.advisor.approach import Approach
from formfacts.advisor.path import Step
from formfacts.advisor.recommendation import Advice, Reason
from formfacts.advisor.situation import Level, make_situation, suggest
from formfacts.advisor.sources import Source
from formfacts.advisor.what_if import Change, RunnerUp, ToDo
from formfacts.errors import UsageError, brief

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
STAGES = ("start", "then", "if")
T = TypeVar("T")
Member = TypeVar("Member", bound=StrEnum)


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
        "to_do": [
            {"fact": t.fact, "do": t.do, "could_become": [a.value for a in t.could_become]}
            for t in advice.to_do
        ],
        "runner_up": {
            "approach": advice.runner_up.approach.value,
            "because": advice.runner_up.because,
        },
        "would_change": [
            {"fact": c.fact, "value": c.value, "approach": c.approach.value}
            for c in advice.would_change
        ],
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
        "sources": [{"name": s.name, "place": s.place, "url": s.url} for s in reason.sources],
    }


def from_dict(data: object) -> Advice:
    """Read advice back from plain data.

    Raises:
        UsageError: the data is not advice, is of another version, or lacks or misspells a part.
    """
    table = Table(data, "the advice")
    version = table.get("formfacts_advice", int)
    if version != VERSION:
        raise UsageError(f"formfacts_advice is {version}, this formfacts reads version {VERSION}")
    situation, confidence = table.table("situation"), table.table("confidence")
    runner_up = table.table("runner_up")
    return Advice(
        approach=table.word("approach", Approach),
        confidence=confidence.word("level", Level),
        confidence_because=confidence.get("because", str),
        path=tuple(_step(row) for row in table.rows("path")),
        reasons=tuple(_read_reason(row) for row in table.rows("reasons")),
        to_do=tuple(_to_do(row) for row in table.rows("to_do")),
        runner_up=RunnerUp(runner_up.word("approach", Approach), runner_up.get("because", str)),
        would_change=tuple(_change(row) for row in table.rows("would_change")),
        situation=make_situation(
            situation.get("facts", dict),
            situation.get("title", str),
            situation.get("description", str),
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
        sources=tuple(
            Source(s.get("name", str), s.get("place", str), s.get("url", str))
            for s in row.rows("sources")
        ),
        supports=row.get("supports", bool),
        strength=row.get("strength", int),
        veto=row.get("veto", bool),
    )


def _to_do(row: Table) -> ToDo:
    could = tuple(as_member(a, Approach, row.name) for a in row.get("could_become", list))
    return ToDo(row.get("fact", str), row.get("do", str), could)


def _change(row: Table) -> Change:
    return Change(row.get("fact", str), row.get("value", str), row.word("approach", Approach))


class Table:
    """A mapping that was read from a file, with errors that say which part of it is wrong."""

    def __init__(self, data: object, name: str) -> None:
        """Hold the data, to be called `name` in errors."""
        if not isinstance(data, dict):
            raise UsageError(f"{name} is not a mapping; write it with formfacts advise --save")
        self.data: Mapping[Any, Any] = data
        self.name = name

    def get(self, key: str, kind: type[T]) -> T:
        """Return the value of a key, which must be there and of this kind."""
        if key not in self.data:
            raise UsageError(f"{self.name} lacks {key!r}; write it with formfacts advise --save")
        value = self.data[key]
        if not isinstance(value, kind):
            raise UsageError(f"{self.name}: {key} is {brief(value)}, which is no {kind.__name__}")
        return value

    def word(self, key: str, kind: type[Member]) -> Member:
        """Return the value of a key that holds one of a closed set of words."""
        return as_member(self.get(key, str), kind, f"{self.name}: {key}")

    def table(self, key: str) -> Table:
        """Return the mapping under a key."""
        return Table(self.get(key, dict), f"{self.name}, {key}")

    def rows(self, key: str) -> list[Table]:
        """Return the list of mappings under a key."""
        return [Table(r, f"{self.name}, {key} {n}") for n, r in enumerate(self.get(key, list), 1)]


def as_member(word: object, kind: type[Member], name: str) -> Member:
    """Return the member of a closed set that a word names."""
    allowed = [member.value for member in kind]
    if word not in allowed:
        raise UsageError(f"{name} is {brief(word)}; {suggest(str(word), allowed)}")
    return kind(word)
