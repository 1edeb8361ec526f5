"""How changes are shown."""

from __future__ import annotations

import os

import pytest

from formfacts.commands.changes import HEADINGS, change_data, change_line, printable, report_lines
from formfacts.scaffold.merge.outcome import Change, Outcome


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (Change("a b", Outcome.ADDED), "- `a b`"),
        (Change("b", Outcome.RENAMED, was="a"), "- `a → b`"),
        (Change("a", Outcome.KEPT, note="never touched"), "- `a`: never touched"),
        (
            Change("b", Outcome.CONFLICT, "a", "renamed", "removed", "choose"),
            "- `a → b` (yours: renamed; template: removed): choose",
        ),
    ],
)
def test_lines(change: Change, line: str) -> None:
    """A conflict says what either side did; anything else is said by its heading."""
    assert line == change_line(change)


def test_every_outcome_has_a_heading() -> None:
    """In the order of the report, so that no line is left out."""
    assert [outcome.value for outcome in Outcome] == list(HEADINGS)


def test_groups_are_in_order() -> None:
    """Conflicts first, whatever order the changes come in."""
    changes = [Change("c", Outcome.KEPT), Change("b", Outcome.CONFLICT), Change("a", Outcome.ADDED)]

    assert ["Conflicts, yours to resolve (1):", "Added (1):", "Kept yours (1):"] == [
        line for line in report_lines(changes) if line.endswith(":") and line[0] != "-"
    ]


def test_conflicts_are_never_cut() -> None:
    """However many there are."""
    changes = [Change(str(number), Outcome.CONFLICT) for number in range(50)]

    assert 52 == len(report_lines(changes))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plain é.txt", "plain é.txt"),
        ("a\x1b[2Jb\n", "a\\x1b[2Jb\\n"),
        (os.fsdecode(b"caf\xe9"), "caf\\udce9"),
        ("\u202egpj", "\\u202egpj"),
    ],
)
def test_printable(name: str, shown: str) -> None:
    """What no terminal can show, or would obey, is escaped."""
    assert shown == printable(name)


def test_data_holds_all_fields() -> None:
    """With the outcome in the words of the report."""
    assert {
        "path": "a",
        "outcome": "removed by the template",
        "was": None,
        "yours": "left as it was",
        "template": "removed",
        "note": "",
    } == change_data(Change("a", Outcome.REMOVED, template="removed"))
