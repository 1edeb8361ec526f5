"""Read what a git bundle holds from its first lines, without git."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from formfacts.errors import TemplateError
from formfacts.scaffold.versions import in_order, newest

SIGNATURES = (b"# v2 git bundle\n", b"# v3 git bundle\n")
TAGS = "refs/tags/"
LONGEST_LINE = 4096
MOST_LINES = 100_000


@dataclass(frozen=True, slots=True)
class Header:
    """The refs of a bundle with the hashes that they point at.

    `tags` are those refs that name a version, by that name, oldest first; `length` is the number of
    bytes before the objects.
    """

    refs: dict[str, str]
    tags: dict[str, str]
    length: int


def is_bundle(path: Path) -> bool:
    """Whether the file begins as a git bundle does."""
    try:
        with path.open("rb") as file:
            return file.readline(LONGEST_LINE) in SIGNATURES
    except OSError:
        return False


def read_header(path: Path) -> Header:
    """Read the header of a bundle; raise TemplateError if the file is none."""
    try:
        with path.open("rb") as file:
            lines = list(header_lines(file, path))
            length = file.tell()
    except OSError as error:
        raise TemplateError(
            f"cannot read {path}: {error.strerror}: check the path, or reinstall formfacts"
        ) from None
    pairs = (line.partition(" ") for line in lines if line[:1] not in {"-", "@"})
    refs = {name: commit for commit, _, name in pairs}
    named = {name.removeprefix(TAGS): refs[name] for name in refs if name.startswith(TAGS)}
    return Header(refs, {name: named[name] for name in in_order(named)}, length)


def header_lines(file: IO[bytes], path: Path) -> Iterator[str]:
    """Yield the lines between the signature and the empty line that ends the header."""
    broken = TemplateError(f"{path} is not a whole git bundle: get it anew, or reinstall formfacts")
    if file.readline(LONGEST_LINE) not in SIGNATURES:
        raise broken
    for _ in range(MOST_LINES):
        line = file.readline(LONGEST_LINE)
        if line == b"\n":
            return
        if not line.endswith(b"\n") or (b" " not in line and line[:1] != b"@"):
            raise broken
        yield line.decode("utf-8", "replace").rstrip("\n")
    raise broken


def newest_release(header: Header) -> str | None:
    """Return the newest version in the bundle that is no pre-release; None without any version."""
    return newest(header.tags)
