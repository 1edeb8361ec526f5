"""An object of a JSON file that nobody vouches for: each field is checked as it is read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from formfacts.errors import InputFileError, brief
from formfacts.smoke.report.text import on_one_line

LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class Record:
    """An object, and where in the file it is; each method raises an InputFileError that says so."""

    data: Mapping[str, object]
    where: str = ""

    def text(self, key: str) -> str:
        """Return a text."""
        value = self.data.get(key)
        if not isinstance(value, str):
            raise self.wrong(key, "a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.data.get(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "a list of texts")
        return tuple(value)

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self.data.get(key)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def count(self, key: str) -> int:
        """Return a whole number, 0 or more."""
        value = self.data.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(key, "a whole number")
        return value

    def seconds(self, key: str) -> float:
        """Return a number of seconds, 0 or more."""
        value = self.data.get(key)
        try:
            number = float(value) if isinstance(value, int | float) else math.nan
        except OverflowError:
            number = math.nan
        if isinstance(value, bool) or not math.isfinite(number) or number < 0:
            raise self.wrong(key, "a number of seconds")
        return number

    def record(self, key: str) -> Record:
        """Return an object."""
        value = self.data.get(key)
        if not isinstance(value, dict):
            raise self.wrong(key, "an object")
        return Record(value, self._place(key))

    def records(self, key: str) -> list[Record]:
        """Return a list of objects."""
        value = self.data.get(key)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(key, "a list of objects")
        return [Record(item, f"{self._place(key)}[{n}]") for n, item in enumerate(value)]

    def wrong(self, key: str, wanted: str) -> InputFileError:
        """Return the error that says which field is not what was wanted."""
        found = kind(self.data[key]) if key in self.data else "missing"
        return InputFileError(
            f"no report of formfacts smoke: {self._place(key)} is {found}, not {wanted}: "
            "write a new one with formfacts smoke --json"
        )

    def _place(self, key: str) -> str:
        name = on_one_line(key)[:LONGEST_KEY]
        return f"{self.where}.{name}" if self.where else name


def kind(value: object) -> str:
    """Return a value as an error shows it; of a list or an object that it is one."""
    match value:
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return brief(value)
