"""The decision record in Markdown."""

from __future__ import annotations

from hypothesis import given, settings

from formfacts.advisor.recommendation import advise
from formfacts.advisor.record import decision_record
from formfacts.advisor.situation import make_situation
from tests.advisor.test_recommendation import situations


def test_says_what_was_decided_and_why() -> None:
    """The record has the facts, the decision, the reasons with links, the path and what follows."""
    facts = {"knowledge_gap": "yes", "labelled_examples": "about 300 | checked"}

    record = decision_record(advise(make_situation(facts, title="Help centre")))

    expected = [
        "# 1. Approach: rag",
        "Help centre",
        "| labelled_examples | about 300 \\| checked |",
        "We use **rag**.",
        (
            "[Lewis et al. 2020, retrieval-augmented generation, arXiv 2005.11401]"
            "(https://arxiv.org/abs/2005.11401)"
        ),
        "1. **rag**, start: ",
        "## What would change it",
    ]
    assert expected == [part for part in expected if part in record]


@settings(deadline=None)
@given(facts=situations)
def test_has_the_same_sections_for_any_advice(facts: dict[str, str]) -> None:
    """Every record has its five sections, once each, and ends in one newline."""
    record = decision_record(advise(make_situation(facts)))

    sections = [line for line in record.splitlines() if line.startswith("## ")]
    expected = ["Context", "Decision", "Path", "Consequences", "What would change it"]
    assert [f"## {title}" for title in expected] == sections
    assert record.rstrip("\n") + "\n" == record
