"""One cell of the matrix: a combination of answers, under a name that people can read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

LONGEST_LABEL = 24
LONGEST_ID = 80
HASH_SHOWN = 8
# The one combination of a template without options.
ONLY_ONE = "default"


@dataclass(frozen=True, slots=True)
class Combination:
    """The answers to give to Copier; `id` names them and can be the name of a file."""

    id: str
    answers: Mapping[str, object]


def shown(value: object) -> str:
    """Return a value as it is typed and printed: `true`, `minilm`, `3.11+3.12`, `none`."""
    if isinstance(value, list):
        return "+".join(shown(item) for item in value) or "none"
    if isinstance(value, str) and value.isprintable():
        return value
    return json.dumps(value, sort_keys=True, default=str)


def labels(options: Sequence[tuple[str, Sequence[object], bool]]) -> list[tuple[str, ...]]:
    """Return the labels of the values of each option, told its name, values, and if it is hidden.

    Of an option with one value there is nothing to say. Elsewhere a label is met once in its
    option; and that of one which is hidden at times is met in no other, so that an id can be read
    in one way only.
    """
    named = [
        numbered([label(name, value) for value in values]) if len(values) > 1 else [""]
        for name, values, _ in options
    ]
    taken = Counter(text for texts in named for text in texts if text)
    for place, (name, _, hidden) in enumerate(options):
        if hidden and named[place] != [""]:
            taken.subtract(named[place])
            others = +taken
            full = [f"{plain(name)}_{text}" if text in others else text for text in named[place]]
            named[place] = numbered(full, others)
            taken.update(named[place])
    return [tuple(texts) for texts in named]


def label(option: str, value: object) -> str:
    """Return the part of an id that stands for a value: short, in small letters, without `-`."""
    if isinstance(value, bool) or value == []:
        return plain(option) if value else f"no_{plain(option)}"
    return plain(shown(value)) or ("other" if shown(value) else "empty")


def plain(text: str) -> str:
    """Return the text with nothing in it that the name of a file could not have."""
    return re.sub(r"[^a-z0-9.+]+", "_", text.lower()).strip("_.")[:LONGEST_LABEL].rstrip("_.")


def numbered(texts: Iterable[str], taken: Collection[str] = ()) -> list[str]:
    """Return the texts, each once and none of those taken: the next of a kind gets a number."""
    unique: list[str] = []
    for text in texts:
        number, candidate = 1, text
        while candidate in unique or candidate in taken:
            number += 1
            candidate = f"{text}_{number}"
        unique.append(candidate)
    return unique


def identify(parts: Iterable[str]) -> str:
    """Return the id of the combination whose values have these labels."""
    name = "-".join(part for part in parts if part) or ONLY_ONE
    if len(name) <= LONGEST_ID:
        return name
    return f"{name[:LONGEST_ID]}-{sha256(name.encode()).hexdigest()[:HASH_SHOWN]}"
