"""Read what a repo holds without trusting it: bounded, and from inside the repo alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from unicodedata import category

from formfacts.errors import InputFileError, brief

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 50_000_000  # bytes of a file; a report holds the text of every answer
MOST = 10_000_000  # cases
LONGEST = 80  # characters of a name that is shown
T = TypeVar("T")


def inside(repo: Path, name: str) -> Path | None:
    """Return the file of that name in the repo, None where there is none.

    Raises:
        InputFileError: it is no file, or a link that leads out of the repo.
    """
    path = repo / name
    try:
        real = path.resolve(strict=True)
        within = real.is_relative_to(repo.resolve(strict=True))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError before 3.13
        raise InputFileError(f"{path} cannot be read: {_why(error)}; check the path") from error
    if not within:
        raise InputFileError(f"{path} is a link that leads out of the project; put the file there")
    if not real.is_file():
        raise InputFileError(f"{path} is no file; move it away")
    return real


def read_bytes(path: Path) -> bytes:
    """Return what the file holds, of which no more is read than it may hold."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise InputFileError(f"{path} cannot be read: {_why(error)}; check the path") from error
    if len(content) > LARGEST:
        raise InputFileError(f"{path} is larger than {LARGEST:,} bytes; is it the right file?")
    return content


def _why(error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(reason).lower()


def read_json(path: Path, again: str) -> Node:
    """Return the JSON object that the file holds; `again` is the command that writes it.

    Raises:
        InputFileError: the file cannot be read, or holds no JSON object.
    """
    try:
        data = json.loads(read_bytes(path).decode("utf-8"))
    except RecursionError as error:
        raise InputFileError(f"{path} is nested too deeply; run {again}") from error
    except ValueError as error:
        reason = " ".join(str(error).split())[:LONGEST]
        raise InputFileError(f"{path} is not JSON ({reason}); run {again}") from error
    return Node(data, path, again).check()


@dataclass(frozen=True)
class Node:
    """An object in a JSON file, with errors that say which part of which file is wrong."""

    data: Any
    path: Path
    again: str
    where: str = "the report"

    def check(self) -> Node:
        """Return itself if it is an object."""
        if not isinstance(self.data, dict):
            raise self.wrong(f"is {brief(self.data)}, no object")
        return self

    def wrong(self, what: str) -> InputFileError:
        """Return the error that says what is wrong with it."""
        return InputFileError(f"{self.path}: {self.where} {what}; run {self.again}")

    def get(self, key: str, kind: type[T], default: T) -> T:
        """Return the value of a key, which must be of this kind; the default where it is absent."""
        value = self.data.get(key, default)
        if not isinstance(value, kind):
            raise self.wrong(f"has {key} {brief(value)}, which is no {kind.__name__}")
        return value

    def number(self, key: str) -> int:
        """Return a number of cases, which must be there."""
        value = self.data.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
            raise self.wrong(f"has {key} {brief(value)}, which is no number of cases")
        return value

    def word(self, key: str) -> str:
        """Return a short text that can be shown: control characters would reach the terminal."""
        text = self.get(key, str, "")
        return "".join(c for c in text if category(c)[0] != "C")[:LONGEST]

    def node(self, key: str) -> Node:
        """Return the object under a key, an empty one where it is absent."""
        return Node(self.data.get(key, {}), self.path, self.again, f"{self.where}, {key}").check()

    def nodes(self, key: str) -> list[Node]:
        """Return the objects in the list under a key."""
        rows = enumerate(self.get(key, list, []), 1)
        where = f"{self.where}, {key}"
        return [Node(row, self.path, self.again, f"{where} {n}").check() for n, row in rows]
