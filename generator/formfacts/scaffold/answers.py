"""Answers given beforehand: on the command line, in a file, by advice, by an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from formfacts.errors import InputFileError, UsageError, brief
from formfacts.scaffold.questions import Answers, Question, check_answers
from formfacts.yamlfile import load_mapping


def parse_data(pairs: Sequence[str], flag: str = "--data") -> dict[str, object]:
    """Read `key=value` arguments of a flag; the last one of a key counts."""
    parsed: dict[str, object] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"{flag} {brief(pair)} is not key=value: write {flag} approach=hybrid")
        parsed[key.strip()] = value.strip()
    return parsed


def read_answers(path: Path, questions: Mapping[str, Question]) -> Answers:
    """Read and check a YAML file of answers; keys like `_commit`, which Copier adds, are skipped.

    So a project's own .copier-answers.yml serves as well as a file written by hand.
    """
    given = {k: value for k, value in load_mapping(path).items() if not str(k).startswith("_")}
    try:
        return check_answers(given, questions)
    except UsageError as error:
        raise InputFileError(f"{path}: {error}") from None
