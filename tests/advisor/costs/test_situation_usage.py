"""What a situation tells about quantities."""

from __future__ import annotations

import pytest

from formfacts.advisor.costs.ranges import Range, of
from formfacts.advisor.costs.situation_usage import usage_for
from formfacts.advisor.costs.usage import Usage
from formfacts.advisor.situation import Situation, make_situation


@pytest.mark.parametrize(
    ("fact", "word", "quantity", "expected"),
    [
        ("requests_per_day", "400", "requests_per_day", of(400)),
        ("requests_per_day", "2 per minute", "requests_per_day", of(2_880)),
        ("requests_per_day", "high", "requests_per_day", of(15_000, 60_000)),
        ("corpus_size", "40k tokens", "corpus_tokens", of(40_000)),
        ("corpus_size", "100 pages", "corpus_tokens", of(20_000, 80_000)),
        ("corpus_size", "dozens", "corpus_tokens", of(18_000, 72_000)),
        ("knowledge_gap", "no", "corpus_tokens", of(0)),
        ("knowledge_changes", "weekly", "corpus_changes_per_month", of("0.4", 4)),
        ("labelled_examples", "500", "training_rows", of(500)),
        ("labelled_examples", "20", "training_rows", Usage().training_rows),
    ],
)
def test_a_fact_tells_a_quantity(fact: str, word: str, quantity: str, expected: Range) -> None:
    """A number is taken as it is, a word or another unit from half to double."""
    usage = usage_for(make_situation({fact: word}))

    assert expected == getattr(usage, quantity)


def test_no_facts_mean_the_defaults() -> None:
    """The same for everybody."""
    assert Usage() == usage_for(Situation())


def test_what_is_set_overrules_the_situation() -> None:
    """The later word counts."""
    usage = usage_for(make_situation({"requests_per_day": "400"}), {"requests_per_day": "9"})

    assert (of(9), "as given") == (usage.requests_per_day, usage.origin("requests_per_day"))


def test_a_quantity_says_which_fact_told_it() -> None:
    """In the user's own words."""
    usage = usage_for(make_situation({"corpus_size": "dozens"}))

    expected = "corpus_size: dozens, taken as 36,000; half to double"
    assert expected == usage.origin("corpus_tokens")


@pytest.mark.parametrize(
    ("fact", "word", "quantity", "expected"),
    [
        ("tokens_per_request", "2000 tokens", "instruction_tokens", of(1_600)),
        ("tokens_per_request", "2000 tokens", "question_tokens", of(400)),
        ("tokens_per_request", "2000 tokens", "example_tokens", of(0)),
        ("prefix_caching", "no", "uncached_share", of(1)),
        ("prefix_caching", "yes", "prompt_limit_tokens", of(200_000)),
        ("rules_change", "monthly", "retrainings_per_month", of("0.5", 1)),
    ],
)
def test_newer_facts_are_read_as_well(fact: str, word: str, quantity: str, expected: Range) -> None:
    """Those of the request, the cache and the rules."""
    usage = usage_for(make_situation({fact: word}))

    assert expected == getattr(usage, quantity)
