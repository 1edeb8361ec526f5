"""docs/costs.md shows what the code and the prices give."""

from __future__ import annotations

from formfacts.advisor.costs.catalogue import PARTS, day_of, fill
from tests.advisor.costs.formulas import right
from tests.conftest import ROOT

PAGE = ROOT / "docs/costs.md"


def test_the_page_is_up_to_date() -> None:
    """If this fails: python -m formfacts.advisor.costs.catalogue docs/costs.md.

    It also fails when genai-prices was updated and its prices or its version changed.
    """
    page = PAGE.read_text("utf-8")

    assert fill(page, day_of(page)) == page


def test_every_part_has_its_place() -> None:
    """Else it would be left out in silence."""
    page = PAGE.read_text("utf-8")

    assert [] == [name for name in PARTS if f"<!-- {name} -->" not in page]


def test_every_formula_on_the_page_is_right() -> None:
    """As somebody with a pocket calculator finds."""
    cells = [
        cell.strip() for line in PAGE.read_text("utf-8").splitlines() for cell in line.split("|")
    ]
    formulas = [c for c in cells if " = " in c and not c.startswith("fixed:")]

    assert len(formulas) > 40
    assert [] == [formula for formula in formulas if not right(formula)]
