"""A report as a page: one HTML file without scripts that asks nothing of any network.

What opens a log is its address (`page.html#rag-openai/tests`), so that it can be sent to somebody.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from formfacts.smoke.report.page_rows import as_rows, matrix_checks, shown_facts
from formfacts.smoke.report.picture import picture
from formfacts.smoke.report.summary import WORDS, counts, coverage, not_tried, verdict
from formfacts.smoke.report.text import on_one_line, took
from formfacts.smoke.result import Report

PACKAGE = "formfacts.smoke.report"


def as_page(report: Report) -> str:
    """Return a report as the text of an HTML file in UTF-8."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    css = asset("page.css")
    rows = as_rows(report)
    return environment.from_string(asset("page.html")).render(
        css=css,
        css_hash=b64encode(sha256(css.encode()).digest()).decode(),
        template=on_one_line(report.template),
        verdict=verdict(report),
        green=report.green and not report.interrupted,
        interrupted=report.interrupted,
        facts=shown_facts(report),
        counts={WORDS[status]: number for status, number in counts(report).items()},
        not_run=len(not_tried(report)),
        coverage=coverage(report),
        wall_time=took(report.seconds),
        checks=matrix_checks(report),
        rows=rows,
        failures=[square for row in rows for square in row.squares if square and square.red],
        picture=picture(report),
    )


def asset(name: str) -> str:
    """Return the text of a file beside this one, with the newlines that an HTML parser sees."""
    return files(PACKAGE).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")
