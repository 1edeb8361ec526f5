"""The verb of the hybrid: `rows`."""

from __future__ import annotations

from pathlib import Path

import typer

from app.settings import load_settings


def add_commands(cli: typer.Typer) -> None:
    """Give the verb to the command line."""
    cli.command()(rows)


def rows() -> None:
    """Build the training rows: each question with the passages that this repo retrieves for it."""
    from app.grounded.rows import build_rows
    from app.wiring import make_retriever

    settings, root = load_settings(), Path.cwd()
    report = build_rows(settings, root, make_retriever(settings, root))
    typer.echo(report.to_text())
