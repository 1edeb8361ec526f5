"""Answers given beforehand: on the command line, in a file, by advice, by an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from formfacts.errors import InputFileError, UsageError
from formfacts.scaffold.questions import Answers, Question, check_answers


def parse_data(pairs: Sequence[str]) -> dict[str, object]:
    """Read `key=value` arguments; the last one of a key counts."""
    parsed: dict[str, object] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"--data {pair!r} is not key=value: write --data approach=hybrid")
        parsed[key.strip()] = value.strip()
    return parsed


def read_answers(path: Path, questions: Mapping[str, Question]) -> Answers:
    """Read and check a YAML file of answers; keys like `_commit`, which Copier adds, are skipped.

    So a project's own .copier-answers.yml serves as well as a file written by hand.
    """
    given = {key: value for key, value in load_mapping(path).items() if not key.startswith("_")}
    try:
        return check_answers(given, questions)
    except UsageError as error:
        raise InputFileError(f"{path}: {error}") from None


def load_mapping(path: Path) -> dict[str, object]:
    """Read a YAML file that holds a mapping with text for keys."""
    import yaml  # not needed for --help

    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputFileError(f"cannot read {path}: {error.strerror}: check the path") from None
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8"
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise InputFileError(f"{path} is not valid YAML: {error}") from None
    if not isinstance(loaded, dict) or not all(isinstance(key, str) for key in loaded):
        raise InputFileError(f"{path} is not a list of answers: write one 'key: value' per line")
    return loaded
