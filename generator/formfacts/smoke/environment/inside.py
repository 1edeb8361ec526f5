"""Read what an untrusted repo says of its needs, and nothing outside of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from formfacts.errors import TemplateError, brief
from formfacts.scaffold.refuse import has_controls

if TYPE_CHECKING:
    from packaging.requirements import Requirement


def read_inside(repo: Path, name: str) -> str | None:
    """Return the text of a file of the repo, named from its top, or None where there is none.

    Raises TemplateError where it leads out of the repo, or is no UTF-8 text.
    """
    path = Path(os.path.realpath(repo / name))
    if not path.is_relative_to(os.path.realpath(repo)):
        raise TemplateError(f"{brief(name)} leads out of the repo: refused: name a file inside it")
    if not path.exists():
        return None
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{name} cannot be read as UTF-8 text: {error}") from None


def read_requirement(text: str, where: str) -> Requirement:
    """Return a requirement as PEP 508 has it; `where` is its file and line, for the error.

    Raises TemplateError for what is none, and for one that an installer would take from a path or
    fill in from variables: a path leads out of the repo, a variable may hold a secret.
    """
    from packaging.requirements import InvalidRequirement, Requirement

    if has_controls(text.replace("\t", " ")) or "${" in text:
        raise TemplateError(f"{where}: {brief(text)}: variables and control characters are refused")
    try:
        requirement = Requirement(text)
    except (InvalidRequirement, RecursionError):
        raise TemplateError(
            f"{where}: {brief(text)} is no requirement: write one as in `name>=1.2` (PEP 508)"
        ) from None
    if requirement.url is not None and not is_remote(requirement.url):
        raise TemplateError(f"{where}: {brief(text)} is a path: name a package or an https address")
    return requirement


def is_remote(url: str) -> bool:
    """Whether the address is on another machine: `https://`, `git+ssh://` and the like."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.netloc) and parts.scheme.rpartition("+")[2] not in {"", "file"}


def applies(requirement: Requirement, about: dict[str, str] | None = None) -> bool:
    """Whether the requirement's marker holds: for this Python, or for what `about` tells of one."""
    from packaging.markers import UndefinedComparison, UndefinedEnvironmentName

    try:
        return requirement.marker is None or requirement.marker.evaluate({**(about or {})})
    except (UndefinedComparison, UndefinedEnvironmentName):
        return False
