"""Roots to release from: a small template with a version and a changelog."""

from __future__ import annotations

from pathlib import Path

from tests.scaffold.tiny import tiny_template

DATES = {"0.1.0": "2026-11-21", "0.2.0": "2026-12-01", "0.10.0": "2027-01-31"}


def releasable(root: Path, version: str, **files: str) -> Path:
    """Write what a checkout of formfacts at this version has, as far as a release reads it."""
    headings = [f"## {name} ({date})" for name, date in reversed(DATES.items())]
    return tiny_template(
        root,
        **{
            "CHANGELOG.md": "\n\n".join(["# Changelog", *headings, ""]),
            "generator/formfacts/__init__.py": f'"""Doc."""\n\n__version__ = "{version}"\n',
            "partials/core/a.md": f"of {version}\r\n",
            **files,
        },
    )
