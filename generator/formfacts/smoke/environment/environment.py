"""An environment that commands can run in."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from formfacts.errors import UsageError

Kind = Literal["shared", "isolated", "existing"]


@dataclass(frozen=True, slots=True)
class Environment:
    """An interpreter and the folder that it is of; `lock` names what was to be installed.

    Of an existing environment, which we have not made, it names what is in it.
    """

    python: Path
    folder: Path
    lock: str
    kind: Kind


def python_of(folder: Path) -> Path:
    """Return the interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def check_python(wanted: str, version: str = "") -> None:
    """Raise UsageError unless this Python, or that of the version, is what repos require."""
    from packaging.specifiers import SpecifierSet

    version = version or ".".join(map(str, sys.version_info[:3]))
    if not SpecifierSet(wanted).contains(version, prereleases=True):
        raise UsageError(
            f"the generated repos require Python {wanted} and this is {version}: run formfacts, or "
            "make the environment, with one that fits"
        )
