"""`status`: how far a project is behind its template, and what an update would do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from formfacts.errors import FormfactsError
from formfacts.scaffold.apply.journal import interrupted
from formfacts.scaffold.lifecycle.generated import read_generated
from formfacts.scaffold.lifecycle.plan import Plan, make_plan
from formfacts.scaffold.lifecycle.target import Target
from formfacts.scaffold.lifecycle.templates import Templates
from formfacts.scaffold.lifecycle.wanted import wanted_version
from formfacts.scaffold.merge.outcome import Change
from formfacts.scaffold.repo import with_room_for_objects
from formfacts.scaffold.template import Template, compare
from formfacts.scaffold.versions import parse


@dataclass(frozen=True, slots=True)
class Status:
    """The state of one project.

    `behind` are the versions between the project's and the latest, oldest first; `drift` the files
    of the template that the user has changed; `plan` what an update would do. With an `error`, all
    that could be told before it stands.
    """

    folder: Path
    answers_file: str | None = None
    source: str | None = None
    version: str | None = None
    latest: str | None = None
    behind: tuple[str, ...] = ()
    drift: tuple[Change, ...] = ()
    interrupted: str | None = None
    plan: Plan | None = None
    error: FormfactsError | None = None

    @property
    def current(self) -> bool:
        """Whether there is nothing to do."""
        return self.error is None and self.interrupted is None and not self.behind


def status(folder: Path, answers_file: str | None, templates: Templates) -> Status:
    """Return the state of a project; what goes wrong is part of it."""
    found = Status(folder)
    try:
        project = read_generated(folder, answers_file)
        found = Status(
            folder,
            project.answers_file,
            project.source,
            project.version,
            interrupted=interrupted(project.repo),
        )
        template = templates.of(project)
        latest = wanted_version(template, project.version, None)
        with with_room_for_objects(project.repo) as repo:
            plan = make_plan(replace(project, repo=repo), template, Target(version=latest))
    except FormfactsError as error:
        return replace(found, error=error)
    return replace(
        found,
        latest=latest,
        behind=releases_between(template, project.version, latest),
        drift=tuple(change for change in plan.report if change.yours != "left as it was"),
        plan=plan,
    )


def releases_between(template: Template, current: str, latest: str) -> tuple[str, ...]:
    """Return the releases after the project's version; pre-releases before the latest are none."""
    return tuple(
        version
        for version in template.versions()
        if compare(version, current) > 0
        and (version == latest or (compare(version, latest) < 0 and not is_prerelease(version)))
    )


def is_prerelease(version: str) -> bool:
    """Whether a version is an alpha, a beta or a candidate."""
    parsed = parse(version)
    return parsed is not None and parsed.is_prerelease
