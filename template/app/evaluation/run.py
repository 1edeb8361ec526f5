"""Run all cases and report: counts per axis, and every case that failed with the reason."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.assistant import Assistant
from app.errors import FormError, ModelError
from app.evaluation.cases import Case, load_cases
from app.evaluation.metrics import Result, failed, score
from app.settings import Settings
from app.show import as_json, plain

Progress = Callable[[int, int, str], None]
# `formfacts advise --from .` reads it: what the last run over all cases showed.
KEPT = ".cache/evaluation.json"


@dataclass(frozen=True, slots=True)
class Report:
    """The results of a run; `halves` are those of the repo that were switched on in it."""

    model: str
    results: tuple[Result, ...]
    halves: tuple[str, ...] = ()

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return, for each measure, how many of how many cases are right."""
        answerable = [r for r in self.results if r.case.answerable]
        unanswerable = [
            r for r in self.results if r.case.answerable is False and not r.case.escalate
        ]
        return {
            "facts": count(r.facts for r in self.results),
            "form": count(r.form for r in self.results),
            "right file cited": count(bool(r.cited) for r in answerable),
            "unanswerable refused": count(r.facts for r in unanswerable),
        }

    @property
    def unreached(self) -> int:
        """On how many cases the model failed."""
        return sum(not result.reached for result in self.results)

    @property
    def exit_code(self) -> int:
        """1 when the model failed on every case: the scores of an endpoint that is down."""
        return int(0 < len(self.results) == self.unreached)

    def to_text(self) -> str:
        """Write a small table, then what went wrong."""
        lines = [f"{len(self.results)} cases, model: {self.model}"]
        if self.unreached:
            lines.append(f"the model failed on {self.unreached} of them: they count as wrong")
        lines.append("")
        for name, (right, of) in self.counts().items():
            if of:
                lines.append(f"{name:22}{right:4} of {of:<4} {100 * right / of:5.1f} %")
        lines += ["", *(f"{r.case.id}: {'; '.join(r.faults)}" for r in self.results if r.faults)]
        return plain("\n".join(lines).rstrip())

    def to_json(self) -> str:
        """Write counts and results for programs."""
        return as_json(
            {
                "model": self.model,
                "halves": list(self.halves),
                "unreached": self.unreached,
                "counts": {name: {"right": n, "of": of} for name, (n, of) in self.counts().items()},
                "results": [as_record(result) for result in self.results],
            }
        )


def evaluate_all(assistant: Assistant, limit: int, progress: Progress) -> Report:
    """Ask every case (the first `limit`, 0 for all) and score the answers.

    The report on all cases is kept in the repo as well.
    """
    cases = load_cases(assistant.root, assistant.settings.evaluation.cases)
    if assistant.form.schema is None:
        # Handing over to a person is a field of the answer's form; prose has no such field.
        cases = [case for case in cases if not case.escalate]
    cases = cases[:limit] if limit else cases
    results = []
    for number, case in enumerate(cases, 1):
        results.append(run_case(assistant, case))
        progress(number, len(cases), "cases")
    report = Report(assistant.model.name, tuple(results), halves(assistant.settings))
    if not limit:
        keep(report, assistant.root / KEPT)
    return report


def halves(settings: Settings) -> tuple[str, ...]:
    """Name the halves that the settings switch on."""
    found = {"retrieval": settings.retrieval, "training": settings.finetune}
    return tuple(name for name, section in found.items() if section is not None)


def keep(report: Report, path: Path) -> None:
    """Write the report, whole or not at all."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    # A folder that cannot be written to is no reason to lose what the run has found.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            fresh.write_text(report.to_json(), encoding="utf-8")
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def run_case(assistant: Assistant, case: Case) -> Result:
    """Ask one case; a reply that misses the form, or none at all, does not end the run."""
    try:
        return score(case, assistant.ask(case.question))
    except FormError as error:
        return failed(case, error)
    except ModelError as error:
        return failed(case, error, reached=False)


def count(values: Iterable[bool | None]) -> tuple[int, int]:
    """Count the true ones among those that are not None."""
    known = [value for value in values if value is not None]
    return sum(known), len(known)


def as_record(result: Result) -> dict[str, object]:
    """Turn a result into plain data."""
    return {
        "id": result.case.id,
        "facts": result.facts,
        "form": result.form,
        "cited": result.cited,
        "cites": bool(result.case.cites),
        "reached": result.reached,
        "faults": list(result.faults),
        "answer": result.answer.text if result.answer else None,
    }
