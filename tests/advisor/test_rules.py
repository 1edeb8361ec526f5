"""Each rule: one situation in which it applies, and the smallest change after which it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from formfacts.advisor.rules import RULES, Rule
from formfacts.advisor.situation import make_situation

CASES = Path(__file__).parents[2].parent / "shared" / "decision_cases.yaml"
BY_ID = {rule.id: rule for rule in RULES}
Facts = dict[str, str]

# Rule, a situation in which it applies, what to change so that it does not.
SITUATIONS: tuple[tuple[str, Facts, Facts], ...] = (
    ("K01", {"knowledge_gap": "yes"}, {"knowledge_gap": "unknown"}),
    ("K02", {"needs_citations": "yes"}, {"needs_citations": "no"}),
    ("K03", {"knowledge_changes": "monthly"}, {"knowledge_changes": "rarely"}),
    ("K04", {"private_data": "yes"}, {"knowledge_gap": "no"}),
    ("K05", {"corpus_size": "hundreds"}, {"corpus_size": "dozens"}),
    ("K06", {"hallucination_cost": "high"}, {"hallucination_cost": "medium"}),
    ("K07", {"hosting": "api_only"}, {"hosting": "either"}),
    ("K08", {"knowledge_gap": "no"}, {"knowledge_gap": "unknown"}),
    ("K09", {}, {"behaviour_gap": "none"}),
    ("K10", {"private_data": "no", "knowledge_changes": "never"}, {"needs_citations": "yes"}),
    ("K11", {"prompting_tried": "yes_sufficient"}, {"knowledge_changes": "live"}),
    ("K12", {"corpus_size": "30 pages"}, {"requests_per_day": "50000"}),
    ("B01", {"behaviour_gap": "tone"}, {"behaviour_gap": "none"}),
    ("B02", {"behaviour_gap": "format"}, {"behaviour_gap": "none"}),
    ("B03", {"behaviour_gap": "skill"}, {"behaviour_gap": "none"}),
    ("B04", {"behaviour_gap": "domain_reasoning"}, {"behaviour_gap": "none"}),
    (
        "B05",
        {"behaviour_gap": "tone", "prompting_tried": "yes_insufficient"},
        {"prompting_tried": "unknown"},
    ),
    ("B06", {"behaviour_gap": "tone", "labelled_examples": "200"}, {"labelled_examples": "199"}),
    ("B07", {"behaviour_gap": "none"}, {"behaviour_gap": "unknown"}),
    ("B08", {"behaviour_gap": "format"}, {"prompting_tried": "yes_insufficient"}),
    (
        "B09",
        {"behaviour_gap": "tone", "prompting_tried": "yes_sufficient"},
        {"behaviour_gap": "none"},
    ),
    ("B10", {"behaviour_gap": "tone", "prompting_tried": "no"}, {"behaviour_gap": "none"}),
    ("B11", {"behaviour_gap": "skill", "labelled_examples": "none"}, {"labelled_examples": "50"}),
    ("B12", {"knowledge_gap": "yes", "labelled_examples": "5000"}, {"behaviour_gap": "skill"}),
    ("B13", {"behaviour_gap": "tone", "hosting": "api_only"}, {"hosting": "self_hosted"}),
    ("C01", {"behaviour_gap": "none", "cost_pressure": "high"}, {"cost_pressure": "medium"}),
    ("C02", {"behaviour_gap": "none", "requests_per_day": "10k"}, {"requests_per_day": "9999"}),
    ("C03", {"latency_budget_ms": "500"}, {"latency_budget_ms": "501"}),
    (
        "C04",
        {"behaviour_gap": "none", "cost_pressure": "high", "requests_per_day": "999"},
        {"requests_per_day": "1000"},
    ),
    (
        "C05",
        {"behaviour_gap": "none", "cost_pressure": "high", "private_data": "yes"},
        {"private_data": "no"},
    ),
)


@pytest.mark.parametrize(("name", "facts", "change"), SITUATIONS, ids=[s[0] for s in SITUATIONS])
def test_applies_and_stops(name: str, facts: Facts, change: Facts) -> None:
    """The rule applies to the situation, and no longer once one fact is changed."""
    rule = BY_ID[name]

    found = [rule.applies(make_situation(f)) for f in (facts, facts | change)]

    assert [True, False] == found


def test_every_rule_has_its_situation() -> None:
    """The table above names all the rules, each once, in reading order."""
    assert [rule.id for rule in RULES] == [name for name, _, _ in SITUATIONS]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_says_what_and_why_and_whence(rule: Rule) -> None:
    """A rule has a claim of one sentence, a reason, a source, and a strength unless it vetoes."""
    stated = (rule.claim.endswith("."), len(rule.reason) > 40, bool(rule.sources))

    assert (True, True, True, rule.veto) == (*stated, rule.strength == 0)


def test_articles_are_cited_where_the_cases_find_them() -> None:
    """Each article's passage that a rule cites is one that the decision cases name."""
    if not CASES.exists():
        pytest.skip(f"{CASES} is not there: it travels beside the checkout, not in it")
    cases = yaml.safe_load(CASES.read_text("utf-8"))
    known = {(case["source"]["file"], case["source"]["place"]) for case in cases}

    cited = {(s.name, s.place) for rule in RULES for s in rule.sources if s.place}

    assert set() == cited - known - {("000_0bd022b175220de9.txt", "what RAG does, item 4")}
