"""The matrix as the page draws it: a row per repo, a square per check, each with its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from formfacts.smoke.cell import shown
from formfacts.smoke.report.logs import OTHER_LOG, kept_log
from formfacts.smoke.report.summary import WORDS, check_names, not_tried, red_checks
from formfacts.smoke.report.text import on_one_line, took, visible, whole
from formfacts.smoke.result import RED, CellResult, CheckResult, Report

# Bytes for the logs of all failures together: a browser opens that at once.
ALL_LOGS = 12 * 1024 * 1024
LEAST_LOG = 2 * 1024
SIGNS = {"passed": "✓", "failed": "✗", "timeout": "T", "skipped": "-"}


@dataclass(frozen=True, slots=True)
class Square:
    """One check of one repo: `id` and `href` are of its log, `at` is the id of the square."""

    repo: str
    check: str
    status: str
    word: str
    sign: str
    red: bool
    took: str
    summary: str
    log: str
    kept: str
    id: str
    href: str
    at: str


@dataclass(frozen=True, slots=True)
class Row:
    """One repo: None stands for a check that it does not have."""

    repo: str
    status: str
    word: str
    red: bool
    took: str
    answers: tuple[tuple[str, str], ...]
    squares: tuple[Square | None, ...]
    id: str
    href: str
    at: str


def as_rows(report: Report) -> list[Row]:
    """Return the repos that were tried, in their order, then those that were planned only."""
    number = sum(1 for _ in red_checks(report))
    most = max(LEAST_LOG, min(OTHER_LOG, ALL_LOGS // max(number, 1)))
    names = check_names(report)
    rows = [as_row(place, cell, names, most) for place, cell in enumerate(report.cells)]
    missing = enumerate(not_tried(report), start=len(rows))
    return rows + [untried(place, name) for place, name in missing]


def as_row(place: int, cell: CellResult, names: list[str], most: int) -> Row:
    """Return the row of one repo."""
    checks = {check.check: check for check in cell.checks}
    squares = [
        as_square(f"s{place}-{column}", cell.id, checks[name], most) if name in checks else None
        for column, name in enumerate(names)
    ]
    return Row(
        repo=on_one_line(cell.id),
        status=cell.status,
        word=WORDS[cell.status],
        red=cell.status in RED,
        took=took(cell.seconds),
        answers=tuple((on_one_line(n), on_one_line(shown(v))) for n, v in cell.answers.items()),
        squares=tuple(squares),
        id=repo_id(cell.id),
        href=link(repo_id(cell.id)),
        at=f"r{place}",
    )


def untried(place: int, name: str) -> Row:
    """Return the row of a repo that was planned and never tried."""
    return Row(
        repo=on_one_line(name),
        status="untried",
        word=WORDS["untried"],
        red=True,
        took="",
        answers=(),
        squares=(),
        id=repo_id(name),
        href=link(repo_id(name)),
        at=f"r{place}",
    )


def as_square(at: str, repo: str, check: CheckResult, most: int) -> Square:
    """Return the square of one check, with the part of its log that the page keeps."""
    name = f"{repo_id(repo)}{on_one_line(check.check)}"
    return Square(
        repo=on_one_line(repo),
        check=on_one_line(check.check),
        status=check.status,
        word=WORDS[check.status],
        sign=SIGNS[check.status],
        red=check.status in RED,
        took=took(check.seconds),
        summary=on_one_line(check.summary),
        log=visible(kept_log(check, most)).strip("\n"),
        kept=on_one_line(check.kept),
        id=name,
        href=link(name),
        at=at,
    )


def matrix_checks(report: Report) -> list[str]:
    """Return the headings of the columns."""
    return [on_one_line(name) for name in check_names(report)]


def repo_id(name: str) -> str:
    """Return the id of a repo's part of the page; the slash sets it apart from the page's own."""
    return f"{on_one_line(name)}/"


def link(name: str) -> str:
    """Return the address of a part of the page."""
    return f"#{quote(whole(name))}"


def shown_facts(report: Report) -> list[tuple[str, str]]:
    """Return what was tried, and how."""
    facts = [
        ("Version", report.version),
        ("Environment", report.environment),
        ("Combinations", report.cover),
        ("Shard", report.shard),
        ("Started", clock(report.started)),
        ("Wall time", took(report.seconds)),
        ("formfacts", report.formfacts),
    ]
    return [(name, on_one_line(value)) for name, value in facts if value]


def clock(started: str) -> str:
    """Return a point in time to the minute, as people read it; what is none as it is."""
    try:
        moment = datetime.fromisoformat(started).astimezone(UTC)
    except (ValueError, OverflowError):
        return started
    return moment.strftime("%Y-%m-%d %H:%M UTC")
