"""A report as JUnit XML, in the form that GitLab, Jenkins and GitHub's actions read.

A repo is a `testsuite`, a check in it a `testcase`; one that ran out of time is an `error`. Jenkins
wants what is here in this order: https://github.com/jenkinsci/xunit-plugin (junit-10.xsd).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

from formfacts.smoke.cell import shown
from formfacts.smoke.report.logs import end, kept_log
from formfacts.smoke.report.summary import not_tried, version
from formfacts.smoke.report.text import for_xml, on_one_line
from formfacts.smoke.result import CellResult, CheckResult, Report, Status

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
ELEMENTS: dict[Status, str] = {"failed": "failure", "timeout": "error", "skipped": "skipped"}
NOT_RUN = "not run"
# GitLab shows of a failure its own text alone, and not what was printed.
SHOWN_LOG = 4 * 1024


def as_junit(report: Report) -> str:
    """Return a report as the text of an XML file in UTF-8."""
    suites = [suite(report, cell) for cell in report.cells]
    suites += [suite_not_run(report, name) for name in not_tried(report)]
    root = element("testsuites", name=f"formfacts smoke {version(report)}")
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(found.get(key, "0")) for found in suites)))
    root.set("time", f"{report.seconds:.3f}")
    root.set("timestamp", for_xml(report.started))
    root.extend(suites)
    ET.indent(root)
    return DECLARATION + ET.tostring(root, encoding="unicode") + "\n"


def suite(report: Report, cell: CellResult) -> ET.Element:
    """Return the suite of one repo."""
    found = [check.status for check in cell.checks]
    root = element(
        "testsuite",
        name=cell.id,
        tests=str(len(found)),
        failures=str(found.count("failed")),
        errors=str(found.count("timeout")),
        skipped=str(found.count("skipped")),
        time=f"{cell.seconds:.3f}",
        timestamp=report.started,
    )
    root.append(properties(cell.answers))
    root.extend(case(cell.id, check) for check in cell.checks)
    return root


def suite_not_run(report: Report, name: str) -> ET.Element:
    """Return the suite of a repo that was planned and never tried: that is an error."""
    counts = {"tests": "1", "failures": "0", "errors": "1", "skipped": "0", "time": "0.000"}
    root = element("testsuite", name=name, timestamp=report.started, **counts)
    test = element("testcase", classname=name, name=NOT_RUN, time="0.000")
    why = "the run was interrupted" if report.interrupted else "it was planned and never tried"
    test.append(element("error", message=f"{NOT_RUN}: {why}", type=NOT_RUN))
    root.append(test)
    return root


def properties(answers: Mapping[str, object]) -> ET.Element:
    """Return the answers of a repo."""
    root = element("properties")
    root.extend(element("property", name=n, value=shown(value)) for n, value in answers.items())
    return root


def case(cell: str, check: CheckResult) -> ET.Element:
    """Return one check of one repo."""
    root = element("testcase", classname=cell, name=check.check, time=f"{check.seconds:.3f}")
    tag = ELEMENTS.get(check.status)
    if tag is not None:
        message = on_one_line(check.summary) or check.status
        outcome = element(tag, message=message, type=check.status)
        if tag != "skipped":
            outcome.text = for_xml("\n".join(explained(check)))
        root.append(outcome)
    log = kept_log(check)
    if log:
        printed = element("system-out")
        printed.text = for_xml(log)
        root.append(printed)
    return root


def explained(check: CheckResult) -> Iterable[str]:
    """Yield what there is to know about a failure: why, the end of the log, where the repo is."""
    if check.summary:
        yield check.summary
    if check.log:
        yield end(check.log, SHOWN_LOG)
    if check.kept:
        yield f"kept: {check.kept}"


def element(tag: str, /, **attributes: str) -> ET.Element:
    """Return an element with attributes, whose texts may hold anything."""
    return ET.Element(tag, {key: for_xml(value) for key, value in attributes.items()})
