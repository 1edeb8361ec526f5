"""Repos as the reader sees them: an answers file and reports, with figures made up for the test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from formfacts.advisor.approach import Approach
from formfacts.advisor.evidence.interval import Score
from formfacts.advisor.evidence.project import Evidence
from formfacts.advisor.evidence.report import Arm

EVALUATION = ".cache/evaluation.json"
MODEL = "some-model"
HALVES = {"prompt": [], "rag": ["retrieval"], "finetune": ["training"]}


def counts(**scores: tuple[int, int]) -> dict[str, dict[str, int]]:
    """Return counts as a report holds them; `cited` and `refused` have longer names there."""
    names = {"cited": "right file cited", "refused": "unanswerable refused"}
    return {
        names.get(name, name): {"right": right, "of": of} for name, (right, of) in scores.items()
    }


def report(approach: str = "rag", **scores: tuple[int, int]) -> dict[str, Any]:
    """Return a report as `make evaluate` keeps it."""
    halves = HALVES.get(approach, ["retrieval", "training"])
    return {"model": MODEL, "halves": halves, "unreached": 0, "counts": counts(**scores)}


def write_repo(folder: Path, approach: str = "rag", data: object = None) -> Path:
    """Write a repo with its answers file and, where data is given, its evaluation report."""
    write(folder / ".copier-answers.yml", f"_src_path: x\napproach: {approach}\n")
    if data is not None:
        write(folder / EVALUATION, json.dumps(data))
    return folder


def write(path: Path, text: str) -> Path:
    """Write a file, and its folder where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def arm(
    facts: tuple[int, int] = (0, 0), form: tuple[int, int] = (100, 100), model: str = MODEL
) -> Arm:
    """Return an arm with these scores."""
    return Arm(model, Score(*facts), Score(*form))


def sided(facts: tuple[int, int], cited: tuple[int, int], refused: tuple[int, int]) -> Arm:
    """Return an arm that tells answerable from unanswerable cases; its form is right."""
    form = Score(facts[1], facts[1])
    return Arm(MODEL, Score(*facts), form, Score(*cited), Score(*refused))


def evidence(approach: str, as_is: Arm, **arms: Arm) -> Evidence:
    """Return what was found in a repo of that approach."""
    return Evidence(Path("my-app"), Approach(approach), as_is, arms)
