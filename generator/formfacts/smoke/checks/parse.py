"""`parse`: every YAML, TOML, JSON and Python file can be read by its language."""

from __future__ import annotations

import ast
import json
import tomllib
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from formfacts.smoke.checks.content import read_files

Parser = Callable[[str], object]


def unreadable(repo: Path, ignore: Sequence[str] = ()) -> list[str]:
    """Return a line per file that its language's parser rejects."""
    faults = []
    for file in read_files(repo, ignore):
        parser = PARSERS.get(file.suffix)
        if parser is None or file.text is None:
            continue
        try:
            parser(file.text.removeprefix("\ufeff"))
        except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
            faults.append(f"{file.path}: {' '.join(str(error).split())}")
    return faults


def parse_yaml(text: str) -> None:
    """Read YAML as far as its structure: tags are what whoever reads the file makes of them."""
    import yaml

    try:
        for _ in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            pass
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def parse_lines(text: str) -> None:
    """Read JSON Lines."""
    # Not by splitlines(): a text in JSON may hold what that takes for the end of a line.
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            json.loads(line.strip() or "null")
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None


def parse_python(text: str) -> None:
    """Read Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ast.parse(text)


PARSERS: Mapping[str, Parser] = {
    ".json": json.loads,
    ".jsonl": parse_lines,
    ".py": parse_python,
    ".pyi": parse_python,
    ".toml": tomllib.loads,
    ".yaml": parse_yaml,
    ".yml": parse_yaml,
}
