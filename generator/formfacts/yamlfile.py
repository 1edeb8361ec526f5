"""Read a YAML file that somebody gave: one small mapping, whatever else is in the file.

Situations, advice and answers are short and flat, so everything that lets a file be more than it
looks is refused before any value is made: aliases (a few lines of them are a billion values), deep
nesting (libyaml's loader overflows the stack), keys given twice, and files that do not end.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from formfacts.errors import InputFileError

if TYPE_CHECKING:
    from yaml import Node

LARGEST = 1_000_000
DEEPEST = 20


def load_mapping(path: Path) -> dict[Any, Any]:
    """Return the mapping that the file holds.

    Raises:
        InputFileError: the file cannot be read, or is no plain YAML mapping.
    """
    import yaml  # only where a file is touched

    text = _read_text(path)
    # libyaml's loader, where PyYAML was built with it, reads the same in a tenth of the time.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_tricks(text, loader)
        reader = loader(text)
        try:
            node = reader.get_single_node()
            _refuse_twice(node)
            data = None if node is None else reader.construct_document(node)
        finally:
            reader.dispose()
    except (yaml.YAMLError, ValueError) as error:
        raise InputFileError(f"{path} is not plain YAML: {_one_line(error)}") from error
    if not isinstance(data, dict):
        found = "is empty" if data is None else f"holds a {type(data).__name__}, no mapping"
        raise InputFileError(f"{path} {found}; write one `name: value` on each line")
    return data


def _read_text(path: Path) -> str:
    """Return the text of the file, of which no more is read than it may hold."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise InputFileError(f"{path} cannot be read: {why}; check the path") from error
    if len(content) > LARGEST:
        raise InputFileError(f"{path} is larger than {LARGEST:,} bytes; is it the right file?")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"{path} is not UTF-8 (byte {error.start}); save it as that"
        ) from error


def _refuse_tricks(text: str, loader: Any) -> None:  # noqa: ANN401  one of two loader classes
    """Raise ValueError at the first alias, and where the nesting gets too deep."""
    import yaml  # loaded by now

    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = 1 + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent):
            raise ValueError(f"*{event.anchor} in line {line} is an alias; write the value there")  # noqa: TRY004
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ValueError(f"more than {DEEPEST} levels of nesting in line {line}")


def _refuse_twice(node: Node | None) -> None:
    """Raise ValueError for a key that a mapping has twice: which of its values is meant?"""
    import yaml  # loaded by now

    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_twice(item)
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                line = key.start_mark.line + 1
                raise ValueError(f"{key.value!r} stands there twice, again in line {line}")
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else id(key))
            _refuse_twice(value)


def _one_line(error: Exception) -> str:
    """Return the complaint and the line it is about, without the parser's drawing of it."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return f"{problem} in line {mark.line + 1}" if mark else " ".join(problem.split())
