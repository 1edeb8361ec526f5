"""The commands that facts are measured with."""

from __future__ import annotations

import pytest

from formfacts.advisor.measures import MEASURES, measure
from formfacts.advisor.situation import FACTS


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_has_a_command(fact: str) -> None:
    """One that measures it, or the flag that takes what was found out."""
    command = measure(fact)

    assert command
    assert (fact in MEASURES) or f"--{fact.replace('_', '-')} " in command


def test_the_flag_shows_the_values() -> None:
    """What can be written stands in the command."""
    assert "formfacts advise --access-rules yes|no" == measure("access_rules")
    assert "formfacts advise --requests-per-day AMOUNT" == measure("requests_per_day")
    assert set(FACTS) >= set(MEASURES)
