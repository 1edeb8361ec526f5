"""Do the same to many projects: one's failure stops none of the others, and a bar shows the way."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import typer

from formfacts.errors import FormfactsError

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Result(Generic[Value]):
    """What became of one project: a value, or an error."""

    folder: Path
    value: Value | None = None
    error: FormfactsError | None = None

    def error_data(self) -> dict[str, Any]:
        """Return the error as JSON holds it."""
        error = self.error
        return {
            "path": str(self.folder),
            "error": None
            if error is None
            else {
                "type": type(error).__name__,
                "message": str(error),
                "exit_code": error.exit_code,
            },
        }


def for_each(folders: Sequence[Path], work: Callable[[Path], Value]) -> list[Result[Value]]:
    """Do the work in each folder; the errors of several are printed as they come."""
    results: list[Result[Value]] = []
    with progress(len(folders)) as advance:
        for folder in folders:
            try:
                results.append(Result(folder, work(folder)))
            except FormfactsError as error:
                results.append(Result(folder, error=error))
                if len(folders) > 1:
                    typer.echo(f"formfacts: {folder}: {error}", err=True)
            advance()
    return results


@contextmanager
def progress(total: int) -> Iterator[Callable[[], object]]:
    """Give a function that moves the bar on; there is one on a terminal, for more than one."""
    if total < 2 or not sys.stderr.isatty():  # noqa: PLR2004
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress  # 0.05 CPU seconds

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("projects", total=total)
        yield lambda: bar.advance(task)
