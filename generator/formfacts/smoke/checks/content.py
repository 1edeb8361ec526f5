"""The files of a generated repo, as the checks read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from formfacts.scaffold.refuse import rendered

# A file that is larger is data; nobody writes that by hand.
LARGEST_TEXT = 5_000_000
GIT = ".git"

Matches = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class File:
    """One file, by its path in the repo; `text` is None for one that is no text, or a link."""

    path: str
    text: str | None

    @property
    def suffix(self) -> str:
        """The end of its name, in small letters."""
        return PurePosixPath(self.path).suffix.lower()


def read_files(repo: Path, ignore: Sequence[str] = ()) -> Iterator[File]:
    """Yield the files of a repo but for git's own and those that match a pattern of `ignore`."""
    passed_over = patterns(ignore)
    for name, path in sorted(named_files(repo)):
        if not passed_over(name):
            yield File(name, read_text(path))


def named_files(repo: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file and link with its path in the repo."""
    for path in rendered(repo):
        relative = path.relative_to(repo)
        if relative.parts[0] != GIT and (path.is_symlink() or not path.is_dir()):
            yield relative.as_posix(), path


def read_text(path: Path) -> str | None:
    """Return the text of a file; None where it is no UTF-8, or is none to be read."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST_TEXT:
        return None
    content = path.read_bytes()
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def patterns(lines: Sequence[str]) -> Matches:
    """Return whether a path matches one of the patterns, which are as in .gitignore."""
    if not lines:
        return lambda _: False
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines).match_file
