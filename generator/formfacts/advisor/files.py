"""The advisor's files: situations and advice are read and advice is written, always as YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from formfacts.advisor.put import put
from formfacts.advisor.situation import FACTS, Situation, make_situation, suggest
from formfacts.errors import InputFileError, UsageError, brief
from formfacts.yamlfile import load_mapping

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
    data = load_mapping(path)
    allowed = (*ABOUT, "facts") if "facts" in data else (*ABOUT, *FACTS)
    for key in data:
        if key not in allowed:
            meant = suggest(str(key), allowed)
            raise InputFileError(f"{path}: there is no fact {brief(key)}; {meant}")
    facts = data.get("facts", {k: v for k, v in data.items() if k in FACTS})
    if not isinstance(facts, dict):
        raise InputFileError(
            f"{path}: facts is {brief(facts)}; write one `name: value` on each line"
        )
    try:
        about = {name: _prose(name, data.get(name)) for name in ("title", "description")}
        return make_situation(facts, **about)
    except UsageError as error:
        raise InputFileError(f"{path}: {error}") from error


def _prose(name: str, value: object) -> str:
    """Return what is for people as text; control characters would reach the terminal as such."""
    text = "" if value is None else value
    if not isinstance(text, str | int | float):
        raise UsageError(f"{name} is {brief(text)}; write it as text")
    if any(category(c) == "Cc" and not c.isspace() for c in str(text)):
        raise UsageError(f"{name} is {brief(text)}, with control characters; write it as text")
    return str(text)


def load_advice(path: Path) -> Advice:
    """Read advice that `save_advice` wrote, or that `--json` printed.

    Raises:
        InputFileError: the file cannot be read, or is not advice of a version that is known here.
    """
    from formfacts.advisor.document import from_dict  # a situation needs none of it

    try:
        return from_dict(load_mapping(path))
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

    from formfacts.advisor.document import to_dict

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(to_dict(advice), Dumper=dumper, sort_keys=False, allow_unicode=True, width=100)
    put(path, HEADER + text, "saved advice", _is_advice)


def _is_advice(path: Path) -> bool:
    try:
        return "formfacts_advice" in load_mapping(path)
    except InputFileError:
        return False
