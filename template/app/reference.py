"""Reference texts that go into every prompt whole: documents without a search step.

Right for as long as they fit: `prompt.max_tokens` is the limit, and going past it is an error that
says so. Beyond that, search them: `formfacts promote --to rag` (or `hybrid`, from `finetune`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.errors import DataError
from app.prompt import read
from app.settings import Settings
from app.types import Passage, Retrieval

SUFFIXES = {".md", ".txt"}
_HEADING = re.compile(r"#{1,6}[^\S\n]")


@dataclass(frozen=True, slots=True)
class Reference:
    """A Retriever that returns every reference text, whatever is asked."""

    passages: tuple[Passage, ...] | None

    def retrieve(self, question: str) -> Retrieval | None:  # noqa: ARG002  the Protocol's signature
        """Return all of it; None when no folder is set."""
        return None if self.passages is None else Retrieval(self.passages)


def make_retriever(settings: Settings, root: Path) -> Reference:
    """Read the folder `reference.folder`.

    Raises DataError when it is missing, holds no .md or .txt file, or one is not UTF-8.
    """
    if settings.reference is None or settings.reference.folder is None:
        return Reference(None)
    folder = root / settings.reference.folder
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    if not paths:
        raise DataError(
            f"{folder} holds no .md or .txt file: put your reference texts there, "
            "or set reference.folder in settings.yaml to null"
        )
    return Reference(tuple(section for path in paths for section in sections(path, folder)))


def describe(settings: Settings) -> str:
    """Say what is called and what is sent where, for `doctor`."""
    if settings.reference is None or settings.reference.folder is None:
        return "none: this repo answers without documents"
    return f"{settings.reference.folder} goes into every prompt; nothing else is sent"


def sections(path: Path, folder: Path) -> list[Passage]:
    """Cut a text at its Markdown headings; the heading line itself is the passage's heading."""
    text = read(path)
    name = path.relative_to(folder).as_posix()
    passages = []
    heading, start, offset = "", 0, 0
    for line in [*text.splitlines(keepends=True), None]:
        if line is None or _HEADING.match(line):
            if text[start:offset].strip():
                passages.append(Passage(name, heading, start, offset, text[start:offset]))
            if line is not None:
                heading, start = line.strip("# \n"), offset + len(line)
        offset += len(line or "")
    return passages
