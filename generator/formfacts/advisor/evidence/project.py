"""What a generated repo shows: its approach, its reports, its training rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach
from formfacts.advisor.evidence.report import AS_IS, Arm, Report, first, read_report
from formfacts.advisor.evidence.training import Training, read_training
from formfacts.advisor.evidence.untrusted import LARGEST, inside, read_bytes, read_json
from formfacts.errors import InputFileError, UsageError, brief
from formfacts.yamlfile import load_mapping

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = ".copier-answers.yml"
EVALUATION = ".cache/evaluation.json"
DIAGNOSIS = ".cache/diagnosis.json"
BY_HAND = f"`mkdir -p .cache && .venv/bin/app evaluate --json > {EVALUATION}`"
HOW = "run `make evaluate` in it, or in one of template 0.2 or older " + BY_HAND
TRAINING = ".cache/adapter/report.json"
ROWS = {
    Approach.FINETUNE: "data/rows/train.jsonl",
    Approach.HYBRID: "data/grounded/train.jsonl",
}
# The arms that are what a repo of an approach does, in case it was measured as an arm alone.
OWN = {
    Approach.PROMPT: (AS_IS, "few_shot", "plain"),
    Approach.RAG: (AS_IS, "retrieved"),
    Approach.FINETUNE: (AS_IS, "tuned"),
    Approach.HYBRID: (AS_IS, "tuned_retrieved"),
}


@dataclass(frozen=True)
class Evidence:
    """What was found; `rows` is the number of training rows, None where there is no such file."""

    repo: Path
    approach: Approach
    as_is: Arm
    arms: dict[str, Arm]
    training: Training | None = None
    rows: int | None = None

    @property
    def cases(self) -> int:
        """How many cases there are; each has a form to score."""
        return self.as_is.form.of + (self.as_is.failed if self.as_is.left_out else 0)


def read_evidence(repo: Path, report: Path | None = None) -> Evidence:
    """Read a repo; `report` is what `app evaluate --json` printed, for a repo that keeps none.

    Raises:
        UsageError: there is no such folder.
        InputFileError: it is no generated repo, was not evaluated, or a report is malformed.
    """
    if not repo.is_dir():
        raise UsageError(f"{repo} is no folder; pass the folder of a generated project")
    approach = read_approach(repo)
    found = read_reports(repo, approach, report)
    arms = {name: arm for each in found for name, arm in each.arms.items()}
    as_is = first(arms, OWN[approach])
    if as_is is None:
        raise InputFileError(f"{repo / DIAGNOSIS} does not say how the repo does; {HOW}")
    others = {name: arm for name, arm in arms.items() if name != AS_IS}
    trained = inside(repo, TRAINING) if approach.trains else None
    training = None if trained is None else read_training(read_json(trained, "`make train`"))
    return Evidence(repo, approach, as_is, others, training, count_rows(repo, approach))


def read_approach(repo: Path) -> Approach:
    """Return the approach that the repo was made with."""
    path = inside(repo, ANSWERS)
    if path is None:
        raise InputFileError(f"{repo} has no {ANSWERS}; pass a project that `formfacts new` made")
    approach = load_mapping(path).get("approach")
    if approach not in list(Approach):
        raise InputFileError(
            f"{repo / ANSWERS} says approach {brief(approach)}, which is none of "
            f"{', '.join(Approach)}; pass a project that `formfacts new` made"
        )
    return Approach(str(approach))


def read_reports(repo: Path, approach: Approach, given: Path | None) -> list[Report]:
    """Return the reports on the experiments and on the repo as it is, which counts for itself."""
    found = []
    diagnosis = inside(repo, DIAGNOSIS)
    if diagnosis is not None:
        found.append(checked(diagnosis, approach, "`make diagnose`"))
    evaluation = given or inside(repo, EVALUATION)
    if evaluation is not None:
        found.append(checked(evaluation, approach, "`make evaluate`"))
    if not found:
        raise InputFileError(f"{repo} has no {EVALUATION}; {HOW}")
    return found


def checked(path: Path, approach: Approach, again: str) -> Report:
    """Read a report, and refuse one from before the repo took its present approach."""
    report = read_report(read_json(path, again))
    bits = {"retrieval": approach.retrieves, "training": approach.trains}
    if report.halves is not None and report.halves != {half for half, on in bits.items() if on}:
        raise InputFileError(
            f"{path} was measured with {' and '.join(sorted(report.halves)) or 'neither half'} on,"
            f" and the repo is {approach.value}; run {again}"
        )
    return report


def count_rows(repo: Path, approach: Approach) -> int | None:
    """Count the training rows that are where the template puts them."""
    path = inside(repo, ROWS[approach]) if approach in ROWS else None
    if path is None or path.stat().st_size > LARGEST:
        return None
    return sum(bool(line.strip()) for line in read_bytes(path).splitlines())
