"""The worked example of each fact."""

from __future__ import annotations

import pytest

from formfacts.advisor.fact_examples import FACT_EXAMPLES, worked
from formfacts.advisor.situation import FACTS


@pytest.mark.parametrize("fact", FACTS)
def test_the_two_values_lead_to_two_approaches(fact: str) -> None:
    """Nothing but the fact differs, and the advice does."""
    (_, first), (_, second) = worked(fact)

    assert first is not second
    assert fact not in FACT_EXAMPLES[fact].others
