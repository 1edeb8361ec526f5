"""Each planted fault is found by the check that should find it, where it is, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.smoke.planted.copy import Copy
from tests.smoke.planted.fault import BESIDES, Fault
from tests.smoke.planted.faults import FAULTS
from tests.smoke.planted.in_runs import add_ready_server
from tests.smoke.planted.page import PAGE, page
from tests.smoke.runs import ran, red, smoke


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, id=fault.name, marks=[pytest.mark.slow] if fault.slow else [])
        for fault in FAULTS
    ],
)
def test_fault_is_found(fault: Fault, program: list[str], tmp_path: Path) -> None:
    """Red is the check that should find it, in the repos that have it; all else is green."""
    copy = Copy(tmp_path / "template")
    fault.before(copy)
    copy.release()
    fault.plant(copy)
    code, report = smoke(copy.root, program, checks=fault.checks, only=fault.only)
    found = red(report)

    assert fault.cells == {place: check.status for place, check in found.items()}
    assert dict.fromkeys(fault.cells, fault.says) == {
        place: fault.says if fault.says in f"{check.summary}\n{check.log}" else check.summary
        for place, check in found.items()
    }
    assert {*fault.besides, *(fault.names or (fault.check,))} == ran(report)
    assert (1, fault.tried) == (code, len(report.cells))


def test_nothing_is_found_where_nothing_was_planted(program: list[str], tmp_path: Path) -> None:
    """The copy itself is green, and an update to it changes nothing."""
    copy = Copy(tmp_path / "template")
    copy.release()
    checks = (*BESIDES, "secrets", "dependencies")
    code, report = smoke(copy.root, program, checks=checks, only=("approach=rag", "embedder=none"))

    assert {} == red(report)
    assert (0, True, set(checks)) == (code, report.green, ran(report))


def test_healthy_server_is_green(program: list[str], tmp_path: Path) -> None:
    """The server that answers 500 without an index answers 200 with one."""
    copy = Copy(tmp_path / "template")
    copy.release()
    add_ready_server(copy)
    only = ("approach=rag", "provider=offline", "embedder=none")
    code, report = smoke(copy.root, program, checks=(*BESIDES, "server"), only=only)
    (cell,) = report.cells
    (log,) = (check.log for check in cell.checks if check.check == "server")

    assert (0, {}) == (code, red(report))
    assert "GET /ready -> 200" in log


def test_page_is_current() -> None:
    """The page names every fault, what finds it and where."""
    assert page() == PAGE.read_text(encoding="utf-8")
