"""What a generated repo declares that it needs, read from the files that smoke.yml names.

A `pyproject.toml` is read as PEP 621 and PEP 735 have it, any other file as pip reads its
requirements. What Poetry keeps in tables of its own, or a build backend finds out, is not seen:
such a repo lists a requirements file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from formfacts.smoke.environment.inside import read_inside
from formfacts.smoke.environment.pyproject import NOTHING, Pyproject, read_pyproject
from formfacts.smoke.environment.requirements import Lines, read_requirements


@dataclass(frozen=True, slots=True)
class Wanted:
    """The section `environment` of smoke.yml: where a repo declares its needs.

    `requirements` are files of the repo, of which those that exist are read; `extras` and `groups`
    are read from each pyproject.toml that has them. `constraints` is a file too, and may be
    missing. `tools` are requirements that the checks have besides.
    """

    requirements: tuple[str, ...] = ("pyproject.toml", "requirements.txt")
    extras: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    constraints: str | None = None
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """What one repo needs, or several: requirements and constraints as PEP 508 has them, sorted.

    `python` is what must hold for the Python version, or empty. `missing` are the extras and
    groups that were asked for and are not there.
    """

    requirements: tuple[str, ...]
    constraints: tuple[str, ...] = ()
    python: str = ""
    missing: tuple[str, ...] = ()


def read_declared(repo: Path, wanted: Wanted) -> Declared:
    """Read the files of a repo that exist.

    Raises TemplateError for a file that leads out of the repo, cannot be read, or holds what is no
    requirement, as `file:line: ...`.
    """
    lines = Lines([], [])
    project = NOTHING
    for name in wanted.requirements:
        if not name.endswith(".toml"):
            read_requirements(repo, name, lines)
        elif (text := read_inside(repo, name)) is not None:
            project = project.joined(read_pyproject(text, name, wanted.extras, wanted.groups))
    if wanted.constraints is not None:
        read_requirements(repo, wanted.constraints, lines, as_constraints=True)
    return Declared(
        unique([*project.requirements, *lines.requirements]),
        unique(lines.constraints),
        ",".join(unique(project.python)),
        missing(wanted, project),
    )


def unique(texts: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return each text once, sorted."""
    return tuple(sorted(set(texts)))


def missing(wanted: Wanted, project: Pyproject) -> tuple[str, ...]:
    """Return the extras and groups that are asked for and not there, as errors name them."""
    return (
        *(f"extra {name}" for name in wanted.extras if f"extra {name}" not in project.found),
        *(f"group {name}" for name in wanted.groups if f"group {name}" not in project.found),
    )
