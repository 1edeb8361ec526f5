"""The facts of a project, as the rules read them. Each may be `unknown`, and is until told."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from formfacts.advisor.amounts import UNKNOWN_AMOUNT, Amount
from formfacts.advisor.scales import SCALES
from formfacts.errors import UsageError, brief

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Answer(StrEnum):
    """Yes, no, or not known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Gap(StrEnum):
    """What is wrong with how the model behaves, given the right facts."""

    NONE = "none"
    TONE = "tone"
    FORMAT = "format"
    SKILL = "skill"
    DOMAIN_REASONING = "domain_reasoning"
    UNKNOWN = "unknown"


class Changes(StrEnum):
    """How often the knowledge changes."""

    NEVER = "never"
    RARELY = "rarely"
    MONTHLY = "monthly"
    WEEKLY = "weekly"
    DAILY = "daily"
    LIVE = "live"
    UNKNOWN = "unknown"


class Tried(StrEnum):
    """Whether a careful prompt with examples was tried, and whether it was enough."""

    NO = "no"
    INSUFFICIENT = "yes_insufficient"
    SUFFICIENT = "yes_sufficient"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How much of it there is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    UNKNOWN = "unknown"


class Asked(StrEnum):
    """What one question is about."""

    ONE_FACT = "one_fact"
    WHOLE_DOCUMENT = "whole_document"
    COMPARISON = "comparison"
    LIVE_OR_STRUCTURED = "live_or_structured"
    UNKNOWN = "unknown"


class Lifetime(StrEnum):
    """How long the project is to serve."""

    ONE_OFF = "one_off"
    LASTING = "lasting"
    UNKNOWN = "unknown"


class Maintainer(StrEnum):
    """Who looks after it once it runs."""

    NOBODY = "nobody"
    SOFTWARE_TEAM = "software_team"
    ML_TEAM = "ml_team"
    UNKNOWN = "unknown"


class Hosting(StrEnum):
    """Where the model may run."""

    API_ONLY = "api_only"
    SELF_HOSTED = "self_hosted"
    EITHER = "either"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Situation:
    """What is known of a project. `title` and `description` are for people; no rule reads them."""

    knowledge_gap: Answer = Answer.UNKNOWN
    behaviour_gap: Gap = Gap.UNKNOWN
    prompting_tried: Tried = Tried.UNKNOWN
    knowledge_changes: Changes = Changes.UNKNOWN
    private_data: Answer = Answer.UNKNOWN
    needs_citations: Answer = Answer.UNKNOWN
    corpus_size: Amount = UNKNOWN_AMOUNT
    labelled_examples: Amount = UNKNOWN_AMOUNT
    cost_pressure: Level = Level.UNKNOWN
    requests_per_day: Amount = UNKNOWN_AMOUNT
    latency_budget_ms: Amount = UNKNOWN_AMOUNT
    hallucination_cost: Level = Level.UNKNOWN
    hosting: Hosting = Hosting.UNKNOWN
    question_kind: Asked = Asked.UNKNOWN
    fails_with_passage: Answer = Answer.UNKNOWN
    schema_would_do: Answer = Answer.UNKNOWN
    examples_show_behaviour: Answer = Answer.UNKNOWN
    test_set: Answer = Answer.UNKNOWN
    baseline_measured: Answer = Answer.UNKNOWN
    rules_change: Changes = Changes.UNKNOWN
    access_rules: Answer = Answer.UNKNOWN
    deletion_duty: Answer = Answer.UNKNOWN
    prefix_caching: Answer = Answer.UNKNOWN
    tokens_per_request: Amount = UNKNOWN_AMOUNT
    tuning_available: Answer = Answer.UNKNOWN
    lifetime: Lifetime = Lifetime.UNKNOWN
    maintainer: Maintainer = Maintainer.UNKNOWN
    title: str = ""
    description: str = ""

    def facts(self) -> dict[str, str]:
        """Return the known facts as words, in the order of the fields."""
        words = {name: as_word(getattr(self, name)) for name in FACTS}
        return {name: word for name, word in words.items() if word != Answer.UNKNOWN}


FACTS = tuple(f.name for f in fields(Situation) if f.name not in {"title", "description"})
_BLANK = Situation()


def as_word(value: StrEnum | Amount) -> str:
    """Return a fact's value as the user would write it."""
    return value.text if isinstance(value, Amount) else value.value


def values_of(name: str) -> tuple[str, ...]:
    """Return the closed set of values of a fact, empty where it is an amount."""
    blank = getattr(_BLANK, name)
    return tuple(member.value for member in type(blank)) if isinstance(blank, StrEnum) else ()


def parse_fact(name: str, raw: object) -> StrEnum | Amount:
    """Read the value of one fact.

    Raises:
        UsageError: the value is not one that the fact can have; names the nearest one.
    """
    if name not in FACTS:
        raise UsageError(f"there is no fact {brief(name)}; {suggest(name, FACTS)}")
    return _parse_amount(name, raw) if name in SCALES else _parse_word(name, raw)


def _parse_amount(name: str, raw: object) -> Amount:
    amount = SCALES[name].parse(raw)
    if amount is None:
        example = SCALES[name].example
        raise UsageError(f"{name}: {brief(raw)} cannot be read; write {example}, or unknown")
    return amount


def _parse_word(name: str, raw: object) -> StrEnum:
    word = _yaml_word(raw)
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    allowed = values_of(name)
    if plain not in allowed:
        meant = suggest(plain, allowed)
        raise UsageError(f"{name}: {brief(word)} is not a value it can have; {meant}")
    kind: type[StrEnum] = type(getattr(_BLANK, name))
    return kind(plain)


def _yaml_word(raw: object) -> str:
    """Undo what YAML makes of a bare yes or no (a truth value) and of an empty value."""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return "unknown" if raw is None else str(raw)


def suggest(word: str, allowed: Iterable[str]) -> str:
    """Say what to write instead: the nearest allowed word where there is one, else all of them."""
    allowed = tuple(allowed)
    near = difflib.get_close_matches(word, allowed, n=1)
    return f"did you mean {near[0]!r}?" if near else f"write one of {', '.join(allowed)}"


def make_situation(
    facts: Mapping[str, object], title: str = "", description: str = ""
) -> Situation:
    """Make a situation from words, in any order.

    Raises:
        UsageError: a fact does not exist, or cannot have that value.
    """
    return with_facts(Situation(title=title, description=description), facts)


def with_facts(situation: Situation, facts: Mapping[str, object]) -> Situation:
    """Return the situation with some facts set or replaced.

    Raises:
        UsageError: a fact does not exist, or cannot have that value.
    """
    parsed: dict[str, Any] = {name: parse_fact(str(name), raw) for name, raw in facts.items()}
    return replace(situation, **parsed)
