"""The costs as data."""

from __future__ import annotations

import json

from formfacts.advisor.costs.data import to_data
from tests.advisor.costs.cases import costs


def test_it_is_json_all_the_way_down() -> None:
    """And comes back as it was."""
    data = to_data(costs())

    assert data == json.loads(json.dumps(data, allow_nan=False))


def test_it_holds_all_that_is_shown() -> None:
    """Lines with formulas, totals, break-evens, points, and where everything comes from."""
    found = costs({"requests_per_day": "400"})
    data = to_data(found)
    rag = data["approaches"]["rag"]

    assert [
        line.formula_low for line in found.lines[next(a for a in found.lines if a == "rag")]
    ] == [line["formula_low"] for line in rag["lines"]]
    assert {"one_off", "monthly", "labour"} == set(rag["totals"])
    assert (24, 37) == (len(data["break_evens"]), len(data["plot"]["rag"]))
    assert "requests_per_day: 400" == data["usage"]["usage.requests_per_day"]["origin"]
    assert data["prices"]["price.week"]["low"] is None
    assert found.prices.source == data["price_source"]
