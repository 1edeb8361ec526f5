"""Training data: JSON lines, each a chat that ends with the reply to learn.

    {"messages": [{"role": "user", "content": "..."}, {"role": "assistant", "content": "..."}]}

A system turn may come first. `python -m app check-data` lists every row that cannot be trained on.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from app import answers
from app.errors import DataError, FormError
from app.finetune.lessons import as_object, numbers_in
from app.finetune.reading import parse
from app.settings import FinetuneSettings
from app.types import Example, Message, Role

ROLES = get_args(Role)
_SHOWN = 40  # characters of a wrong value


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is not fit to train on. Lines count from 1."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        """Write it as `file:line: reason`."""
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Rows:
    """The good rows of a file by line, and what is wrong with the others."""

    path: Path
    examples: Mapping[int, Example]
    faults: tuple[Fault, ...]


class BadRowError(Exception):
    """Why one row is not fit to train on."""


def load_examples(
    settings: FinetuneSettings, root: Path, schema: Mapping[str, Any] | None
) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Return the rows to train on and the held-out rows.

    Raises DataError that names the first bad row and says how many there are.
    """
    train, heldout = check_files(settings, root, schema)
    faults = [*train.faults, *heldout.faults]
    if faults:
        others = f" (the first of {len(faults)} bad rows)" if len(faults) > 1 else ""
        raise DataError(f"{faults[0]}{others}: `python -m app check-data` lists what to mend")
    for rows in (train, heldout):
        if not rows.examples:
            raise DataError(f"{rows.path} holds no rows: add some, one JSON object a line")
    return tuple(train.examples.values()), tuple(heldout.examples.values())


def check_files(
    settings: FinetuneSettings, root: Path, schema: Mapping[str, Any] | None
) -> tuple[Rows, Rows]:
    """Read and check both files; a held-out row must not be one that is trained on.

    Raises DataError when a file is missing.
    """
    train = read_rows(root / settings.train, schema)
    heldout = read_rows(root / settings.heldout, schema)
    asked = {example.messages[:-1]: line for line, example in train.examples.items()}
    leaks = tuple(
        Fault(heldout.path, line, f"is also in {train.path.name}, line {asked[chat]}")
        for line, example in heldout.examples.items()
        if (chat := example.messages[:-1]) in asked
    )
    return train, Rows(heldout.path, heldout.examples, (*heldout.faults, *leaks))


def read_rows(path: Path, schema: Mapping[str, Any] | None) -> Rows:
    """Read one file. Raises DataError when it is missing."""
    examples: dict[int, Example] = {}
    faults = []
    seen: dict[Example, int] = {}
    for line, raw in lines_of(path):
        try:
            example = read_row(raw, schema)
        except BadRowError as error:
            faults.append(Fault(path, line, str(error)))
            continue
        if example in seen:
            faults.append(Fault(path, line, f"is the same as line {seen[example]}"))
            continue
        seen[example] = line
        examples[line] = example
    return Rows(path, examples, tuple(faults))


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, with their numbers."""
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise DataError(
            f"{path} cannot be read ({reason}): see finetune in settings.yaml"
        ) from None
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if raw.strip():
            yield number, raw


def read_row(raw: bytes, schema: Mapping[str, Any] | None) -> Example:
    """Read one row. Raises BadRowError."""
    try:
        row = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadRowError(f"is not UTF-8 at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise BadRowError(f"is not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise BadRowError("is not JSON that can be read: it is nested too deeply") from None
    if not isinstance(row, dict) or not isinstance(row.get("messages"), list):
        raise BadRowError('has no list "messages"')
    messages = tuple(read_message(place, turn) for place, turn in enumerate(row["messages"], 1))
    check_turns(messages)
    check_reply(messages, schema)
    return Example(messages)


def read_message(place: int, turn: object) -> Message:
    """Read one turn of a chat. Raises BadRowError."""
    if not isinstance(turn, dict):
        raise BadRowError(f"message {place} is not an object with role and content")
    role, content = turn.get("role"), turn.get("content")
    if role not in ROLES:
        raise BadRowError(f"message {place} has the role {shown(role)}: use {', '.join(ROLES)}")
    if not isinstance(content, str) or not content.strip():
        raise BadRowError(f"message {place} ({role}) has no content")
    return Message(cast("Role", role), content)


def check_turns(messages: tuple[Message, ...]) -> None:
    """Raise BadRowError unless user and assistant take turns and the assistant ends the chat."""
    roles = [message.role for message in messages]
    if not roles:
        raise BadRowError("has no messages")
    if "system" in roles[1:]:
        raise BadRowError("has a system turn that is not the first")
    turns = [role for role in roles if role != "system"]
    if not turns or turns[0] != "user":
        raise BadRowError("does not begin with the user's turn")
    for before, after in itertools.pairwise(turns):
        if before == after:
            raise BadRowError(f"has two {after} turns in a row")
    if turns[-1] != "assistant":
        raise BadRowError("does not end with the assistant's turn")


def check_reply(messages: tuple[Message, ...], schema: Mapping[str, Any] | None) -> None:
    """Raise BadRowError unless the reply meets the schema and points at sentences that exist."""
    reply = messages[-1].content
    if schema is None:
        return
    try:
        answers.parse(reply, schema)
    except FormError as error:
        raise BadRowError(str(error).replace("the reply", "its reply", 1)) from None
    lines = parse(messages[-2].content).lines
    given = {line.number for line in lines or ()}
    missing = [number for number in numbers_in(as_object(reply) or {}) if number not in given]
    if lines is not None and missing:
        raise BadRowError(f"its reply points at sentence {missing[0]}, which the user's turn lacks")


def shown(value: object) -> str:
    """Show a wrong value, cut to a length that fits on one line."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
