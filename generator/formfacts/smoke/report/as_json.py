"""A report as JSON, which `docs/smoke-report.schema.json` describes, and back from it."""

from __future__ import annotations

import json

from formfacts.smoke.report.logs import kept_log
from formfacts.smoke.report.reading import SCHEMA, from_data, read_report
from formfacts.smoke.report.summary import counts
from formfacts.smoke.report.text import whole
from formfacts.smoke.report.values import plain
from formfacts.smoke.result import CellResult, Report

__all__ = ["dumps", "from_data", "read_report", "to_data"]


def dumps(report: Report) -> str:
    """Return a report as the text of a JSON file, in ASCII alone."""
    return json.dumps(to_data(report), indent=1, allow_nan=False) + "\n"


def to_data(report: Report) -> dict[str, object]:
    """Return a report as JSON values, with what follows from it: `green`, `counts`, `status`."""
    return {
        "schema": SCHEMA,
        "formfacts": whole(report.formfacts),
        "green": report.green,
        "interrupted": report.interrupted,
        "counts": counts(report),
        "template": whole(report.template),
        "version": whole(report.version),
        "environment": whole(report.environment),
        "cover": whole(report.cover),
        "shard": whole(report.shard),
        "started": whole(report.started),
        "seconds": round(report.seconds, 3),
        "options": plain(report.options),
        "product": report.product,
        "pairs": [
            {"first": whole(pair.first), "second": whole(pair.second), "by": whole(pair.by)}
            for pair in report.pairs
        ],
        "planned": plain(report.planned),
        "cells": [cell_data(cell) for cell in report.cells],
    }


def cell_data(cell: CellResult) -> dict[str, object]:
    """Return what came of one generated repo."""
    return {
        "id": whole(cell.id),
        "status": cell.status,
        "seconds": round(cell.seconds, 3),
        "answers": plain(cell.answers),
        "checks": [
            {
                "check": whole(check.check),
                "status": check.status,
                "seconds": round(check.seconds, 3),
                "summary": whole(check.summary),
                "log": kept_log(check),
                "kept": whole(check.kept),
            }
            for check in cell.checks
        ],
    }
