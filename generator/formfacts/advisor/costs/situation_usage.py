"""The quantities that a situation tells: its volume, its corpus, its examples, how it changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from formfacts.advisor.amounts import UNKNOWN_AMOUNT, Amount
from formfacts.advisor.costs.ranges import Range, of
from formfacts.advisor.costs.usage import Usage, with_overrides
from formfacts.advisor.rules.facts import FITS_A_CACHED_PROMPT
from formfacts.advisor.rules.form import TOO_FEW_EXAMPLES
from formfacts.advisor.situation import Answer, Changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formfacts.advisor.situation import Situation

NO_OVERRIDES: Mapping[str, object] = MappingProxyType({})
# How often it is all new, if every change were of everything: the high end. A change is mostly of
# a few documents: the low end is a tenth.
CHANGES = {
    Changes.NEVER: of(0),
    Changes.RARELY: of("0.01", "0.1"),
    Changes.MONTHLY: of("0.1", 1),
    Changes.WEEKLY: of("0.4", 4),
    Changes.DAILY: of(3, 30),
    Changes.LIVE: of(3, 30),
}
RETRAININGS = {
    Changes.NEVER: of(0, "0.1"),
    Changes.RARELY: of("0.1", "0.3"),
    Changes.MONTHLY: of("0.5", 1),
    Changes.WEEKLY: of(2, 4),
    Changes.DAILY: of(4, 30),
    Changes.LIVE: of(4, 30),
}
# A request whose length is told is split: the question is about a fifth, the rest always the same.
QUESTION_SHARE = 0.2

Told = tuple[str, Range, str]


def usage_for(situation: Situation, overrides: Mapping[str, object] = NO_OVERRIDES) -> Usage:
    """Return what the situation tells, defaults for what it does not, and the overrides last.

    `overrides` maps the name of a quantity to a number or a range, as `parse_range` reads it.

    Raises:
        UsageError: there is no such quantity, or it cannot have that value.
    """
    told = {name: (value, why) for name, value, why in _told(situation)}
    ranges: dict[str, Any] = {name: value for name, (value, _) in told.items()}
    why = {name: reason for name, (_, reason) in told.items()}
    return with_overrides(replace(Usage(), **ranges, why=why), overrides)


def _told(situation: Situation) -> Iterator[Told]:
    requests = situation.requests_per_day
    if requests.value is not None:
        yield "requests_per_day", *_about(requests, "requests_per_day")
    yield from _corpus(situation)
    yield from _request(getattr(situation, "tokens_per_request", UNKNOWN_AMOUNT))
    yield from _caching(getattr(situation, "prefix_caching", Answer.UNKNOWN))
    examples = situation.labelled_examples
    if examples.at_least(TOO_FEW_EXAMPLES):
        yield "training_rows", *_about(examples, "labelled_examples")
    rules = getattr(situation, "rules_change", Changes.UNKNOWN)
    if rules in RETRAININGS:
        yield "retrainings_per_month", RETRAININGS[rules], f"rules_change: {rules.value}"


def _corpus(situation: Situation) -> Iterator[Told]:
    corpus, changes = situation.corpus_size, situation.knowledge_changes
    if corpus.value is not None:
        yield "corpus_tokens", *_about(corpus, "corpus_size", exact="token")
    elif situation.knowledge_gap is Answer.NO:
        yield "corpus_tokens", of(0), "knowledge_gap: no"
    if changes in CHANGES:
        why = f"knowledge_changes: {changes.value}; low: a tenth of what changes each time"
        yield "corpus_changes_per_month", CHANGES[changes], why


def _request(tokens: Amount) -> Iterator[Told]:
    if tokens.value is None:
        return
    fixed, question = tokens.value * (1 - QUESTION_SHARE), tokens.value * QUESTION_SHARE
    why = f"tokens_per_request: {tokens.text}, of which a fifth is taken as the question"
    yield "instruction_tokens", of(fixed), why
    yield "example_tokens", of(0), f"{why}; examples are in the instructions"
    yield "question_tokens", of(question), why


def _caching(caches: Answer) -> Iterator[Told]:
    if caches is Answer.NO:
        yield "uncached_share", of(1), "prefix_caching: no"
    if caches is Answer.YES:
        yield "uncached_share", of("0.05", "0.5"), "prefix_caching: yes; it forgets within minutes"
        yield "prompt_limit_tokens", of(FITS_A_CACHED_PROMPT), "prefix_caching: yes"


def _about(amount: Amount, fact: str, exact: str = "") -> tuple[Range, str]:
    """Take a counted number as it is; half to double of what was said in words or other units."""
    value = Decimal(f"{amount.value:.6g}")
    counted = amount.text[:1].isdigit() and exact in amount.text
    if counted:
        return of(value), f"{fact}: {amount.text}"
    return of(value / 2, value * 2), f"{fact}: {amount.text}, taken as {value:,f}; half to double"
