"""A part of a file that somebody wrote: each value is asked for by name, and none may be left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from formfacts.errors import InputFileError, brief
from formfacts.scaffold.questions import nearest

# A week.
LONGEST_S = 7 * 24 * 3600


class Section:
    """A mapping, and its `place` for messages: the file, and the way into it.

    Every method raises InputFileError for a value of another kind. None stands for nothing.
    """

    def __init__(self, place: str, data: object) -> None:
        if data is None:
            data = {}
        if not isinstance(data, Mapping):
            raise InputFileError(f"{place} is {brief(data)}: write `name: value` lines")
        for name in data:
            if not isinstance(name, str):
                raise InputFileError(f"{place}: the name {brief(name)} is no text: quote it")
        self.place = place
        self._data: Mapping[str, Any] = data
        self._asked: list[str] = []

    def names(self) -> list[str]:
        """Return the names in it, in their order."""
        return list(self._data)

    def has(self, name: str) -> bool:
        """Whether there is something of this name."""
        return self._data.get(name) is not None

    def is_off(self, name: str) -> bool:
        """Whether it says `off`, which YAML reads as false."""
        if self._data.get(name) is not False:
            return False
        self._asked.append(name)
        return True

    def done(self) -> None:
        """Raise InputFileError if there is a name that nobody asked for."""
        for name in self._data:
            if name not in self._asked:
                known = nearest(name, sorted(set(self._asked)))
                raise InputFileError(f"{self.place}: there is no {brief(name)}: {known}")

    def section(self, name: str) -> Section:
        """Return a mapping as a section; an empty one if it is not there."""
        return Section(f"{self.place}: {name}", self._get(name))

    def sections(self, name: str) -> list[Section]:
        """Return a list of mappings as sections."""
        return [
            Section(f"{self.place}: {name}[{number}]", item)
            for number, item in enumerate(self._list(name))
        ]

    def mapping(self, name: str) -> dict[str, Any]:
        """Return a mapping as it is."""
        return dict(Section(f"{self.place}: {name}", self._get(name))._data)  # noqa: SLF001

    def text(self, name: str) -> str:
        """Return a text; empty if it is not there."""
        value = self._get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        raise self._wrong(name, "a text: quote it")

    def required(self, name: str) -> str:
        """Return a text that must be there."""
        found = self.text(name)
        if not found.strip():
            raise InputFileError(f"{self.place} has no `{name}`: write what is to be done")
        return found

    def flag(self, name: str) -> bool:
        """Return a yes or no; no if it is not there."""
        value = self._get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise self._wrong(name, "true or false")

    def seconds(self, name: str, default: float) -> float:
        """Return a time above zero."""
        value = self._get(name)
        if value is None:
            return default
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and 0 < value <= LONGEST_S:
            return float(value)
        raise self._wrong(name, f"a number of seconds above 0, and no more than {LONGEST_S:,}")

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, which may be written as one text with spaces."""
        value = self._get(name)
        if isinstance(value, str):
            return tuple(value.split())
        found = value if isinstance(value, list) else [] if value is None else [None]
        if not all(isinstance(item, str) and item for item in found):
            raise self._wrong(name, "a text, or a list of texts")
        return tuple(found)

    def variables(self, name: str) -> dict[str, str]:
        """Return a mapping of texts to texts or numbers, as texts."""
        part = self.section(name)
        for key, value in part._data.items():  # noqa: SLF001
            if not isinstance(value, str | int | float) or isinstance(value, bool):
                raise part._wrong(key, "a text: quote it")  # noqa: SLF001
        return {key: str(value) for key, value in part._data.items()}  # noqa: SLF001

    def lists(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return a mapping of texts to lists of texts."""
        part = self.section(name)
        return {key: part.words(key) for key in part.names()}

    def _get(self, name: str) -> Any:  # noqa: ANN401  what YAML gave
        self._asked.append(name)
        return self._data.get(name)

    def _list(self, name: str) -> Sequence[Any]:
        value = self._get(name)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        raise self._wrong(name, "a list")

    def _wrong(self, name: str, wanted: str) -> InputFileError:
        shown = brief(self._data.get(name))
        return InputFileError(f"{self.place}: {name} is {shown}: it is to be {wanted}")
