"""A report read back from JSON, from a file that nobody vouches for."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import cast

from formfacts.errors import InputFileError
from formfacts.smoke.report.record import Record
from formfacts.smoke.report.summary import STATUSES
from formfacts.smoke.report.text import on_one_line
from formfacts.smoke.report.values import plain
from formfacts.smoke.result import CellResult, CheckResult, PairCovered, Report, Status

SCHEMA = 1
LARGEST = 256 * 1024 * 1024
NEXT = "name a file that formfacts smoke --json has written"


def read_report(path: Path) -> Report:
    """Read a report; raise InputFileError if the file cannot be read or is none."""
    name = on_one_line(str(path))
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise InputFileError(f"{name} is larger than {LARGEST:,} bytes: {NEXT}")
        data = json.loads(text)
    except OSError as error:
        raise InputFileError(f"{name} cannot be read: {error.strerror}: {NEXT}") from None
    except (ValueError, RecursionError) as error:
        why = on_one_line(str(error))
        raise InputFileError(f"{name} is no report that can be read: {why}: {NEXT}") from None
    try:
        return from_data(data)
    except InputFileError as error:
        raise InputFileError(f"{name}: {error}") from None


def from_data(data: object) -> Report:
    """Return the report that JSON values stand for; raise InputFileError if they are none.

    What follows from the rest is not read.
    """
    top = Record(data if isinstance(data, dict) else {})
    if type(top.data.get("schema")) is not int or top.data["schema"] != SCHEMA:
        raise top.wrong("schema", f"{SCHEMA}")
    options = top.record("options")
    return Report(
        formfacts=top.text("formfacts"),
        template=top.text("template"),
        version=top.text("version"),
        environment=top.text("environment"),
        cover=top.text("cover"),
        shard=top.text("shard"),
        options={name: options.texts(name) for name in options.data},
        product=top.count("product"),
        pairs=tuple(
            PairCovered(pair.text("first"), pair.text("second"), pair.text("by"))
            for pair in top.records("pairs")
        ),
        planned=top.texts("planned"),
        cells=tuple(read_cell(cell) for cell in top.records("cells")),
        started=read_time(top, "started"),
        seconds=top.seconds("seconds"),
        interrupted=top.flag("interrupted"),
    )


def read_cell(cell: Record) -> CellResult:
    """Return what came of one generated repo."""
    answers = cast("dict[str, object]", plain(cell.record("answers").data))
    checks = [
        CheckResult(
            check=check.text("check"),
            status=read_status(check),
            seconds=check.seconds("seconds"),
            summary=check.text("summary"),
            log=check.text("log"),
            kept=check.text("kept"),
        )
        for check in cell.records("checks")
    ]
    return CellResult(cell.text("id"), answers, tuple(checks))


def read_status(check: Record) -> Status:
    """Return one of the statuses there are."""
    found = check.text("status")
    for status in STATUSES:
        if status == found:
            return status
    raise check.wrong("status", f"one of {', '.join(STATUSES)}")


def read_time(record: Record, key: str) -> str:
    """Return a point in time that is written in ISO 8601 with its offset from UTC."""
    text = record.text(key)
    try:
        if datetime.fromisoformat(text).tzinfo is not None:
            return text
    except ValueError:
        pass
    raise record.wrong(key, "a time in ISO 8601, such as 2026-01-31T12:00:00+00:00")
