"""Merge the dependencies of a pyproject.toml by meaning, ahead of the merge by lines.

Each array of requirements is merged (dependencies.py), and written into all three documents alike,
so that a merge by lines sees no difference there. Nothing else of the documents is touched: tomlkit
finds where an array stands, and only the text between its brackets is replaced.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import getitem
from typing import Any

from formfacts.scaffold.merge.dependencies import merge_texts
from formfacts.scaffold.merge.toml_array import UnalignedError

LARGEST = 1_000_000  # bytes
# TOML's parsers take minutes for keys of very many parts, and for very many tables.
MOST_DOTS = 5_000  # on one line
MOST_TABLES = 1_000

Path = tuple[str, ...]
ARRAYS: tuple[Path, ...] = (("project", "dependencies"), ("build-system", "requires"))
TABLES_OF_ARRAYS: tuple[Path, ...] = (("project", "optional-dependencies"), ("dependency-groups",))


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML text, cut where its arrays of requirements are: `texts[0]`, array, `texts[1]`, ..."""

    texts: tuple[str, ...]
    arrays: Mapping[Path, str]

    def text(self, arrays: Mapping[Path, str]) -> str:
        """Return the whole text, with other arrays where they are given."""
        written = ["", *(arrays.get(path, array) for path, array in self.arrays.items())]
        return "".join(a + t for a, t in zip(written, self.texts, strict=True))


def align_dependencies(
    base: bytes, ours: bytes, theirs: bytes
) -> tuple[bytes, bytes, bytes] | None:
    """Return the documents with each array that can be merged replaced by the merged one.

    `base` and `theirs` are the template's old and new rendering, `ours` is the user's file. An
    array that is not in all three, or in which both sides changed the same clause of a requirement
    differently, stays as it is. None if a document is no TOML, or nothing can be aligned.
    """
    documents = [read_document(content) for content in (base, ours, theirs)]
    found = [document for document in documents if document]
    if len(found) < len(documents):
        return None
    merged = merge_documents(*found)
    results = [document.text(merged) for document in found]
    whole = all(map(unharmed, found, results, [merged] * len(found)))
    if not merged or not whole:
        return None
    old, mine, new = (result.encode() for result in results)
    return old, mine, new


def merge_documents(base: Document, ours: Document, theirs: Document) -> dict[Path, str]:
    """Return the merged arrays."""
    merged = {}
    crlf = "\r\n" in "".join(ours.texts)
    for path in ours.arrays:
        if path in base.arrays and path in theirs.arrays:
            try:
                sides = (document.arrays[path] for document in (base, ours, theirs))
                merged[path] = merge_array(*sides, crlf=crlf)
            except UnalignedError:
                continue
    return merged


def merge_array(base: str, ours: str, theirs: str, *, crlf: bool) -> str:
    """Return one merged array, with the line ends that ours has, or its document if it has none."""
    if base == ours:
        return theirs
    old, mine, new = (text.replace("\r\n", "\n") for text in (base, ours, theirs))
    merged = merge_texts(old, mine, new)
    if merged == mine:
        return ours
    crlf = "\r\n" in ours if "\n" in ours else crlf
    return merged.replace("\n", "\r\n") if crlf else merged


def read_document(content: bytes) -> Document | None:
    """Return the document; None if it is no TOML, or too large to be read in good time."""
    if len(content) > LARGEST:
        return None
    try:
        text = content.decode()
        if too_many_tables(text):
            return None
        return cut(text, array_paths(load(text)))
    except Exception:  # noqa: BLE001  whatever a parser trips over is merged by lines
        return None


def too_many_tables(text: str) -> bool:
    """Say whether the parsers would take too long, though the text is short."""
    lines = text.splitlines()
    tables = sum(line.lstrip()[:1] == "[" or "." in line.partition("=")[0] for line in lines)
    return tables > MOST_TABLES or any(line.count(".") > MOST_DOTS for line in lines)


def load(text: str) -> dict[str, Any]:
    """Parse TOML; floats stay text, since one that is not a number does not equal itself."""
    return tomllib.loads(text, parse_float=str)


def array_paths(data: object) -> list[Path]:
    """Return the paths of all arrays of requirements that the document has."""
    tables = [(path, look_up(data, path)) for path in TABLES_OF_ARRAYS]
    named = [(*path, name) for path, table in tables if isinstance(table, dict) for name in table]
    return [path for path in (*ARRAYS, *named) if isinstance(look_up(data, path), list)]


def look_up(data: object, path: Path) -> object:
    """Return what stands at a path, or None."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def cut(text: str, paths: Sequence[Path]) -> Document | None:
    """Cut the text before and after each array; None if its place cannot be told exactly.

    tomlkit keeps no positions. But it writes a document as it was read, so a mark put into an array
    comes out where the array was.
    """
    import tomlkit
    from tomlkit.items import Array

    document = tomlkit.parse(text)
    arrays: dict[str, tuple[Path, str]] = {}
    mark = "formfacts-array-"
    while mark in text:
        mark += "-"
    tables = {path: reduce(getitem, path, document) for path in {path[:-1] for path in paths}}
    for number, path in enumerate(paths):
        array: object = tables[path[:-1]][path[-1]]
        if isinstance(array, Array):
            arrays[str(number)] = (path, array.as_string())
            array.clear()
            array.append(f"{mark}{number}")
    first, *rest = re.split(rf'\["{mark}(\d+)"\]', document.as_string())
    found = Document((first, *rest[1::2]), dict(arrays[number] for number in rest[::2]))
    return found if len(found.arrays) == len(arrays) and found.text({}) == text else None


def unharmed(document: Document, result: str, merged: Mapping[Path, str]) -> bool:
    """Say whether the result parses, and differs from the document in the merged arrays alone."""
    try:
        before, after = load(document.text({})), load(result)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return False
    for path in merged:
        *parents, name = path
        for data in (before, after):
            reduce(getitem, parents, data)[name] = None
    return before == after
