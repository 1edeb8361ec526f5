"""The evaluation cases: a YAML list, one case per question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.errors import DataError
from app.prompt import read


class Case(BaseModel):
    """One question and what a good answer to it has.

    `answerable`: the documents hold the answer; False: a good reply refuses; None: the case has no
    facts to score. `cites`: files, any of which may be cited. `facts`: strings that the answer must
    hold. `form`: fields of the answer's JSON object and their values. `escalate`: a good reply
    hands over to a person, which only a repo with an answer schema can do.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answerable: bool | None = None
    cites: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    form: dict[str, Any] = {}
    escalate: bool = False


def load_cases(root: Path, names: Sequence[str]) -> list[Case]:
    """Read the cases of these files. Raises DataError that names the file and the bad case."""
    cases = [case for name in names for case in load_file(root / name)]
    for case_id, times in Counter(case.id for case in cases).items():
        if times > 1:
            raise DataError(
                f"{', '.join(names)}: {times} cases have the id {case_id!r}: rename one"
            )
    return cases


def load_file(path: Path) -> list[Case]:
    """Read one file."""
    try:
        rows = yaml.safe_load(read(path))
    except yaml.YAMLError as error:
        raise DataError(f"{path} is not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(rows, list) or not rows:
        raise DataError(f"{path} must be a list of cases with at least one case")
    return [load_case(path, number, row) for number, row in enumerate(rows, 1)]


def load_case(path: Path, number: int, row: object) -> Case:
    """Check one case."""
    try:
        return Case.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the case"
        raise DataError(f"{path}: case {number}: {key}: {first['msg']}") from None
