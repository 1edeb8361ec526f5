"""For each fact a worked example: some other facts, and two values that lead to two approaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from formfacts.advisor.approach import Approach
from formfacts.advisor.situation import make_situation
from formfacts.advisor.verdict import decide, weigh


class FactExample(NamedTuple):
    """The facts beside the one in question, and the values to compare."""

    others: Mapping[str, str]
    values: tuple[str, str]


FORM = {"knowledge_gap": "no", "behaviour_gap": "tone"}
WORKS = {"knowledge_gap": "no", "behaviour_gap": "none"}
LACKS = {"knowledge_gap": "yes"}
GUIDE = {**LACKS, "corpus_size": "50 pages"}
UNSURE = {"behaviour_gap": "none"}

FACT_EXAMPLES: Mapping[str, FactExample] = {
    "knowledge_gap": FactExample(UNSURE, ("yes", "no")),
    "behaviour_gap": FactExample(LACKS, ("none", "tone")),
    "prompting_tried": FactExample(FORM, ("yes_insufficient", "no")),
    "needs_citations": FactExample(WORKS, ("yes", "no")),
    "private_data": FactExample(UNSURE, ("yes", "no")),
    "knowledge_changes": FactExample(GUIDE, ("rarely", "daily")),
    "corpus_size": FactExample(LACKS, ("30 pages", "hundreds")),
    "labelled_examples": FactExample(FORM, ("300", "20")),
    "cost_pressure": FactExample({**WORKS, "prompting_tried": "yes_sufficient"}, ("high", "low")),
    "requests_per_day": FactExample(GUIDE, ("200", "20000")),
    "latency_budget_ms": FactExample(
        {**WORKS, "requests_per_day": "20000"}, ("300 ms", "2 seconds")
    ),
    "hallucination_cost": FactExample({**UNSURE, "hosting": "api_only"}, ("high", "low")),
    "hosting": FactExample({**UNSURE, "hallucination_cost": "high"}, ("api_only", "self_hosted")),
    "fails_with_passage": FactExample(UNSURE, ("no", "yes")),
    "question_kind": FactExample(LACKS, ("one_fact", "whole_document")),
    "schema_would_do": FactExample(
        {"knowledge_gap": "no", "behaviour_gap": "format", "prompting_tried": "yes_insufficient"},
        ("no", "yes"),
    ),
    "examples_show_behaviour": FactExample(FORM, ("yes", "no")),
    "test_set": FactExample(FORM, ("yes", "no")),
    "baseline_measured": FactExample(FORM, ("yes", "no")),
    "rules_change": FactExample(FORM, ("never", "weekly")),
    "access_rules": FactExample(GUIDE, ("no", "yes")),
    "deletion_duty": FactExample(FORM, ("no", "yes")),
    "prefix_caching": FactExample({**LACKS, "corpus_size": "150k tokens"}, ("no", "yes")),
    "tokens_per_request": FactExample({**WORKS, "requests_per_day": "20000"}, ("500", "5000")),
    "tuning_available": FactExample(FORM, ("yes", "no")),
    "lifetime": FactExample(FORM, ("lasting", "one_off")),
    "maintainer": FactExample(FORM, ("ml_team", "nobody")),
}


def worked(fact: str) -> Iterator[tuple[str, Approach]]:
    """Yield the values of a fact's example, each with the approach that comes of it."""
    example = FACT_EXAMPLES[fact]
    for value in example.values:
        situation = make_situation({**example.others, fact: value})
        yield value, decide(weigh(situation))
