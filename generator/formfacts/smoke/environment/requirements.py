"""The lines of a requirements.txt, as pip reads them, with the files that it includes.

Hashes are read over, since the files of many repos are installed as one. Options are refused:
where packages come from is for pip's own configuration to say, not for a template.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from formfacts.errors import TemplateError, brief
from formfacts.smoke.environment.inside import read_inside, read_requirement

INCLUDE = re.compile(r"(?:-([rc])\s*|--(requirement|constraint)(?:=|\s+))(?P<file>\S.*)")
COMMENT = re.compile(r"(?:^|\s+)#.*$")
OPTION = re.compile(r"\s+(?=--)")


@dataclass(frozen=True, slots=True)
class Lines:
    """What has been read so far."""

    requirements: list[str]
    constraints: list[str]


def read_requirements(
    repo: Path,
    name: str,
    lines: Lines,
    *,
    as_constraints: bool = False,
    above: tuple[str, ...] = (),
) -> None:
    """Add the lines of a file of the repo, named from its top, and of those that it includes.

    One that is missing adds nothing, unless it was included by those `above`. Raises TemplateError
    as `file:line: ...`.
    """
    text = read_inside(repo, name)
    if text is None and above:
        raise TemplateError(f"{above[-1]} includes {name}, which is missing: add it")
    for number, line in logical_lines(text or ""):
        where = f"{name}:{number}"
        if include := INCLUDE.fullmatch(line):
            read_requirements(
                repo,
                included(include["file"], name, where, above),
                lines,
                as_constraints=(include[1] or include[2]).startswith("c"),
                above=(*above, name),
            )
        else:
            added = lines.constraints if as_constraints else lines.requirements
            added.append(str(read_requirement(without_hashes(line, where), where)))


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield what stands on the lines, and the number of the first, in the way of pip.

    A line continues after a backslash; a comment ends it.
    """
    began, pending = 0, ""
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        began = began or number
        if line.endswith("\\") and not COMMENT.match(line):
            pending += line[:-1]
            continue
        whole = COMMENT.sub("", f"{pending} {line}" if COMMENT.match(line) else pending + line)
        if whole.strip():
            yield began, whole.strip()
        began, pending = 0, ""


def included(file: str, name: str, where: str, above: tuple[str, ...]) -> str:
    """Return the included file, named from the one that includes it, as seen from the top."""
    found = posixpath.normpath(posixpath.join(posixpath.dirname(name), file.strip("\"'")))
    if "://" in file:
        raise TemplateError(f"{where}: {brief(file)} is an address: include files of the repo only")
    if found in {*above, name}:
        raise TemplateError(f"{where}: {found} includes itself: take one of the two lines out")
    return found


def without_hashes(line: str, where: str) -> str:
    """Return the requirement on a line; raise TemplateError for options other than hashes."""
    requirement, *options = ["", line] if line.startswith("-") else OPTION.split(line)
    for option in options:
        if not option.startswith("--hash"):
            raise TemplateError(
                f"{where}: {brief(option)} is refused: a requirements file may hold requirements, "
                "-r, -c and --hash; set package sources in pip's configuration"
            )
    return requirement
