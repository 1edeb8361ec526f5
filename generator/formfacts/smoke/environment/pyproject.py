"""The dependencies in a pyproject.toml: of the project, of its extras, of its groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formfacts.errors import TemplateError, brief
from formfacts.smoke.environment.inside import applies, read_requirement

if TYPE_CHECKING:
    from packaging.requirements import Requirement


@dataclass(frozen=True, slots=True)
class Pyproject:
    """What was read: requirements, Python versions, and which extras and groups there are.

    An item of `found` is `extra NAME` or `group NAME`.
    """

    requirements: tuple[str, ...]
    python: tuple[str, ...]
    found: frozenset[str]

    def joined(self, other: Pyproject) -> Pyproject:
        """Return both as one."""
        return Pyproject(
            self.requirements + other.requirements,
            self.python + other.python,
            self.found | other.found,
        )


NOTHING = Pyproject((), (), frozenset())


def read_pyproject(
    text: str, name: str, extras: Iterable[str] = (), groups: Iterable[str] = ()
) -> Pyproject:
    """Read a pyproject.toml; `name` is for errors. Extras and groups that it lacks are left out.

    Raises TemplateError where it is no TOML, or not as PEP 621 and PEP 735 want it.
    """
    from packaging.utils import canonicalize_name

    document = parse(text, name)
    project = table(document, "project", name)
    optional: dict[str, object] = {
        canonicalize_name(extra): requirements
        for extra, requirements in table(project, "optional-dependencies", name).items()
    }
    named = [extra for extra in extras if canonicalize_name(extra) in optional]
    grouped = read_groups(table(document, "dependency-groups", name), groups, name)
    own = Extras(str(project.get("name", "")), optional, name)
    listed = [
        *own.requirements(project.get("dependencies", []), "[project] dependencies"),
        *(text for extra in named for text in own.of(extra)),
        *(text for group in grouped for text in own.requirements(grouped[group], group)),
    ]
    return Pyproject(
        tuple(listed),
        python_of(project, name),
        frozenset(
            [*(f"extra {extra}" for extra in named), *(f"group {group}" for group in grouped)]
        ),
    )


def parse(text: str, name: str) -> dict[str, object]:
    """Return the TOML document."""
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TemplateError(f"{name} is no TOML: {error}") from None


def table(parent: dict[str, object], key: str, name: str) -> dict[str, object]:
    """Return a table, empty where it is missing."""
    found = parent.get(key, {})
    if not isinstance(found, dict):
        raise TemplateError(f"{name}: {key} is {brief(found)}: make it a table")
    return found


def python_of(project: dict[str, object], name: str) -> tuple[str, ...]:
    """Return `requires-python`, where there is one."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    python = str(project.get("requires-python", ""))
    try:
        SpecifierSet(python)
    except InvalidSpecifier:
        raise TemplateError(f"{name}: requires-python is {brief(python)}: write `>=3.11`") from None
    return (python,) if python else ()


def read_groups(
    tables: dict[str, object], groups: Iterable[str], name: str
) -> dict[str, tuple[str, ...]]:
    """Return the requirements of the groups that are there, with what they include."""
    from packaging.dependency_groups import resolve_dependency_groups
    from packaging.utils import canonicalize_name

    there = {canonicalize_name(group) for group in tables}
    try:
        return {
            group: resolve_dependency_groups(tables, group)  # type: ignore[arg-type]  # it checks them
            for group in groups
            if canonicalize_name(group) in there
        }
    except ExceptionGroup as error:
        reason = error.exceptions[0]
        raise TemplateError(f"{name}: [dependency-groups]: {reason}") from None


class Extras:
    """The extras of one project, which may name one another, as in `all = ["app[cli,gpu]"]`."""

    def __init__(self, project: str, optional: Mapping[str, object], name: str) -> None:
        from packaging.utils import canonicalize_name

        self._project = canonicalize_name(project)
        self._optional = optional
        self._name = name

    def of(self, extra: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        """Yield the requirements of an extra; what names itself is followed once."""
        from packaging.utils import canonicalize_name

        key = canonicalize_name(extra)
        if key not in self._optional:
            raise TemplateError(f"{self._name}: there is no extra {brief(extra)}: add it")
        if key not in seen:
            yield from self.requirements(self._optional[key], f"extra {extra}", seen | {key})

    def requirements(
        self, listed: object, where: str, seen: frozenset[str] = frozenset()
    ) -> Iterator[str]:
        """Yield the requirements of a list, those of the project itself resolved."""
        if not isinstance(listed, list | tuple) or not all(isinstance(x, str) for x in listed):
            raise TemplateError(
                f"{self._name}: {where} is {brief(listed)}: make it a list of texts"
            )
        for text in listed:
            requirement = read_requirement(text, f"{self._name}: {where}")
            if self._is_itself(requirement):
                for extra in sorted(requirement.extras) if applies(requirement) else ():
                    yield from self.of(extra, seen)
            else:
                yield str(requirement)

    def _is_itself(self, requirement: Requirement) -> bool:
        from packaging.utils import canonicalize_name

        return canonicalize_name(requirement.name) == self._project
