"""What an environment is to hold, as text that people can read, and the key that follows."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.inside import read_requirement
from formfacts.smoke.environment.installer import Installer

LOCK = "lock.txt"
# The key is part of the first line of every script in the environment, which may not be long.
KEY_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Lock:
    """What decides on all that gets installed: equal locks make equal environments.

    Only of what no requirement or constraint gives a version, the newest of the day is taken.
    """

    declared: Declared
    tools: tuple[str, ...]
    installer: Installer

    @property
    def text(self) -> str:
        """It, for people."""
        return "\n".join(
            [
                "# what was asked for",
                f"python: {sys.implementation.name} {'.'.join(map(str, sys.version_info[:3]))}",
                f"of: {sys.base_prefix}",
                f"platform: {sysconfig.get_platform()}",
                f"installer: {self.installer.name}",
                *(f"{name}: {value}" for name, value in sorted(self.installer.decisive.items())),
                *section("tools", self.tools),
                *section("requirements", self.declared.requirements),
                *section("constraints", self.declared.constraints),
            ]
        )

    @property
    def key(self) -> str:
        """The name of an environment with it."""
        return sha256(self.text.encode()).hexdigest()[:KEY_LENGTH]


def make_lock(declared: Declared, tools: Iterable[str], installer: Installer) -> Lock:
    """Return the lock; raise TemplateError for a tool that is no requirement."""
    return Lock(declared, tuple(checked_tools(tools)), installer)


def section(name: str, lines: Iterable[str]) -> list[str]:
    """Return the lines below a heading, or nothing without any."""
    listed = list(lines)
    return ["", f"[{name}]", *listed] if listed else []


def checked_tools(tools: Iterable[str]) -> list[str]:
    """Return the requirements of the checks; raise TemplateError for what is none."""
    return sorted({str(read_requirement(tool, "smoke.yml: tools")) for tool in tools})


def installed(folder: Path) -> list[str]:
    """Return what is installed in the virtual environment, as `name==version`, sorted."""
    from importlib.metadata import distributions

    base = {"base": str(folder), "platbase": str(folder)}
    places = {sysconfig.get_path(kind, "venv", vars=base) for kind in ("purelib", "platlib")}
    found = {f"{one.name}=={one.version}" for one in distributions(path=sorted(places))}
    return sorted(found, key=str.lower)


def write_lock(folder: Path, lock: Lock) -> None:
    """Keep beside the environment's packages what was asked for and what was installed."""
    lines = [lock.text, "", "# what was installed", *installed(folder), ""]
    (folder / LOCK).write_text("\n".join(lines), encoding="utf-8")
