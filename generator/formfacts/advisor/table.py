"""Mappings that were read from a file, with errors that say which part of them is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from formfacts.advisor.situation import suggest
from formfacts.errors import UsageError, brief

T = TypeVar("T")
Member = TypeVar("Member", bound=StrEnum)


class Table:
    """A mapping that was read from a file, with errors that say which part of it is wrong."""

    def __init__(self, data: object, name: str) -> None:
        """Hold the data, to be called `name` in errors."""
        if not isinstance(data, dict):
            raise UsageError(f"{name} is not a mapping; write it with formfacts advise --save")
        self.data: Mapping[Any, Any] = data
        self.name = name

    def get(self, key: str, kind: type[T]) -> T:
        """Return the value of a key, which must be there and of this kind."""
        if key not in self.data:
            raise UsageError(f"{self.name} lacks {key!r}; write it with formfacts advise --save")
        value = self.data[key]
        if not isinstance(value, kind):
            raise UsageError(f"{self.name}: {key} is {brief(value)}, which is no {kind.__name__}")
        return value

    def word(self, key: str, kind: type[Member]) -> Member:
        """Return the value of a key that holds one of a closed set of words."""
        return as_member(self.get(key, str), kind, f"{self.name}: {key}")

    def table(self, key: str) -> Table:
        """Return the mapping under a key."""
        return Table(self.get(key, dict), f"{self.name}, {key}")

    def rows(self, key: str) -> list[Table]:
        """Return the list of mappings under a key."""
        return [Table(r, f"{self.name}, {key} {n}") for n, r in enumerate(self.get(key, list), 1)]

    def rows_since(self, added: int, version: int, key: str) -> list[Table]:
        """Return the same, of a key that there is since a version; nothing in an older one."""
        return self.rows(key) if version >= added else []


def as_member(word: object, kind: type[Member], name: str) -> Member:
    """Return the member of a closed set that a word names."""
    allowed = [member.value for member in kind]
    if word not in allowed:
        raise UsageError(f"{name} is {brief(word)}; {suggest(str(word), allowed)}")
    return kind(word)
