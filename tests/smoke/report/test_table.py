"""The table: what a terminal and a CI's log show."""

from __future__ import annotations

from dataclasses import replace

from formfacts.smoke.report.table import LOGS, WIDEST, as_table
from tests.smoke.report.reports import all_green, evil_report, large_report, make_report


def test_matrix() -> None:
    """A row per repo with a sign per check, also for those that were never tried."""
    lines = as_table(make_report()).splitlines()

    names = "files  format  lint  types  deps  secrets  tests  demo  update  SECONDS"
    assert f"REPO                   {names}" == lines[0]
    assert "ok       FAIL   -     - " in lines[6]
    assert "rag-openai-minilm" == lines[6].split()[0]
    assert "TIME" in lines[12]
    assert ["hybrid-openai-none", "not", "run"] == lines[16].split()


def test_failures() -> None:
    """Each says where and why, with the end of its log and the folder that was kept."""
    text = as_table(make_report())
    failed, late = (text.partition(start)[2] for start in ("FAIL rag-openai-minilm", "TIME hybrid"))

    assert failed.startswith(" tests: exit code 1: 1 failed, 17 passed\n    | F")
    assert "\n    | 1 failed, 17 passed in 2.31s\n    kept: /tmp/smoke/kept/rag" in failed
    assert "$ python -m pytest" not in failed
    assert 12 == late.count("| Loading index")


def test_last_lines() -> None:
    """The whole in one line; before it whatever was not tried, and that it was stopped."""
    report = replace(make_report(), interrupted=True)
    stopped, missing, closing = as_table(report).splitlines()[-3:]

    assert "INTERRUPTED: this run was stopped before its end" == stopped
    assert missing.startswith("NOT RUN: 2 of 16 repos that were planned: hybrid-openai-openai, ")
    assert (
        "12 passed, 1 failed, 1 timed out, 0 skipped; 19 of 20 valid pairs, "
        "14 repos of 16 in the full product; 1 min 14 s" == closing
    )


def test_green() -> None:
    """Where nothing failed, the matrix and one line."""
    assert 16 + 1 + 2 == len(as_table(all_green()).splitlines())


def test_nothing_to_do() -> None:
    """Where a change reaches nothing there is but one line."""
    report = replace(make_report(), planned=(), cells=())

    assert 1 == len(as_table(report).splitlines())


def test_wide_tables_number_their_columns() -> None:
    """And say under the rows what the numbers stand for."""
    lines = as_table(large_report(cells=3)).splitlines()

    assert ["REPO", "1", "2", "3"] == lines[0].split()[:4]
    assert lines[4].startswith("1 check_0, 2 check_1, ")
    assert max(map(len, lines[:4])) <= WIDEST


def test_hostile_text() -> None:
    """Nothing reaches the terminal raw, and nothing a runner could obey."""
    text = as_table(evil_report())

    assert {"\n"} == {one for one in text if not one.isprintable()}
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert "##[error]" not in text
    assert len(text) < 8 * 1024


def test_many_failures() -> None:
    """The logs of the first ones only, a line for each of the others."""
    text = as_table(large_report())

    assert LOGS * 12 == text.count("    | ")
    assert 200 == text.count("\nFAIL ")
