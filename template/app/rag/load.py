"""Find the documents of a folder and read them.

Documents are not trusted: links are not followed out of the folder, sizes are bounded, and a file
that cannot be read is named with its reason while the others go on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import DataError
from app.rag.document import Document, markdown_document, plain_document

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 20_000_000
# The parser holds a page in memory at some thirty times its size.
MAX_HTML_BYTES = 10_000_000
# How many names a message holds.
FEW = 3


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds: the documents by name, what is left out, and files of other kinds."""

    documents: dict[str, Path] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


class UnreadableError(Exception):
    """A document cannot be read; its text is the reason, for `Skipped`."""


def find_documents(folder: Path) -> Found:
    """Return the documents below the folder by name, in order, and what is left out.

    Names use forward slashes and are relative to the folder. Hidden files are not mentioned.
    Raises DataError when the folder is missing or holds no document at all.
    """
    if not folder.is_dir():
        raise DataError(
            f"{folder} is not a folder: create it and put your documents there, "
            "or change retrieval.documents in settings.yaml"
        )
    found = Found()
    for path in sorted(walk(folder, found.skipped), key=Path.as_posix):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() not in READERS:
            found.others.append(printable(name))
        elif reason := why_not(path, folder):
            found.skipped.append(Skipped(printable(name), reason))
        else:
            found.documents[name] = path
    if not found.documents and not found.skipped:
        only = f", only {few(found.others)}" if found.others else ""
        raise DataError(f"{folder} holds no document ({KINDS}){only}: put your documents there")
    return found


def few(names: Sequence[str]) -> str:
    """Write the first few names, and how many more there are."""
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return ", ".join(names[:FEW]) + more


def walk(folder: Path, skipped: list[Skipped]) -> list[Path]:
    """Return the files below the folder that are not hidden; note folders left out."""

    def note(error: OSError) -> None:
        name = Path(error.filename).relative_to(folder).as_posix()
        skipped.append(Skipped(printable(name), f"cannot be read ({error.strerror})"))

    paths = []
    for here, folders, files in os.walk(folder, onerror=note, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in folders:
            if (Path(here) / name).is_symlink():
                link = (Path(here) / name).relative_to(folder).as_posix()
                skipped.append(Skipped(printable(link), "is a link to a folder: not followed"))
        paths += [Path(here) / name for name in files if not name.startswith(".")]
    return paths


def why_not(path: Path, folder: Path) -> str | None:
    """Return why this file must not be read, None when it may."""
    try:
        str(path).encode()
        if not path.resolve().is_relative_to(folder.resolve()):
            return "is a link that leaves the folder: not followed"
        if not path.is_file():
            return "is not a regular file"
    except UnicodeEncodeError:
        return "has a name that is not UTF-8: rename it"
    except (OSError, RuntimeError) as error:
        return f"cannot be read ({error})"
    return None


def read_bytes(path: Path) -> bytes:
    """Read the file. Raises UnreadableError when it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableError(f"cannot be read ({error.strerror})") from None
    if len(content) > MAX_BYTES:
        raise UnreadableError(f"is larger than {MAX_BYTES // 1_000_000} MB: split it")
    return content


def read_document(name: str, content: bytes) -> Document:
    """Turn a file's bytes into a document. Raises UnreadableError with the reason."""
    document = READERS[Path(name).suffix.lower()](name, content)
    if len(document.text) > MAX_CHARACTERS:
        raise UnreadableError(f"holds more than {MAX_CHARACTERS:,} characters: split it")
    if not any(map(str.isalnum, document.text)):
        raise UnreadableError("holds no text")
    return document


def decode(content: bytes, declared: str | None = None) -> str:
    """Decode UTF-8 with or without a byte order mark, and bring line ends to one newline.

    `declared` is the encoding that the file names itself, for what is not UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        with suppress(LookupError, UnicodeError):
            return decode(content.decode(declared or "utf-8").encode())
        raise UnreadableError(
            f"is not UTF-8 (byte {error.start}: {content[error.start]:#04x}): save it as UTF-8"
        ) from None
    if "\0" in text:
        raise UnreadableError("is not text (it holds a zero byte)")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_markdown(name: str, content: bytes) -> Document:
    """Read a Markdown file."""
    return markdown_document(name, decode(content))


def read_plain(name: str, content: bytes) -> Document:
    """Read a plain text file."""
    return plain_document(name, decode(content))


def read_html(name: str, content: bytes) -> Document:
    """Read an HTML page. Raises UnreadableError when it is too large to parse."""
    from app.rag.from_html import declared_encoding, html_to_markdown

    if len(content) > MAX_HTML_BYTES:
        raise UnreadableError(f"is larger than {MAX_HTML_BYTES // 1_000_000} MB: split it")
    return markdown_document(name, html_to_markdown(decode(content, declared_encoding(content))))


def read_pdf(name: str, content: bytes) -> Document:
    """Read a PDF file. Raises UnreadableError when it is damaged, encrypted or only pictures."""
    from app.rag.from_pdf import DamagedError, pdf_to_markdown

    try:
        text, pages = pdf_to_markdown(content, MAX_CHARACTERS)
    except DamagedError as error:
        raise UnreadableError(str(error)) from None
    return markdown_document(name, text, pages)


def printable(name: str) -> str:
    """Make a file's name safe to print on one line."""
    return name if name.isprintable() else ascii(name)


READERS: dict[str, Callable[[str, bytes], Document]] = {
    ".md": read_markdown,
    ".txt": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
}
KINDS = ", ".join(READERS)
