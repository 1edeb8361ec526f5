"""Answers as an earlier release knows them."""

from __future__ import annotations

from formfacts.scaffold.upgrades import Upgrade, migrate_answers
from formfacts.smoke.checks.earlier import as_before

UPGRADES = (
    Upgrade("1.1.0", renames={"licence": "license"}, choices={"docs": {"rtd": "hosted"}}),
    Upgrade("2.0.0", choices={"docs": {"hosted": "readthedocs"}, "pythons": {"3": "3.11"}}),
    Upgrade("3.0.0", renames={"docs": "pages"}),
)


def test_names_are_turned_back() -> None:
    """Questions, choices and each of several choices, through all releases in between."""
    now = {"license": "mit", "pages": "readthedocs", "pythons": ["3.11", "3.12"], "new": True}

    assert {
        "licence": "mit",
        "docs": "rtd",
        "pythons": ["3", "3.12"],
        "new": True,
    } == as_before(now, UPGRADES)


def test_an_update_turns_them_forth_again() -> None:
    """What comes out is what an update makes the same answers of."""
    now = {"license": "mit", "pages": "readthedocs", "pythons": ["3.11"]}

    assert now == migrate_answers(as_before(now, UPGRADES), UPGRADES)[0]


def test_nothing_was_renamed() -> None:
    """Answers stay as they are."""
    assert {"docs": "rtd"} == as_before({"docs": "rtd"}, ())
