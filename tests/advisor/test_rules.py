"""Each rule: one situation in which it applies, and the smallest change after which it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from formfacts.advisor.rule_examples import RULE_EXAMPLES
from formfacts.advisor.rules import RULES, Rule
from formfacts.advisor.situation import make_situation

CASES = Path(__file__).parents[2].parent / "shared" / "decision_cases.yaml"
BY_ID = {rule.id: rule for rule in RULES}


@pytest.mark.parametrize("name", RULE_EXAMPLES)
def test_applies_and_stops(name: str) -> None:
    """The rule applies to its situation, and no longer once one fact is changed."""
    rule, example = BY_ID[name], RULE_EXAMPLES[name]

    changed = {**example.facts, **example.change}
    found = [rule.applies(make_situation(facts)) for facts in (example.facts, changed)]

    assert ([True, False], 1) == (found, len(example.change))


def test_every_rule_has_its_situation() -> None:
    """The examples name all the rules, each once, in reading order."""
    assert [rule.id for rule in RULES] == list(RULE_EXAMPLES)


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
