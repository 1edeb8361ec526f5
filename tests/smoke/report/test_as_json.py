"""JSON: it says what the report says, its schema describes it, and it reads back the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from formfacts.smoke.report.as_json import dumps, from_data, read_report, to_data
from formfacts.smoke.result import Report
from tests.conftest import ROOT
from tests.smoke.report.reports import EVIL, evil_report, make_report

SCHEMA = json.loads((ROOT / "docs" / "smoke-report.schema.json").read_text(encoding="utf-8"))
REPORTS = [make_report(), evil_report(), replace(make_report(), shard="2/3", cells=(), pairs=())]


@pytest.mark.parametrize("report", REPORTS)
def test_schema_describes_it(report: Report) -> None:
    """The published schema accepts it and knows every property of it."""
    data = json.loads(dumps(report))
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(data)

    assert set(SCHEMA["required"]) == set(SCHEMA["properties"]) == set(data)
    for name, items in (("cell", data["cells"]), ("check", checks_of(data))):
        known = SCHEMA["$defs"][name]
        assert set(known["required"]) == set(known["properties"])
        assert all(set(known["properties"]) == set(item) for item in items)


def checks_of(data: dict[str, Any]) -> Iterator[dict[str, object]]:
    """Yield the checks of all cells."""
    for cell in data["cells"]:
        yield from cell["checks"]


def test_schema_comes_first() -> None:
    """So that a reader knows at once what it has before it; and the text is ASCII."""
    text = dumps(evil_report())

    assert '{\n "schema": 1,' == text[:15]
    assert text.isascii()


def test_what_follows_is_there() -> None:
    """Nobody has to count."""
    data = json.loads(dumps(make_report()))

    assert (False, 12, 1) == (data["green"], data["counts"]["passed"], data["counts"]["timeout"])
    assert "failed" == next(c for c in data["cells"] if c["id"] == "rag-openai-minilm")["status"]


def test_reads_back_the_same(tmp_path: Path) -> None:
    """Also through a file, and as often as one likes."""
    path = tmp_path / "report.json"
    path.write_text(dumps(make_report()), encoding="utf-8")

    assert make_report() == from_data(to_data(make_report())) == read_report(path)
    assert to_data(evil_report()) == to_data(from_data(to_data(evil_report())))


def test_answers_of_any_kind() -> None:
    """What JSON cannot hold becomes text, what holds itself is left out."""
    loop: list[object] = []
    loop.append(loop)
    cell = replace(make_report().cells[0], answers={"loop": loop, "at": Path("a"), EVIL: 1 / 3})
    report = replace(make_report(), cells=(cell,))

    assert '"..."' in dumps(report)
    assert "a" == json.loads(dumps(report))["cells"][0]["answers"]["at"]
