"""One environment for many repos: all that they declare, unless two of them rule each other out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from formfacts.errors import TemplateError
from formfacts.smoke.environment.declared import Declared, unique
from formfacts.smoke.environment.inside import applies

if TYPE_CHECKING:
    from packaging.requirements import Requirement


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement or constraint, and the combination that has it."""

    by: str
    what: Requirement

    def rules_out(self, other: Asked) -> bool:
        """Whether no version can satisfy both, as they are written."""
        if self.what.url is not None and other.what.url is not None:
            return self.what.url != other.what.url
        # Which version an address holds is known once it is fetched.
        if self.what.url is not None or other.what.url is not None:
            return False
        return (self.what.specifier & other.what.specifier).is_unsatisfiable()


def unite(declared: Iterable[tuple[str, Declared]]) -> Declared:
    """Return all that the combinations declare; each comes with its id.

    Raises TemplateError where two of them rule each other out, or no combination has an extra or
    group that was asked for.
    """
    known = list(declared)
    check_agreement(known)
    absent = set.intersection(*(set(one.missing) for _, one in known)) if known else set()
    if absent:
        raise TemplateError(
            f"no combination declares the {', the '.join(sorted(absent))}: correct `environment` "
            "in smoke.yml"
        )
    return Declared(
        unique([text for _, one in known for text in one.requirements]),
        unique([text for _, one in known for text in one.constraints]),
        ",".join(unique([one.python for _, one in known if one.python])),
    )


def check_agreement(known: Iterable[tuple[str, Declared]]) -> None:
    """Raise TemplateError for two requirements of a package that no version satisfies."""
    for asked in by_package(known).values():
        for one, other in combinations(asked, 2):
            if one.rules_out(other):
                raise TemplateError(refusal(one, other))


def by_package(known: Iterable[tuple[str, Declared]]) -> dict[str, list[Asked]]:
    """Return what is asked of each package on this Python and platform, each text once."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    first: dict[str, str] = {}
    for by, one in known:
        for text in (*one.requirements, *one.constraints):
            first.setdefault(text, by)
    packages: dict[str, list[Asked]] = defaultdict(list)
    for text, by in first.items():
        requirement = Requirement(text)
        if applies(requirement):
            packages[canonicalize_name(requirement.name)].append(Asked(by, requirement))
    return packages


def refusal(one: Asked, other: Asked) -> str:
    """Say who asks for what, and what to do."""
    if one.by == other.by:
        return f"{one.by} asks for both {one.what} and {other.what}: correct the template"
    return (
        f"{one.by} asks for {one.what} and {other.by} for {other.what}, which no one environment "
        "can hold: make them agree, or run with --env isolated"
    )
