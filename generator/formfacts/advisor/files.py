"""The advisor's files: situations and advice are read and advice is written, always as YAML."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from formfacts.advisor.document import from_dict, to_dict
from formfacts.advisor.situation import FACTS, Situation, make_situation, suggest
from formfacts.errors import InputFileError, TargetError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from formfacts.advisor.recommendation import Advice

# `id` and `notes` are for people who keep many situations; nothing reads them.
ABOUT = ("title", "description", "id", "notes")
HEADER = "# Written by `formfacts advise --save`; read by `formfacts new --advice`.\n"


def load_situation(path: Path) -> Situation:
    """Read a situation: facts at the top, or under `facts:` beside a title and a description.

    Raises:
        InputFileError: the file cannot be read, is no YAML mapping, or holds a wrong fact or value.
    """
    data = _load_mapping(path)
    allowed = (*ABOUT, "facts") if "facts" in data else (*ABOUT, *FACTS)
    for key in data:
        if key not in allowed:
            raise InputFileError(f"{path}: there is no fact {key!r}; {suggest(str(key), allowed)}")
    facts = data.get("facts", {k: v for k, v in data.items() if k in FACTS})
    if not isinstance(facts, dict):
        raise InputFileError(f"{path}: facts is {facts!r}; write one `name: value` on each line")
    try:
        about = {k: str(data.get(k) or "") for k in ("title", "description")}
        return make_situation(facts, **about)
    except UsageError as error:
        raise InputFileError(f"{path}: {error}") from error


def load_advice(path: Path) -> Advice:
    """Read advice that `save_advice` wrote, or that `--json` printed.

    Raises:
        InputFileError: the file cannot be read, or is not advice of a version that is known here.
    """
    try:
        return from_dict(_load_mapping(path))
    except InputFileError:
        raise
    except UsageError as error:
        raise InputFileError(f"{path}: {error}") from error


def save_advice(advice: Advice, path: Path) -> None:
    """Write the advice, whole or not at all; a file that is not advice is never overwritten.

    Raises:
        TargetError: something else is there, or the place cannot be written.
    """
    import yaml  # only where a file is touched

    if path.exists() and not _is_advice(path):
        raise TargetError(f"{path} exists and is not saved advice; choose another name")
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(to_dict(advice), Dumper=dumper, sort_keys=False, allow_unicode=True, width=100)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(HEADER + text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise TargetError(f"{path} cannot be written: {_why(error)}") from error


def _is_advice(path: Path) -> bool:
    try:
        return "formfacts_advice" in _load_mapping(path)
    except InputFileError:
        return False


def _load_mapping(path: Path) -> dict[Any, Any]:
    import yaml  # only where a file is touched

    try:
        text = path.read_text(encoding="utf-8")
        # libyaml's loader, where PyYAML was built with it, reads the same in a tenth of the time.
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except OSError as error:
        raise InputFileError(f"{path} cannot be read: {_why(error)}") from error
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"{path} is not UTF-8 (byte {error.start}); save it as that"
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputFileError(f"{path} is not YAML: {_one_line(error)}") from error
    if not isinstance(data, dict):
        found = "is empty" if data is None else f"holds a {type(data).__name__}, no mapping"
        raise InputFileError(f"{path} {found}; write one `name: value` on each line")
    return data


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _one_line(error: Exception) -> str:
    """Return the YAML parser's complaint and the line it is about."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return f"{problem} in line {mark.line + 1}" if mark else " ".join(problem.split())
