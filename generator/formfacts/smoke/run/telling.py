"""Tell of a run as it goes on: with a bar on a terminal, line by line elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from formfacts.commands.changes import printable
from formfacts.smoke.cell import Combination
from formfacts.smoke.plan import Plan
from formfacts.smoke.result import RED, CellResult, CheckResult

if TYPE_CHECKING:
    from rich.progress import Progress

SIGNS = {"passed": "ok", "failed": "FAIL", "timeout": "TIME", "skipped": "-"}


class Lines:
    """Writes a line for each repo that is done, and for each check that fails."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._total = 0
        self._done = 0

    def say(self, text: str) -> None:
        """Write what is being done now."""
        self.write(text)

    def begin(self, plan: Plan) -> None:
        """Note how many repos there are."""
        self._total = len(plan.combinations)

    def check(self, cell: Combination, result: CheckResult) -> None:
        """Write of a check that failed, at once."""
        if result.status in RED:
            self.write(f"{SIGNS[result.status]} {cell.id}: {result.check}: {result.summary}")

    def done(self, cell: CellResult) -> None:
        """Write what came of a repo."""
        self._done += 1
        counter = f"[{self._done}/{self._total}]"
        self.write(f"{counter} {SIGNS[cell.status]:4} {cell.id}  {cell.seconds:.1f} s")

    def tick(self) -> None:
        """Write nothing."""

    def close(self) -> None:
        """Write nothing more."""

    def write(self, text: str) -> None:
        """Write one line."""
        self._file.write(f"{printable(text)}\n")
        self._file.flush()


class Bar(Lines):
    """Writes the same lines, and shows below them how far the run is."""

    def __init__(self, file: TextIO) -> None:
        super().__init__(file)
        self._progress: Progress | None = None
        self._expected = 0.0
        self._costs: dict[str, float] = {}

    def begin(self, plan: Plan) -> None:
        """Show the bar; it moves with the time that the checks are expected to take."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        super().begin(plan)
        self._costs = dict(plan.costs)
        total = sum(plan.costs[cell.id] for cell in plan.combinations)
        # No thread of its own: this process is forked.
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:.0f} %"),
            TimeElapsedColumn(),
            console=Console(file=self._file),
            auto_refresh=False,
            transient=True,
        )
        self._progress.add_task(f"{self._total} repos", total=total or 1)
        self._progress.start()

    def done(self, cell: CellResult) -> None:
        """Write what came of a repo, and move the bar on."""
        super().done(cell)
        if self._progress is not None:
            self._progress.advance(self._progress.task_ids[0], self._costs.get(cell.id, 0.0))
            self._progress.refresh()

    def tick(self) -> None:
        """Draw the bar again, for the clock in it."""
        if self._progress is not None:
            self._progress.refresh()

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def write(self, text: str) -> None:
        """Write one line above the bar."""
        if self._progress is None:
            super().write(text)
        else:
            self._progress.console.print(printable(text), markup=False, highlight=False)


def teller(file: TextIO = sys.stderr) -> Lines:
    """Return what tells of a run in this place."""
    return Bar(file) if file.isatty() else Lines(file)
