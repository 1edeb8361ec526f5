"""The types a question can have, and how Copier 9.19 makes an answer one of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

YES = frozenset({"y", "yes", "t", "true", "on"})
NO = frozenset({"", "n", "no", "f", "false", "off", "~", "null", "none"})
# Only these hold an empty answer, and leave as it is what is no text to parse.
PARSED = frozenset({"json", "yaml"})


def to_bool(value: Any) -> bool:  # noqa: ANN401  it reads what YAML or Jinja gave
    """Read yes or no, from a number, from the words that YAML has for it, else by truth."""
    try:
        return bool(float(value))
    except (TypeError, ValueError):
        word = value.strip().lower() if isinstance(value, str) else value
    if isinstance(word, str) and word in YES | NO:
        return word in YES
    return bool(value)


def to_text(value: Any) -> str:  # noqa: ANN401  it reads what YAML or Jinja gave
    """Read text, from a number too; raise ValueError for anything else."""
    if isinstance(value, str | int | float | Decimal):
        return str(value)
    if isinstance(value, bytes | bytearray):
        return value.decode()
    raise ValueError(f"{value!r} is no text")


def from_yaml(text: str) -> Any:  # noqa: ANN401  whatever YAML holds
    """Parse YAML; raise ValueError if it is none, TypeError if it is no text."""
    import yaml  # not needed for --help

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


KINDS: Mapping[str, Callable[[Any], Any]] = {
    "bool": to_bool,
    "float": float,
    "int": int,
    "json": json.loads,
    "path": str,
    "str": to_text,
    "yaml": from_yaml,
}


def cast(kind: str, answer: object) -> Any:  # noqa: ANN401  whatever the kind makes of it
    """Return the answer as its question's type holds it; raise ValueError or TypeError."""
    if answer is None and kind not in PARSED:
        raise TypeError(f"no answer, where a {kind} is needed")
    try:
        return KINDS[kind](answer)
    except (TypeError, AttributeError):
        if kind in PARSED:
            return answer
        raise TypeError(f"{answer!r} is no {kind}") from None


def list_items(answer: Any) -> list[Any]:  # noqa: ANN401  it reads what YAML or Jinja gave
    """Return the items of an answer to a question that takes several.

    A computed one is the text of a YAML list, whose items are read later, each as its own text.
    """
    if not isinstance(answer, str):
        return list(answer)
    import yaml  # not needed for --help

    try:
        node = yaml.compose(answer, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    if not isinstance(node, yaml.SequenceNode):
        raise TypeError(f"{answer!r} is no YAML list")
    return [item_text(answer, item) for item in node.value]


def item_text(whole: str, node: Any) -> str:  # noqa: ANN401  types-PyYAML knows no marks
    """Return one item as it is written, without the quotes around a text."""
    written = whole[node.start_mark.index : node.end_mark.index].strip()
    quoted = written[:1] in {'"', "'"} and written[:1] == written[-1:]
    return written[1:-1] if quoted and node.tag == "tag:yaml.org,2002:str" else written
