"""Merging shards: the whole again, or the reason why these are not the shards of one plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from formfacts.errors import UsageError
from formfacts.smoke.report.merge import merge
from formfacts.smoke.result import Report
from tests.smoke.report.reports import make_report

WHOLE = replace(make_report(), shard="", interrupted=False)


def shards(of: int = 3) -> list[Report]:
    """Return the shards of a report, each started and ended at another time."""
    tried = {cell.id: cell for cell in WHOLE.cells}
    return [
        replace(
            WHOLE,
            shard=f"{number + 1}/{of}",
            planned=WHOLE.planned[number::of],
            cells=tuple(tried[name] for name in WHOLE.planned[number::of] if name in tried),
            started=f"2026-01-31T12:00:0{5 - number}+00:00",
            seconds=10.0 * (number + 1),
        )
        for number in range(of)
    ]


def test_the_whole_again() -> None:
    """In whichever order the shards come: started first, ended last, in the order of the plan."""
    parts = shards()
    merged = merge(parts)

    assert merge(parts[::-1]) == merged
    assert sorted(c.id for c in WHOLE.cells) == sorted(c.id for c in merged.cells)
    assert [name for part in parts for name in part.planned] == list(merged.planned)
    assert [n for n in merged.planned if n in {c.id for c in merged.cells}] == [
        cell.id for cell in merged.cells
    ]
    assert ("", "2026-01-31T12:00:03+00:00", 30.0) == (
        merged.shard,
        merged.started,
        merged.seconds,
    )


def test_interrupted() -> None:
    """The whole was interrupted if one of its shards was."""
    one, *others = shards()

    assert merge([replace(one, interrupted=True), *others]).interrupted
    assert not merge([one, *others]).interrupted


def test_one_whole() -> None:
    """A report of everything is the whole by itself, and so is shard 1/1."""
    assert WHOLE == merge([WHOLE])
    assert WHOLE == merge([replace(WHOLE, shard="1/1")])


FIRST, SECOND, THIRD = shards()
REFUSED: list[tuple[Sequence[Report], str]] = [
    ([], "there are no reports to merge"),
    ([FIRST, THIRD], "shard 2/3 is missing"),
    ([SECOND], "shards 1/3, 3/3 are missing"),
    ([replace(FIRST, shard="1/9")], "shards 2/9, 3/9, 4/9, 5/9, 6/9 and 3 more are missing"),
    ([FIRST, FIRST, SECOND, THIRD], "shard 1/3 is there twice"),
    ([WHOLE, WHOLE], "a report is of a whole run"),
    ([FIRST, WHOLE], "a report is of a whole run"),
    ([replace(FIRST, shard="4/3")], "a report is of '4/3'"),
    ([FIRST, replace(SECOND, shard="2/2")], "of different divisions"),
    ([FIRST, replace(SECOND, template="other")], "templates: 'formfacts' and 'other'"),
    ([FIRST, replace(SECOND, version="v1")], "different versions of the template"),
    ([FIRST, replace(SECOND, cover="all")], "different covers"),
    ([FIRST, replace(SECOND, environment="isolated")], "different environments"),
    ([FIRST, replace(SECOND, formfacts="9")], "different versions of formfacts"),
    ([FIRST, replace(SECOND, product=17)], "'1/3' and '2/3' are of different plans"),
    ([FIRST, replace(SECOND, pairs=())], "'1/3' and '2/3' are of different plans"),
    ([FIRST, replace(SECOND, planned=FIRST.planned), THIRD], "is in shards '1/3', '2/3'"),
    ([replace(FIRST, cells=FIRST.cells[:1] * 2), SECOND, THIRD], "is twice in '1/3'"),
]


@pytest.mark.parametrize(("reports", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_refused(reports: Sequence[Report], words: str) -> None:
    """One line says what does not fit."""
    with pytest.raises(UsageError) as error:
        merge(reports)

    assert words in str(error.value)
    assert 1 == len(str(error.value).splitlines())
