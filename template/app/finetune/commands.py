"""The verbs of the fine-tuning half: `check-data` and `train`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from app.settings import load_settings

_EVERY = 3.0  # seconds between two lines of progress


def add_commands(cli: typer.Typer) -> None:
    """Give the verbs to the command line."""
    cli.command("check-data")(check_data)
    cli.command()(train)


def check_data() -> None:
    """List every training row that is not fit to train on, with file, line and reason."""
    from app.answers import load_form
    from app.finetune.base import finetune_settings
    from app.finetune.dataset import check_files

    settings, root = load_settings(), Path.cwd()
    files = check_files(finetune_settings(settings), root, load_form(settings.answer, root).schema)
    faults = [fault for rows in files for fault in rows.faults]
    for fault in faults:
        typer.echo(str(fault))
    for rows in files:
        typer.echo(f"{rows.path}: {len(rows.examples)} good rows, {len(rows.faults)} faults")
    raise typer.Exit(2 if faults or not all(rows.examples for rows in files) else 0)


def train(
    *,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Make the tiny base anew, even from unchanged rows.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Train the adapter and print base against tuned on the held-out rows."""
    from app.finetune import training

    report = training.train(load_settings(), Path.cwd(), Progress(), fresh=fresh)
    typer.echo(report.to_json() if as_json else report.to_text())


class Progress:
    """Lines of progress on standard error: the first and last step, and one every few seconds."""

    def __init__(self) -> None:
        self.last = float("-inf")

    def __call__(self, what: str, step: int, steps: int, loss: float | None) -> None:
        """Show a step, unless one was shown just now."""
        now = time.monotonic()
        if step not in {0, 1, steps} and now - self.last < _EVERY:
            return
        self.last = now
        shown = "" if loss is None else f"  loss {loss:.3f}"
        sys.stderr.write(f"{what} {step}/{steps}{shown}\n")
        sys.stderr.flush()
