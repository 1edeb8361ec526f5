"""What no template may write into a project, and the modes that its files get."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
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
        if has_controls(str(relative)):
            raise TemplateError(
                f"the template wants to write {brief(str(relative))}, a name with control "
                "characters: refused"
            )
        if is_git_s(path.name):
            shown = str(relative) if str(relative).isprintable() else brief(str(relative))
            raise TemplateError(f"the template wants to write {shown}: refused, it is git's own")
        if path.is_symlink():
            check_link(top, path, relative)


def check_link(top: Path, path: Path, relative: Path) -> None:
    """Raise TemplateError for a link that leads out, or to where git keeps what it runs."""
    # Unlike Path.resolve, realpath puts up with links that lead in circles.
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(top):
        raise TemplateError(f"the template's link {relative} leads out of the project: refused")
    if any(is_git_s(part) for part in target.relative_to(top).parts):
        raise TemplateError(f"the template's link {relative} leads into git's folder: refused")


def is_git_s(name: str) -> bool:
    """Whether some file system takes the name for that of git's folder.

    Windows knows it by a short name too, and drops dots, spaces and streams at the end; macOS
    leaves out signs that cannot be seen; neither tells capitals from small letters.
    """
    seen = "".join(sign for sign in name if sign not in UNSEEN).lower()
    return any(re.fullmatch(r"(?:\.git|git~\d+)[. ]*(?::.*)?", part) for part in seen.split("\\"))


def check_message(text: str, what: str) -> str:
    """Return a text that the template wants shown; raise TemplateError if it steers terminals."""
    if has_controls(text.replace("\n", "").replace("\t", "")):
        raise TemplateError(
            f"{what} of the template holds terminal escapes or control characters: {brief(text)}: "
            "refused"
        )
    return text


def check_questions(questions: Mapping[str, object]) -> None:
    """Raise TemplateError if a question, or anything that is shown with it, steers terminals."""
    for name, details in questions.items():
        for text in texts_in([name, details]):
            check_message(text, f"question {brief(name)}")


def texts_in(value: object) -> Iterator[str]:
    """Yield every text in a value that YAML gave."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.items():
            yield from texts_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)


def plain(text: str) -> str:
    """Return what a template or a program said with its control characters escaped."""
    return "".join(
        sign.encode("unicode_escape").decode()
        if has_controls(sign) and sign not in "\n\t"
        else sign
        for sign in text
    )


def has_controls(text: str) -> bool:
    """Whether a text holds control characters or marks that turn the reading direction."""
    return any(
        unicodedata.category(character) == "Cc" or character in DIRECTION_MARKS
        for character in text
    )


# What macOS leaves out of names: https://github.com/git/git/blob/master/utf8.c
UNSEEN = frozenset(
    "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
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
