"""Files that are no reports: each gives one line that says what is wrong, never a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formfacts.errors import InputFileError
from formfacts.smoke.report.as_json import dumps, from_data, read_report
from formfacts.smoke.result import Report
from tests.smoke.report.reports import EVIL, make_report

DATA: dict[str, Any] = json.loads(dumps(make_report()))
WRONG: tuple[object, ...] = (None, -1.5, float("nan"), 10**400, {"a": EVIL}, [[]])
DERIVED = {"green", "counts"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no report that can be read"),
        (b"<html>", "no report that can be read"),
        (b"\xff\xfe\x00\xd8", "no report that can be read"),
        (b"[" * 100_000, "no report that can be read"),
        (b"9" * 5000, "no report that can be read"),
        (b"[]", "schema is missing, not 1"),
        (b"[" * 900 + b"]" * 900, "schema is missing, not 1"),
        (b'{"schema": 2}', "schema is 2, not 1"),
        (b'{"schema": true}', "schema is True, not 1"),
        (b'{"schema": ' + b"[" * 900 + b"]" * 900 + b"}", "schema is a list, not 1"),
        (b'{"schema": 1}', "options is missing, not an object"),
    ],
)
def test_garbage(tmp_path: Path, content: bytes, words: str) -> None:
    """Named with the file, and with the first thing that is wrong."""
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(InputFileError) as error:
        read_report(path)

    assert words in str(error.value)
    assert str(path) in str(error.value)
    assert 1 == len(str(error.value).splitlines())


def test_unreadable(tmp_path: Path) -> None:
    """Neither what is not there nor a folder is a report."""
    for path in (tmp_path, tmp_path / "none\n.json"):
        with pytest.raises(InputFileError) as error:
            read_report(path)

        assert 1 == len(str(error.value).splitlines())


def places(data: object, *way: str | int) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to each value of a report that is read, the first of each list only."""
    if way:
        yield way
    items: list[tuple[str | int, object]] = []
    if isinstance(data, dict) and way[-1:] not in {("answers",), ("counts",)}:
        items = [(key, value) for key, value in data.items() if key not in DERIVED]
    elif isinstance(data, list):
        items = [(0, data[0])] if data else []
    for key, value in items:
        if not (way[:1] == ("cells",) and len(way) == 2 and key in {"status", "seconds"}):
            yield from places(value, *way, key)


@pytest.mark.parametrize("way", list(places(DATA)), ids=lambda way: ".".join(map(str, way)))
def test_each_field_is_checked(way: tuple[str | int, ...]) -> None:
    """Whichever field holds the wrong thing, the error is one line; and it is one, if it is."""
    for wrong in WRONG:
        data = with_value(way, wrong)
        if (way[-1], type(wrong)) in {("answers", dict), ("product", int)}:
            assert from_data(data)
            continue
        with pytest.raises(InputFileError) as error:
            from_data(data)

        assert 1 == len(str(error.value).splitlines())
        assert len(str(error.value)) < 400


def with_value(way: tuple[str | int, ...], value: object) -> object:
    """Return the report with another value at one place."""
    data = deepcopy(DATA)
    inner: Any = data
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = value
    return data


@pytest.mark.parametrize("started", ["", "yesterday", "2026-01-31T12:00:00", EVIL])
def test_times(started: str) -> None:
    """A time needs its offset, or the earliest could not be told."""
    with pytest.raises(InputFileError, match="started is"):
        from_data({**DATA, "started": started})


def test_statuses() -> None:
    """A status that there is not is none."""
    text = json.dumps(DATA).replace('"timeout", "seconds": 1.5', '"flaky", "seconds": 1.5')
    with pytest.raises(InputFileError, match=r"cells\[\d+\].checks\[7\].status is 'flaky'"):
        from_data(json.loads(text))


@given(st.sampled_from(sorted(set(DATA) - {"schema"})), JSON)
def test_anything_anywhere(key: str, value: object) -> None:
    """A report or an InputFileError, and nothing else."""
    try:
        found: object = from_data({**DATA, key: value})
    except InputFileError as error:
        found = error

    assert isinstance(found, Report | InputFileError)
