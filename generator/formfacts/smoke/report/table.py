"""A report for a terminal of any width and for the log of a CI: plain text, no colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formfacts.smoke.report.summary import (
    check_names,
    counts,
    coverage,
    not_tried,
    red_checks,
    repos,
)
from formfacts.smoke.report.text import for_ci, on_one_line, took, visible
from formfacts.smoke.result import CellResult, CheckResult, Report, Status

SIGNS: dict[Status, str] = {"passed": "ok", "failed": "FAIL", "timeout": "TIME", "skipped": "-"}
NOT_RUN = "not run"
# A table that would be wider has numbers for headings, and says under it what they stand for.
WIDEST = 100
LOG_LINES = 12
LONGEST_LINE = 300
# The logs of more failures than these are for the other forms of the report.
LOGS = 50
NAMED = 10


def as_table(report: Report) -> str:
    """Return a report as text: the matrix, then each failure, then a line on the whole."""
    blocks = [
        "\n".join(matrix(report)),
        *failures(report),
        "\n".join([*warnings(report), closing(report)]),
    ]
    return for_ci("\n\n".join(block for block in blocks if block))


def matrix(report: Report) -> list[str]:
    """Return a row per repo and a column per check."""
    names = check_names(report)
    rows = [row(cell, names) for cell in report.cells]
    rows += [[on_one_line(name), *[""] * len(names), NOT_RUN] for name in not_tried(report)]
    if not rows:
        return []
    headings = [on_one_line(name) for name in names]
    lines = aligned([["REPO", *headings, "SECONDS"], *rows])
    if max(map(len, lines)) <= WIDEST:
        return lines
    numbers = [str(number) for number in range(1, len(names) + 1)]
    legend = ", ".join(" ".join(pair) for pair in zip(numbers, headings, strict=True))
    return [*aligned([["REPO", *numbers, "SECONDS"], *rows]), legend]


def row(cell: CellResult, names: Sequence[str]) -> list[str]:
    """Return the row of one repo; nothing where it has no such check."""
    signs = {check.check: SIGNS[check.status] for check in cell.checks}
    return [on_one_line(cell.id), *[signs.get(name, "") for name in names], f"{cell.seconds:.1f}"]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows with each column as wide as its widest entry."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def failures(report: Report) -> Iterator[str]:
    """Yield a block per check that failed or ran out of time; the log of the first ones only."""
    for number, (cell, check) in enumerate(red_checks(report)):
        sign = SIGNS[check.status]
        summary = f": {on_one_line(check.summary)}" if check.summary else ""
        lines = [f"{sign} {on_one_line(cell.id)} {on_one_line(check.check)}{summary}"]
        if number < LOGS:
            lines += [f"    | {line}".rstrip() for line in last_lines(check)]
        if check.kept:
            lines.append(f"    kept: {on_one_line(check.kept)}")
        yield "\n".join(lines)


def last_lines(check: CheckResult) -> list[str]:
    """Return the end of a log, from long lines their beginning."""
    # The last megabyte holds far more than is shown: what is before it need not be read.
    lines = visible(check.log[-1_000_000:]).strip("\n").split("\n")[-LOG_LINES:]
    cut = [f"{line[:LONGEST_LINE]} ..." if line[LONGEST_LINE:] else line for line in lines]
    return cut if any(cut) else []


def warnings(report: Report) -> Iterator[str]:
    """Say if the run is not the whole of what was planned."""
    if report.interrupted:
        yield "INTERRUPTED: this run was stopped before its end"
    missing = [on_one_line(name) for name in not_tried(report)]
    if missing:
        more = len(missing) - NAMED
        names = ", ".join(missing[:NAMED]) + (f" and {more} more" if more > 0 else "")
        yield f"NOT RUN: {len(missing)} of {repos(len(report.planned))} that were planned: {names}"


def closing(report: Report) -> str:
    """Return the counts, the pairs and the time in one line."""
    found = counts(report)
    numbers = (
        f"{found['passed']} passed, {found['failed']} failed, "
        f"{found['timeout']} timed out, {found['skipped']} skipped"
    )
    return f"{numbers}; {coverage(report)}; {took(report.seconds)}"
