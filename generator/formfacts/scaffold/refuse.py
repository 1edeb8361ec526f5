"""What no template may write into a project, and the modes that its files get."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from formfacts.errors import TemplateError, brief


def rendered(folder: Path) -> Iterator[Path]:
    """Yield every file and folder below `folder`, links not followed, in alphabetical order."""
    for parent, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in sorted([*folders, *files]))


def check_paths(folder: Path) -> None:
    """Raise TemplateError for git's own files, links that lead out, and names that play tricks."""
    top = folder.resolve()
    for path in rendered(folder):
        relative = path.relative_to(folder)
        if path.name.lower() == ".git":
            raise TemplateError(f"the template wants to write {relative}: refused")
        if has_controls(str(relative)):
            raise TemplateError(
                f"the template wants to write {brief(str(relative))}, a name with control "
                "characters: refused"
            )
        # Unlike Path.resolve, realpath puts up with links that lead in circles.
        if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(top):
            raise TemplateError(f"the template's link {relative} leads out of the project: refused")


def check_message(text: str, what: str) -> str:
    """Return a text that the template wants shown; raise TemplateError if it steers terminals."""
    if has_controls(text.replace("\n", "").replace("\t", "")):
        raise TemplateError(
            f"{what} of the template holds terminal escapes or control characters: {brief(text)}: "
            "refused"
        )
    return text


def has_controls(text: str) -> bool:
    """Whether a text holds control characters or marks that turn the reading direction."""
    return any(
        unicodedata.category(character) == "Cc" or character in DIRECTION_MARKS
        for character in text
    )


# They make a name or sentence read as another one: https://trojansource.codes
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def settle_modes(folder: Path) -> None:
    """Give every file the mode that `git clone` would, whatever it was where the template lies.

    A template in a read-only install must not make read-only projects.
    """
    umask = os.umask(0)
    os.umask(umask)
    for path in rendered(folder):
        if path.is_file() and not path.is_symlink():
            executable = path.stat().st_mode & 0o100
            path.chmod((0o777 if executable else 0o666) & ~umask)
