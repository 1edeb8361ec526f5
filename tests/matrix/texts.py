"""The files of the template that every situation starts from, and ways to change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    target: str


@dataclass(frozen=True, slots=True)
class Program:
    """An executable file."""

    text: str


Content = str | bytes | Link | Program
Files = Mapping[str, Content]
# None takes a file away.
Writes = Mapping[str, Content | None]

LINES = 14
GUIDE, MAIN, STORE, LOGO, SCRIPT = (
    "docs/guide.md",
    "src/main.py",
    "rag/store.py",
    "logo.png",
    "run.sh",
)


def text(name: str) -> str:
    """Return a text whose lines no other file has."""
    return "".join(f"{name}, line {number}\n" for number in range(1, LINES + 1))


def edit(name: str, **lines: str | None) -> str:
    """Return that text with other lines (`l3="new"`), or without some (`l3=None`)."""
    found = text(name).splitlines(keepends=True)
    for number, line in lines.items():
        found[int(number[1:]) - 1] = "" if line is None else f"{line}\n"
    return "".join(found)


def binary(name: str) -> bytes:
    """Return bytes that are no text, other ones for each name."""
    return b"\x89PNG\r\n\x1a\n\0" + name.encode() * 20 + bytes(range(256))


def crlf(lines: str) -> bytes:
    """Return a text with the line endings of Windows."""
    return lines.replace("\n", "\r\n").encode()


BASE: Files = {
    GUIDE: text("guide"),
    MAIN: text("main"),
    STORE: text("store"),
    LOGO: binary("first logo"),
    SCRIPT: Program("#!/bin/sh\nexec python src/main.py\n"),
    ".gitignore": "*.log\n.env\n",
}


def with_writes(files: Files, writes: Writes) -> dict[str, Content]:
    """Return the files after the writes; a file in the place of a folder takes its files away."""
    after: dict[str, Content | None] = {**files, **writes}
    return {
        path: content
        for path, content in after.items()
        if content is not None
        and not any(path.startswith(f"{other}/") for other in writes if writes[other] is not None)
    }
