"""For each rule and anti-pattern a situation in which it applies, and a change that ends that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Facts = Mapping[str, str]


class Example(NamedTuple):
    """A situation by its facts, and the one fact that has to be otherwise for it not to apply."""

    facts: Facts
    change: Facts


TONE = {"behaviour_gap": "tone"}
DEAR = {"behaviour_gap": "none", "cost_pressure": "high"}
MANY = {"behaviour_gap": "none", "requests_per_day": "10000"}
MISSING = {"knowledge_gap": "yes"}

RULE_EXAMPLES: Mapping[str, Example] = {
    "K01": Example(MISSING, {"knowledge_gap": "unknown"}),
    "K02": Example({"needs_citations": "yes"}, {"needs_citations": "no"}),
    "K03": Example({"knowledge_changes": "monthly"}, {"knowledge_changes": "rarely"}),
    "K04": Example({"private_data": "yes"}, {"knowledge_gap": "no"}),
    "K05": Example({"corpus_size": "hundreds"}, {"corpus_size": "dozens"}),
    "K06": Example({"hallucination_cost": "high"}, {"hallucination_cost": "medium"}),
    "K07": Example({"hosting": "api_only"}, {"hosting": "either"}),
    "K08": Example({"knowledge_gap": "no"}, {"knowledge_gap": "unknown"}),
    "K09": Example({}, {"behaviour_gap": "none"}),
    "K10": Example(
        {"private_data": "no", "knowledge_changes": "never"}, {"needs_citations": "yes"}
    ),
    "K11": Example({"prompting_tried": "yes_sufficient"}, {"knowledge_changes": "live"}),
    "K12": Example({"corpus_size": "30 pages"}, {"requests_per_day": "50000"}),
    "K13": Example({"question_kind": "live_or_structured"}, {"question_kind": "one_fact"}),
    "K14": Example({"fails_with_passage": "no"}, {"fails_with_passage": "yes"}),
    "K15": Example({"fails_with_passage": "yes"}, {"knowledge_gap": "yes"}),
    "K16": Example({"question_kind": "whole_document"}, {"corpus_size": "hundreds"}),
    "K17": Example({"deletion_duty": "yes"}, {"deletion_duty": "no"}),
    "B01": Example(TONE, {"behaviour_gap": "none"}),
    "B02": Example({"behaviour_gap": "format"}, {"schema_would_do": "yes"}),
    "B03": Example({"behaviour_gap": "skill"}, {"behaviour_gap": "none"}),
    "B04": Example({"behaviour_gap": "domain_reasoning"}, {"behaviour_gap": "none"}),
    "B05": Example({**TONE, "prompting_tried": "yes_insufficient"}, {"prompting_tried": "unknown"}),
    "B06": Example({**TONE, "labelled_examples": "200"}, {"labelled_examples": "199"}),
    "B07": Example({"behaviour_gap": "none"}, {"behaviour_gap": "unknown"}),
    "B08": Example({"behaviour_gap": "format"}, {"prompting_tried": "yes_insufficient"}),
    "B09": Example({**TONE, "prompting_tried": "yes_sufficient"}, {"behaviour_gap": "none"}),
    "B10": Example({**TONE, "prompting_tried": "no"}, {"behaviour_gap": "none"}),
    "B11": Example(
        {"behaviour_gap": "skill", "labelled_examples": "none"}, {"labelled_examples": "50"}
    ),
    "B12": Example({**MISSING, "labelled_examples": "5000"}, {"behaviour_gap": "skill"}),
    "B13": Example({**TONE, "hosting": "api_only"}, {"hosting": "self_hosted"}),
    "B14": Example({"access_rules": "yes"}, {"private_data": "no"}),
    "B15": Example({**TONE, "examples_show_behaviour": "no"}, {"examples_show_behaviour": "yes"}),
    "B16": Example({"rules_change": "monthly"}, {"rules_change": "rarely"}),
    "B17": Example({"tuning_available": "no"}, {"tuning_available": "yes"}),
    "B18": Example({**TONE, "fails_with_passage": "yes"}, {"fails_with_passage": "no"}),
    "B19": Example({**TONE, "fails_with_passage": "no"}, {"prompting_tried": "yes_insufficient"}),
    "B20": Example({"test_set": "no"}, {"test_set": "yes"}),
    "B21": Example({"lifetime": "one_off"}, {"lifetime": "lasting"}),
    "B22": Example(
        {"behaviour_gap": "domain_reasoning", "knowledge_gap": "no"},
        {"prompting_tried": "yes_insufficient"},
    ),
    "C01": Example(DEAR, {"cost_pressure": "medium"}),
    "C02": Example(MANY, {"requests_per_day": "9999"}),
    "C03": Example({"latency_budget_ms": "500"}, {"latency_budget_ms": "501"}),
    "C04": Example({**DEAR, "requests_per_day": "999"}, {"requests_per_day": "1000"}),
    "C05": Example({**DEAR, "private_data": "yes"}, {"private_data": "no"}),
    "C06": Example({**MANY, "tokens_per_request": "2000"}, {"prefix_caching": "yes"}),
}
ANTI_PATTERN_EXAMPLES: Mapping[str, Example] = {
    "A01": Example({**MISSING, "labelled_examples": "5000"}, {"labelled_examples": "49"}),
    "A02": Example({**MISSING, "corpus_size": "30 pages"}, {"corpus_size": "thousands"}),
    "A03": Example({**TONE, "prompting_tried": "no"}, {"prompting_tried": "yes_insufficient"}),
    "A04": Example({"test_set": "no"}, {"test_set": "yes"}),
    "A05": Example(
        {**MISSING, "question_kind": "live_or_structured"}, {"question_kind": "one_fact"}
    ),
    "A06": Example({**TONE, "deletion_duty": "yes"}, {"private_data": "no"}),
    "A07": Example(
        {"behaviour_gap": "format", "schema_would_do": "yes"}, {"schema_would_do": "no"}
    ),
    "A08": Example({**TONE, "examples_show_behaviour": "no"}, {"examples_show_behaviour": "yes"}),
    "A09": Example({**TONE, "rules_change": "weekly"}, {"rules_change": "never"}),
    "A10": Example({**MISSING, "fails_with_passage": "yes"}, {"fails_with_passage": "no"}),
    "A11": Example({**TONE, "fails_with_passage": "no"}, {"fails_with_passage": "yes"}),
    "A12": Example({"question_kind": "whole_document"}, {"question_kind": "comparison"}),
    "A13": Example({**TONE, "maintainer": "nobody"}, {"maintainer": "ml_team"}),
}
EXAMPLES: Mapping[str, Example] = {**RULE_EXAMPLES, **ANTI_PATTERN_EXAMPLES}
