"""What a new version of the template dropped without a word."""

from __future__ import annotations

import pytest

from formfacts.scaffold.questions import Question
from formfacts.scaffold.upgrades import Upgrade
from releases.undeclared import undeclared, unreal


def questions(**choices: str) -> dict[str, Question]:
    """Return questions with these choices, as words; one named by `computed` is not asked."""
    return {
        name: Question(name, "str", tuple(words.split()), words == "computed", asked=True)
        for name, words in choices.items()
    }


BEFORE = questions(name="", store="flat sqlite", slug="computed")


@pytest.mark.parametrize(
    ("after", "upgrade", "expected"),
    [
        (BEFORE, Upgrade("1"), []),
        (questions(name="", store="flat sqlite chroma", slug="", more=""), Upgrade("1"), []),
        (questions(name="", store="flat sqlite"), Upgrade("1"), []),
        (questions(store="flat sqlite"), Upgrade("1"), ["name"]),
        (questions(store="flat sqlite"), Upgrade("1", removed={"name": "x"}), []),
        (questions(store="flat sqlite"), Upgrade("1", renames={"name": "title"}), ["name"]),
        (questions(store="flat sqlite", title=""), Upgrade("1", renames={"name": "title"}), []),
        (questions(name="computed", store="flat sqlite"), Upgrade("1"), ["name"]),
        (questions(name="", store="sqlite"), Upgrade("1"), ["store"]),
        (questions(name="", store="flat"), Upgrade("1"), ["store=sqlite"]),
        (questions(name="", store="flat"), Upgrade("1", removed={"store=sqlite": "x"}), []),
        (
            questions(name="", store="flat db"),
            Upgrade("1", choices={"store": {"sqlite": "db"}}),
            [],
        ),
        (questions(name="", store=""), Upgrade("1"), []),
    ],
)
def test_answers_that_the_new_version_would_not_understand(
    after: dict[str, Question], upgrade: Upgrade, expected: list[str]
) -> None:
    """Are those that went and that no entry carries over; computed ones nobody holds."""
    assert expected == undeclared(BEFORE, after, [upgrade])


@pytest.mark.parametrize(
    ("upgrade", "expected"),
    [
        (Upgrade("1", renames={"name": "title"}, choices={"kind": {"flat": "file"}}), []),
        (Upgrade("1", renames={"nam": "titel"}), ["nam", "titel"]),
        (Upgrade("1", renames={"store": "kind"}, choices={"kind": {"flat": "file"}}), []),
        (
            Upgrade("1", renames={"store": "kind"}, choices={"kind": {"a": "b"}}),
            ["kind=a", "kind=b"],
        ),
        (
            Upgrade("1", removed={"name": "x", "colour": "x", "kind=sqlite": "x"}),
            ["colour", "kind=sqlite"],
        ),
        (Upgrade("1", renames={"store": "kind"}, removed={"kind=flat": "x"}), []),
    ],
)
def test_names_that_neither_version_has(upgrade: Upgrade, expected: list[str]) -> None:
    """Are mistakes in UPGRADES.yaml, as are those of what is still there."""
    after = questions(title="", kind="file sqlite")
    before = {**BEFORE, **questions(kind="flat")} if not upgrade.renames.get("store") else BEFORE

    assert expected == unreal(before, after, [upgrade])
