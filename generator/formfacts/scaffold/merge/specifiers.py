"""Three versions of a requirement's version specifier, merged clause by clause.

The clauses are the lower bound (`>=` or `>`), the upper bound (`<` or `<=`), the pin (`~=`, `==`
or `===`: one clause, though `~=` implies two bounds), and each exclusion (`!=`). A clause that one
side changed takes that side's form; if both changed it, they must have made it the same. Two cases
of loosening are settled all the same, since only one result keeps what both sides meant:

- The user dropped the upper bound and the template raised it: it stays dropped, for what the user
  allows includes what the template allows. One that the template lowered is not settled: it warns
  of a version that the user wants.
- The user made a pin a lower bound at the same version (`~=1.2` to `>=1.2`) and the template raised
  the pin (to `~=1.4`): the lower bound is raised (`>=1.4`), since the loosening is about newer
  versions and the new files need the raised one. Not settled if the template lowered the pin
  (newer versions fail), or turned `~=` into `==`.

Not settled: a lower bound or a pin that the user dropped entirely and the template raised (no
clause would be left to name the version that the new files need); a pin made or dropped by one side
while the other moved a bound; clauses that exclude each other once merged (`>=2.5,<2`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from formfacts.scaffold.merge.toml_array import UnalignedError

if TYPE_CHECKING:
    from packaging.specifiers import Specifier, SpecifierSet
    from packaging.version import Version

Part = TypeVar("Part")
Clauses = dict[str, "Specifier"]

BOUNDS = {">=": "lower", ">": "lower", "<": "upper", "<=": "upper"}
CLAUSES = {**BOUNDS, "~=": "pin", "==": "pin", "===": "pin"}
WRITTEN = re.compile(
    r"(?P<before>\s*)(?P<operator>[=~!<>]+)(?P<between>\s*)(?P<version>\S+)(?P<after>\s*)"
)


def pick(base: Part, ours: Part, theirs: Part) -> Part:
    """Return the side that changed; raise UnalignedError if both did, differently."""
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    raise UnalignedError


def merge_specifiers(
    base: SpecifierSet, ours: SpecifierSet, theirs: SpecifierSet, text: str
) -> str:
    """Return the user's specifier with the template's changes, in the layout of its `text`."""
    if theirs in (base, ours):
        return text
    merged = merge_clauses(read_clauses(base), read_clauses(ours), read_clauses(theirs))
    return write_clauses(merged, text)


def read_clauses(specifiers: SpecifierSet) -> Clauses:
    """Return the clauses by name; raise UnalignedError if one is there twice."""
    # A set has no order of its own; this one puts the lower bound before the upper.
    ordered = sorted(specifiers, key=str, reverse=True)
    clauses = {clause_of(specifier): specifier for specifier in ordered}
    if len(clauses) < len(specifiers):
        raise UnalignedError
    return clauses


def clause_of(specifier: Specifier) -> str:
    """Return which clause this is; each exclusion is one of its own."""
    return CLAUSES.get(specifier.operator, str(specifier))


def merge_clauses(base: Clauses, ours: Clauses, theirs: Clauses) -> Clauses:
    """Merge clause by clause, and check that the clauses still go together."""
    base, theirs = loosen_pin(base, ours, theirs)
    theirs = keep_upper_dropped(base, ours, theirs)
    if pins_against_bounds(base, ours, theirs) or pins_against_bounds(base, theirs, ours):
        raise UnalignedError
    names = dict.fromkeys([*ours, *theirs])
    picked = {name: pick(base.get(name), ours.get(name), theirs.get(name)) for name in names}
    merged = {name: specifier for name, specifier in picked.items() if specifier}
    if not satisfiable(merged):
        raise UnalignedError
    return merged


def loosen_pin(base: Clauses, ours: Clauses, theirs: Clauses) -> tuple[Clauses, Clauses]:
    """Read the template's pins as lower bounds, if that is what the user made of the pin."""
    old, mine, new = base.get("pin"), ours.get("lower"), theirs.get("pin")
    if not (old and mine and new) or "pin" in ours or "lower" in {*base, *theirs}:
        return base, theirs
    if old.operator != new.operator or old.operator == "===" or mine.operator != ">=":
        return base, theirs
    if not version_of(mine) == version_of(old) < version_of(new):
        return base, theirs
    return as_lower(base), as_lower(theirs)


def as_lower(clauses: Clauses) -> Clauses:
    """Return the clauses with a lower bound in place of the pin."""
    from packaging.specifiers import Specifier

    others = {name: specifier for name, specifier in clauses.items() if name != "pin"}
    return {"lower": Specifier(f">={version_of(clauses['pin'])}"), **others}


def keep_upper_dropped(base: Clauses, ours: Clauses, theirs: Clauses) -> Clauses:
    """Read an upper bound that the template raised as unchanged, if the user dropped it."""
    old, new = base.get("upper"), theirs.get("upper")
    if not (old and new) or "upper" in ours or version_of(new) <= version_of(old):
        return theirs
    return {**theirs, "upper": old}


def pins_against_bounds(base: Clauses, pinning: Clauses, bounding: Clauses) -> bool:
    """Say whether one side alone touched the pin, while the other moved a bound."""
    touched = {name for name in CLAUSES.values() if pinning.get(name) != base.get(name)}
    moved = {name for name in CLAUSES.values() if bounding.get(name) != base.get(name)}
    return "pin" in touched and "pin" not in moved and bool(moved)


def satisfiable(clauses: Clauses) -> bool:
    """Say whether the version that the lower bound or the pin names is allowed by the others."""
    return all(
        other.contains(version_of(clauses[name]), prereleases=True)
        for name in ("lower", "pin")
        if name in clauses and clauses[name].operator != "==="
        for other in clauses.values()
        if other is not clauses[name]
    )


def version_of(specifier: Specifier) -> Version:
    """Return the version that a clause names, without the wild card."""
    from packaging.version import Version

    return Version(specifier.version.removesuffix(".*"))


def write_clauses(merged: Clauses, text: str) -> str:
    """Return the merged clauses in the order and with the white space of the text."""
    from packaging.specifiers import Specifier

    written = [found for piece in text.split(",") if (found := WRITTEN.fullmatch(piece))]
    left, pieces = dict(merged), []
    for found in written:
        was = Specifier(found["operator"] + found["version"])
        if new := left.pop(clause_of(was), None):
            shown = found if new == was else {**found.groupdict(), **shape(new)}
            pieces.append("{before}{operator}{between}{version}{after}".format_map(shown))
    space = written[-1].groupdict() if written else {"before": "", "between": ""}
    added = [{**space, **shape(new)} for new in left.values()]
    pieces += map("{before}{operator}{between}{version}".format_map, added)
    return ",".join(pieces)


def shape(specifier: Specifier) -> dict[str, str]:
    """Return the two parts of a clause's text that are not white space."""
    return {"operator": specifier.operator, "version": specifier.version}
