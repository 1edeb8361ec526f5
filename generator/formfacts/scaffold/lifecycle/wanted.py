"""Which version of its template a project is to go to."""

from __future__ import annotations

from formfacts.errors import TemplateError, UsageError
from formfacts.scaffold.template import Template, compare


def wanted_version(template: Template, current: str, to: str | None) -> str:
    """Return the version to go to: the newest release, or what `to` names, a branch or commit too.

    A project that is ahead of the newest release stays where it is. Raises UsageError for a version
    older than the project's.
    """
    version = template.latest() if to is None else template.resolve(to).version
    if version is None:
        raise TemplateError(
            f"the template {template.location} has no versions (tags): name a branch or commit "
            "with --to"
        )
    if compare(version, current) >= 0:
        return version
    if to is None:
        # Say so where the template does not reach as far as the project; stay where it does.
        template.resolve(current)
        return current
    raise UsageError(
        f"--to {to} is older than the project's {current}: to go back, git revert the update"
    )
