"""The costs in the terminal."""

from __future__ import annotations

import pytest

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.lines import as_lines
from tests.advisor.costs.cases import costs


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_longer_than_the_page(width: int) -> None:
    """But for a word that cannot be broken."""
    assert [] == [line for line in as_lines(costs(), width) if len(line) > width]


def test_every_formula_is_there() -> None:
    """With its line breaks taken out."""
    found = costs()
    page = " ".join(" ".join(as_lines(found, 80)).split())

    assert [] == [
        line.formula_low
        for approach in Approach
        for line in found.lines[approach]
        if line.formula_low not in page
    ]


def test_it_is_plain_text() -> None:
    """No escape codes; colour is the page's affair."""
    assert all(line.isprintable() for line in as_lines(costs(), 80))


def test_the_short_form_is_one_entry_for_each_approach() -> None:
    """Once, by the month, and the work."""
    page = as_lines(costs({"requests_per_day": "400"}), 200, formulas=False)

    assert ["Costs", "prompt", "rag", "finetune", "hybrid"] == [line.split()[0] for line in page]
    assert "once nothing; " in page[1]
    assert "GPU-hours; a month $" in page[3]
    assert page[3].endswith("work 2 to 6 weeks")
