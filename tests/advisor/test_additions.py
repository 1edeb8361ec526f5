"""What belongs beside the approach."""

from __future__ import annotations

import pytest

from formfacts.advisor.recommendation import advise
from formfacts.advisor.situation import make_situation


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ({"knowledge_gap": "yes"}, []),
        ({"question_kind": "live_or_structured"}, ["a tool call or an SQL query"]),
        ({"knowledge_changes": "live"}, ["a tool call"]),
        (
            {"knowledge_changes": "live", "question_kind": "live_or_structured"},
            ["a tool call or an SQL query"],
        ),
        ({"behaviour_gap": "format", "schema_would_do": "yes"}, ["a JSON schema"]),
        ({"access_rules": "yes"}, ["a filter by reader"]),
        ({"deletion_duty": "yes"}, ["a way to delete"]),
        ({"knowledge_gap": "yes", "corpus_size": "30 pages"}, ["a cached prefix"]),
    ],
)
def test_names_what_to_add(facts: dict[str, str], names: list[str]) -> None:
    """Each addition is called for by the facts that it serves."""
    assert names == [added.name for added in advise(make_situation(facts)).additions]
