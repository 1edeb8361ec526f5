"""JUnit XML: what GitLab, Jenkins and GitHub's actions look for is where they look for it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

from formfacts.smoke.report.junit import as_junit
from formfacts.smoke.result import Report
from tests.smoke.report.reports import TRACEBACK, evil_report, make_report


def parse(report: Report) -> ET.Element:
    """Return the root of the report's XML."""
    return ET.fromstring(as_junit(report).encode())  # noqa: S314  written by the code under test


def case(root: ET.Element, cell: str, name: str) -> ET.Element:
    """Return the testcase of one check."""
    (found,) = root.findall(f"testsuite[@name='{cell}']/testcase[@name='{name}']")
    assert cell == found.get("classname")
    return found


def test_totals() -> None:
    """At the root and of each suite; what was never tried counts as an error."""
    root = parse(make_report())
    keys = ("tests", "failures", "errors", "skipped")
    sums = [str(sum(int(suite.attrib[key]) for suite in root)) for key in keys]

    assert ["128", "2", "3", "3"] == [root.get(key) for key in keys] == sums
    assert 16 == len(root)
    assert "74.250" == root.get("time")
    for suite in root:
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))


def test_outcomes() -> None:
    """Failures, timeouts and skipped checks say why; a passed check has only its log."""
    root = parse(make_report())
    failed = case(root, "rag-openai-minilm", "tests")
    late = case(root, "hybrid-offline-openai", "demo")
    skipped = case(root, "prompt-openai", "demo")

    assert {"message": "exit code 1: 1 failed, 17 passed", "type": "failed"} == (
        failed[0].attrib if failed[0].tag == "failure" else None
    )
    assert "AssertionError" in (failed[0].text or "")
    assert "kept: /tmp/smoke/kept/rag-openai-minilm" in (failed[0].text or "")
    assert TRACEBACK == failed.findtext("system-out")
    assert ("error", "no end after 60 s") == (late[0].tag, late[0].get("message"))
    assert ("skipped", "there is no index") == (skipped[0].tag, skipped[0].get("message"))
    assert ["system-out"] == [inner.tag for inner in case(root, "prompt-openai", "tests")]


def test_answers_are_properties() -> None:
    """Before the testcases, where the schema of Jenkins wants them."""
    suite = parse(make_report())[5]

    assert "properties" == suite[0].tag
    assert {"approach": "rag", "provider": "openai", "embedder": "minilm"} == {
        found.attrib["name"]: found.attrib["value"] for found in suite[0]
    }


def test_not_run() -> None:
    """A planned repo that was never tried is an error, which says so."""
    report = make_report()
    (error,) = case(parse(report), "hybrid-openai-none", "not run")
    (stopped,) = case(parse(replace(report, interrupted=True)), "hybrid-openai-none", "not run")

    assert ("error", "not run: it was planned and never tried") == (
        error.tag,
        error.get("message"),
    )
    assert "not run: the run was interrupted" == stopped.get("message")


def test_hostile_text() -> None:
    """Any text makes well-formed XML, of bounded size."""
    text = as_junit(evil_report())
    root = parse(evil_report())

    assert "<img src=x" in (root.findtext("testsuite/testcase/system-out") or "")
    assert "<img" not in text
    assert len(text) < 64 * 1024
