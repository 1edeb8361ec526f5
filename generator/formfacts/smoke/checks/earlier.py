"""Answers as an earlier release knows them: what UPGRADES.yaml renamed since then, turned back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formfacts.scaffold.upgrades import Upgrade


def as_before(answers: Mapping[str, object], upgrades: Sequence[Upgrade]) -> dict[str, object]:
    """Return the answers by the names of questions and choices before the upgrades, oldest first.

    Of several old choices that became one, the last stands for it.
    """
    earlier = dict(answers)
    for upgrade in reversed(upgrades):
        for question, renamed in upgrade.choices.items():
            if question in earlier:
                old = {str(new): name for name, new in renamed.items()}
                earlier[question] = named(earlier[question], old)
        questions = {new: name for name, new in upgrade.renames.items()}
        earlier = {questions.get(name, name): value for name, value in earlier.items()}
    return earlier


def named(chosen: object, old: Mapping[str, str]) -> object:
    """Return a choice, or each of several, by its old name."""
    if isinstance(chosen, list):
        return [old.get(str(value), value) for value in chosen]
    return old.get(str(chosen), chosen)
