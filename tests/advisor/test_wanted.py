"""Which flags go together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from formfacts.advisor.costing import CostFlags
from formfacts.advisor.wanted import Wanted
from formfacts.errors import UsageError

A, B = Path("a"), Path("b")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"schema": True, "as_json": True}, "--schema does not go with --json: leave one"),
        ({"explain": "K01", "compare": True}, "--explain does not go with --compare: leave"),
        ({"compare": True, "situation": A}, "--compare does not go with --situation: leave"),
        ({"compare": True, "facts": {"test_set": "no"}}, "--compare does not go with --test-set"),
        ({"compare": True, "costs": CostFlags(model="a:b")}, "does not go with --costs"),
        ({"files": (A,)}, "'a' is given without a flag: write --situation FILE, or --compare"),
        ({"corpus": A, "facts": {"corpus_size": "9"}}, "--corpus counts what --corpus-size tells"),
        ({"targets": ("facts=0.9",)}, "--target is for --from REPO: name the repo"),
        ({"compare": True, "from_repo": A}, "--compare does not go with --from: leave one"),
        ({"html": A, "record": A}, "--html, --record and --save name one file: give each its own"),
        ({"html": A, "save": Path("x/../a")}, "name one file: give each its own"),
    ],
)
def test_what_cannot_stand_together_is_one_line(given: dict[str, Any], message: str) -> None:
    """The error names both flags and says what to do."""
    with pytest.raises(UsageError) as caught:
        Wanted(**given).check()

    assert message in str(caught.value)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"explain": "K01", "as_json": True},
        {"compare": True, "files": (A, B), "as_json": True, "html": A},
        {"situation": A, "corpus": B, "as_json": True, "html": A, "record": B, "save": Path("c")},
    ],
)
def test_what_can_is_let_through(given: dict[str, Any]) -> None:
    """Nothing is refused for nothing."""
    Wanted(**given).check()


def test_a_repo_alone_is_judged_by_its_evaluation() -> None:
    """With a situation beside it, or a page to write, there is advice as well."""
    assert Wanted(from_repo=A, as_json=True, targets=("facts=0.9",)).evidence_alone
    assert not Wanted(from_repo=A, situation=B).evidence_alone
    assert not Wanted(from_repo=A, html=B).evidence_alone
    assert not Wanted().evidence_alone


@pytest.mark.parametrize(
    ("flags", "wanted"),
    [
        (CostFlags(), False),
        (CostFlags(costs=True), True),
        (CostFlags(tuned_model="a:b"), True),
        (CostFlags(sets=("price.week=1",)), True),
    ],
)
def test_a_model_or_a_price_asks_for_costs(flags: CostFlags, wanted: bool) -> None:  # noqa: FBT001
    """Nobody has to say --costs beside them."""
    assert wanted == flags.wanted
