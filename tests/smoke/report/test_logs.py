"""How much of a log is kept: little where all is well, head and tail where not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from formfacts.smoke.report.logs import OTHER_LOG, PASSED_LOG, end, ends, kept_log
from tests.smoke.report.reports import check

LONG = "".join(f"line {number}\n" for number in range(10_000))


def test_passed_keeps_the_end() -> None:
    """Whole lines, up to the last one."""
    kept = kept_log(check("tests", log=LONG))

    assert LONG.endswith("\n" + kept)
    assert PASSED_LOG - 10 < len(kept) <= PASSED_LOG


def test_failed_keeps_both_ends() -> None:
    """And says between them how much is missing."""
    kept = kept_log(check("tests", "failed", log=LONG))
    head, mark, tail = kept.partition("\n[... ")

    assert LONG.startswith(head)
    assert LONG.endswith(tail.partition(" bytes left out ...]\n")[2])
    assert mark
    assert OTHER_LOG - 100 < len(kept) <= OTHER_LOG


def test_short_ones_stay() -> None:
    """Nothing is said to be left out where nothing is."""
    assert "short" == kept_log(check("tests", log="short"))
    assert "short" == kept_log(check("tests", "timeout", log="short"))


@given(st.text("aé日\n\ud800", max_size=400), st.integers(100, 300))
def test_never_larger_and_kept_once(log: str, most: int) -> None:
    """In bytes; and what was shortened is not shortened again when it is read and written."""
    for kept in (end(log, most), ends(log, most)):
        assert len(kept.encode()) <= most
    assert end(log, most) == end(end(log, most), most)
    assert ends(log, most) == ends(ends(log, most), most)
