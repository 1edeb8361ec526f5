"""`--corpus DIR`: how many tokens the text files below a folder hold, counted by their words.

Bounded in files, bytes and time; links are not followed, and nothing is opened but plain files.
"""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from formfacts.advisor.amounts import Amount
from formfacts.errors import InputFileError

TOKENS_PER_WORD = 1.35
PLAIN = frozenset({".md", ".markdown", ".txt", ".rst", ".adoc", ".text"})
MARKUP = frozenset({".html", ".htm"})
# Folders that hold no documents, and often a great many files.
NO_DOCUMENTS = frozenset({"node_modules", "__pycache__", "venv"})
# Reasons for passing over that are named one by one.
MOST_NAMED = 8
MOST_ENTRIES, MOST_BYTES, LARGEST, MOST_SECONDS = 200_000, 1_000_000_000, 50_000_000, 30.0
HIDDEN_TEXT = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
# Scripts that set no spaces: about one token for each sign.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")


@dataclass
class Count:
    """What was counted, what was passed over and why, and whether a bound stopped it."""

    files: int = 0
    words: int = 0
    unspaced: int = 0
    bytes: int = 0
    entries: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    stopped: str = ""

    @property
    def tokens(self) -> int:
        """About how many tokens it is."""
        return round(self.words * TOKENS_PER_WORD) + self.unspaced

    @property
    def amount(self) -> Amount:
        """The corpus size as a fact."""
        return Amount(f"{self.tokens} tokens", float(self.tokens))

    def summary(self, folder: Path) -> str:
        """Say on one line what was counted and what was not."""
        signs = f" + {self.unspaced:,} signs without spaces" if self.unspaced else ""
        noun = "file" if self.files == 1 else "files"
        said = (
            f"{folder}: {self.files:,} {noun}, {self.words:,} words × {TOKENS_PER_WORD}{signs}"  # noqa: RUF001
            f" = about {self.tokens:,} tokens"
        )
        ranked = sorted(self.passed_over.items(), key=lambda item: (-item[1], item[0]))
        left = [f"{number:,} {why}" for why, number in ranked[:MOST_NAMED]]
        others = sum(number for _, number in ranked[MOST_NAMED:])
        left += [f"{others:,} others"] if others else []
        over = f"; passed over: {', '.join(left)}" if left else ""
        return said + over + (f"; stopped at {self.stopped}, so it is more" * bool(self.stopped))


def count_corpus(folder: Path) -> Count:
    """Count the text files below a folder.

    Raises:
        InputFileError: it is no folder that can be read, or holds no text file.
    """
    try:
        os.scandir(folder).close()
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise InputFileError(f"--corpus {folder} cannot be read: {why}; name a folder") from error
    count, end = Count(), time.monotonic() + MOST_SECONDS
    for path in files_below(folder, count):
        count_file(path, count)
        count.stopped = bound_reached(count, end)
        if count.stopped:
            break
    if not count.files:
        kinds = " ".join(sorted(PLAIN | MARKUP))
        raise InputFileError(
            f"{count.summary(folder)}; there is no text file ({kinds}): write --corpus-size"
        )
    return count


def bound_reached(count: Count, end: float) -> str:
    """Return the bound that is reached, in words; nothing while there is none."""
    if count.entries >= MOST_ENTRIES:
        return f"{MOST_ENTRIES:,} entries"
    if count.bytes >= MOST_BYTES:
        return f"{MOST_BYTES:,} bytes"
    return f"{MOST_SECONDS:g} seconds" if time.monotonic() > end else ""


def files_below(folder: Path, count: Count) -> Iterator[Path]:
    """Yield the plain files below a folder in the order of their names; note what is left out."""
    waiting = [folder]
    while waiting and count.entries < MOST_ENTRIES:
        try:
            with os.scandir(waiting.pop()) as entries:
                here = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            count.passed_over["unreadable"] += 1
            continue
        count.entries += len(here)
        kinds = [kind(entry, count) for entry in here]
        folders = [e.path for e, k in zip(here, kinds, strict=True) if k == "folder"]
        waiting += [Path(path) for path in reversed(folders)]
        yield from (Path(e.path) for e, k in zip(here, kinds, strict=True) if k == "file")


def kind(entry: os.DirEntry[str], count: Count) -> str:
    """Tell a folder to enter and a file to read from what is left out, which is noted."""
    if entry.is_symlink():
        why = "links"
    elif entry.name.startswith(".") or entry.name in NO_DOCUMENTS:
        why = "hidden or without documents"
    elif entry.is_dir(follow_symlinks=False):
        return "folder"
    elif not entry.is_file(follow_symlinks=False):
        why = "no plain files"
    else:
        return "file"
    count.passed_over[why] += 1
    return ""


def count_file(path: Path, count: Count) -> None:
    """Add the words of one file, or note why it is passed over."""
    suffix = path.suffix.lower()
    if suffix not in PLAIN | MARKUP:
        count.passed_over[shown(suffix)] += 1
        return
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        count.passed_over["unreadable"] += 1
        return
    if len(content) > LARGEST or b"\0" in content[:8192]:
        count.passed_over["too large" if len(content) > LARGEST else "no text"] += 1
        return
    text = content.decode("utf-8", errors="replace")
    if suffix in MARKUP:
        text = TAG.sub(" ", HIDDEN_TEXT.sub(" ", text))
    unspaced = 0 if text.isascii() else len(UNSPACED.findall(text))
    count.files += 1
    count.bytes += len(content)
    count.unspaced += unspaced
    count.words += len((UNSPACED.sub(" ", text) if unspaced else text).split())


def shown(suffix: str) -> str:
    """Return the ending of a name as the summary groups by it: nothing that is no plain word."""
    plain = suffix.removeprefix(".")
    return suffix if plain.isascii() and plain.isalnum() and len(plain) <= 8 else "other"  # noqa: PLR2004
