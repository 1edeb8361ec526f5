"""One requirement in three versions, merged clause by clause.

The clauses are each extra, the URL, the marker, and those of the version specifier, about which
specifiers.py tells more. One that a single side changed takes that side's form; if both changed
it, they must have made it the same, or the requirement cannot be merged.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from formfacts.scaffold.merge.specifiers import merge_specifiers, pick
from formfacts.scaffold.merge.toml_array import UnalignedError

if TYPE_CHECKING:
    from packaging.requirements import Requirement

PARTS = re.compile(
    r"(?P<name>\s*[\w.-]+)(?P<extras>\s*\[[^]]*\])?"
    r"(?:(?P<url>\s*@\s*\S+)|\s*\((?P<bracketed>[^)]*)\)|(?P<specifier>[^;]*))(?P<marker>.*)"
)


@lru_cache(maxsize=4096)
def read_requirement(text: str) -> Requirement | None:
    """Return the requirement, or None for what is none."""
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        return Requirement(text)
    except (InvalidRequirement, RecursionError):
        return None


def merge_requirement(base: str, ours: str, theirs: str) -> str:
    """Return the user's text with what only the template changed.

    Raises UnalignedError when a side is no requirement, or both changed a clause differently.
    """
    old, mine, new = (read_requirement(text) for text in (base, ours, theirs))
    if not (old and mine and new):
        raise UnalignedError
    my_parts, new_parts = parts_of(ours), parts_of(theirs)
    url, marker = pick(old.url, mine.url, new.url), pick(old.marker, mine.marker, new.marker)
    text = my_parts["bracketed"] + my_parts["specifier"]
    merged = (
        my_parts["name"],
        merge_extras(old, mine, new, my_parts["extras"]),
        (my_parts if url == mine.url else new_parts)["url"],
        merge_specifiers(old.specifier, mine.specifier, new.specifier, text),
        # A URL ends where white space begins, not at the marker's semicolon.
        " " if url and marker else "",
        (my_parts if marker == mine.marker else new_parts)["marker"].lstrip(),
    )
    read = read_requirement("".join(merged))
    if read is None or (read.url, read.marker) != (url, marker):
        raise UnalignedError
    return "".join(merged)


def parts_of(text: str) -> dict[str, str]:
    """Cut a requirement where its parts can be exchanged."""
    found = PARTS.fullmatch(text)
    if found is None:
        raise UnalignedError
    return found.groupdict(default="")


def merge_extras(old: Requirement, mine: Requirement, new: Requirement, text: str) -> str:
    """Return the extras in their brackets: the user's, with those that the template changed."""
    dropped, added = old.extras - new.extras, new.extras - old.extras - mine.extras
    if not (dropped & mine.extras or added):
        return text
    names = [name.strip() for name in text.strip(" \t[]").split(",") if name.strip()]
    kept = [name for name in names if name not in dropped] + sorted(added)
    return f"[{','.join(kept)}]" if kept else ""
