"""Which facts a rule reads."""

from __future__ import annotations

from formfacts.advisor.reads import facts_read
from formfacts.advisor.rules import RULES
from formfacts.advisor.situation import FACTS

BY_ID = {rule.id: rule for rule in RULES}


def test_by_itself_and_by_what_it_calls() -> None:
    """A rule reads what its helpers read."""
    assert ("knowledge_gap",) == facts_read(BY_ID["K01"])
    assert ("knowledge_gap", "corpus_size", "prefix_caching") == facts_read(BY_ID["K05"])


def test_one_that_speaks_of_other_rules_reads_what_they_read() -> None:
    """Whether the form is trained decides K12, too."""
    assert "examples_show_behaviour" in facts_read(BY_ID["K12"])


def test_every_fact_is_read() -> None:
    """No question is asked for nothing."""
    assert set(FACTS) == {fact for rule in RULES for fact in facts_read(rule)}
