"""Where a template is read from, told from the `_src_path` of an answers file, which anybody wrote.

Shorthands and prefixes mean what they mean to Copier. What git would take for an option, or for a
program to run, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from formfacts.errors import TemplateError, brief
from formfacts.scaffold.bundle import is_bundle
from formfacts.scaffold.source import PUBLIC_SOURCE, bundle_path

SHORTHANDS = {"gh:": "https://github.com/", "gl:": "https://gitlab.com/"}
URL = re.compile(r"(?:https?|ssh|git|file)://[^-].*")
# user@host:path, or host:path.git; never helper::address, which names a program to run.
SCP = re.compile(r"(?:\w[\w.+-]*@\w[\w.-]*:(?!:).+|\w[\w.-]*:(?!:).+\.git)")
PASSWORD = re.compile(r"(?<=//)[^/@]+@")

Kind = Literal["release bundle", "bundle", "folder", "network"]


@dataclass(frozen=True, slots=True)
class Address:
    """What git is told to read, and of which kind it is.

    The release bundle is the one of our own template that came with formfacts.
    """

    location: str
    kind: Kind


def find_template(source: str, *, instead: str | None = None, base: Path | None = None) -> Address:
    """Return where to read the template `source` from: from `instead`, if the user said so.

    A relative folder is looked for in the current one, then in `base`. Raises TemplateError for
    what is not there, what has no versions, and what is no address at all.
    """
    if instead is None and is_ours(source):
        return Address(str(bundle_path()), "release bundle")
    wanted = source if instead is None else instead
    address = expand(wanted)
    if not wanted or wanted.startswith("-") or address.startswith("-") or not wanted.isprintable():
        raise TemplateError(f"{brief(wanted)} is no address of a template: {where_else(instead)}")
    if URL.fullmatch(address) or SCP.fullmatch(address):
        return Address(address, "network")
    return find_folder(wanted, None if instead else base, where_else(instead))


def where_else(instead: str | None) -> str:
    """Say how to name another place to read from."""
    return "check --template" if instead else "say where the template is with --template WHERE"


def is_ours(source: str) -> bool:
    """Whether the source is our own template's public one, in any of its forms."""
    return public_name(source) == public_name(PUBLIC_SOURCE)


def public_name(source: str) -> str:
    """Return host and path alone, in lower case: `github.com/owner/name`."""
    bare = re.sub(r"^\w+://", "", expand(source)).rpartition("@")[2]
    return bare.replace(":", "/", 1).rstrip("/").removesuffix(".git").lower()


def expand(source: str) -> str:
    """Return the address that a shorthand or a `git+` prefix stands for."""
    for shorthand, host in SHORTHANDS.items():
        if source.startswith(shorthand):
            path = source.removeprefix(shorthand).removeprefix("/")
            return f"{host}{path.removesuffix('.git')}.git"
    return source.removeprefix("git+")


def find_folder(wanted: str, base: Path | None, otherwise: str) -> Address:
    """Return the address of a repo or a bundle on this machine."""
    path = existing(wanted, base)
    if path is None:
        raise TemplateError(f"the template {brief(wanted)} is not there: {otherwise}")
    if path.is_file():
        if not is_bundle(path):
            raise TemplateError(f"the template {path} is a file and no git bundle: {otherwise}")
        return Address(str(path), "bundle")
    if not (path / ".git").exists() and not (path / "objects").is_dir():
        raise TemplateError(
            f"the template {path} is a folder without git, so that its older versions are not "
            f"known: {otherwise}"
        )
    return Address(str(path), "folder")


def existing(wanted: str, base: Path | None) -> Path | None:
    """Return the path, made absolute, from the first folder in which it exists."""
    try:
        path = Path(wanted).expanduser()
        for start in (Path.cwd(), base):
            if start is not None and (start / path).exists():
                return (start / path).resolve()
    except (OSError, RuntimeError, ValueError):
        return None  # no current folder, no home, or a name that no file can have
    return None


def shown(text: str) -> str:
    """Return what others wrote (git, a server) fit for a terminal, and without passwords."""
    return PASSWORD.sub("", "".join(c if c.isprintable() else "?" for c in text))
