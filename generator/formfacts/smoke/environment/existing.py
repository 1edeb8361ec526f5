"""An environment that the user has: what the repos declare must be in it already."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from formfacts.errors import UsageError, brief
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.environment import Environment, check_python, python_of
from formfacts.smoke.environment.inside import applies, read_requirement
from formfacts.smoke.environment.installer import caller
from formfacts.smoke.environment.lock import checked_tools
from formfacts.smoke.process import run_command

LONGEST_LOOK = 60.0
SHOWN = 3
BEGIN = "formfacts-probe:"
# Runs in the user's Python, which need not be ours nor have `packaging`. The current folder is no
# place to import from. The names are those of PEP 508's markers.
PROBE = """
import sys
sys.path[:] = [place for place in sys.path if place]
import json, os, platform
from importlib.metadata import distributions
packages = {}
for one in distributions():
    if one.metadata["Name"]:
        packages.setdefault(one.metadata["Name"], one.version)
version = sys.implementation.version
full = "%d.%d.%d" % version[:3]
if version.releaselevel != "final":
    full += version.releaselevel[0] + str(version.serial)
print("formfacts-probe:" + json.dumps({"packages": packages, "markers": {
    "implementation_name": sys.implementation.name,
    "implementation_version": full,
    "os_name": os.name,
    "platform_machine": platform.machine(),
    "platform_python_implementation": platform.python_implementation(),
    "platform_release": platform.release(),
    "platform_system": platform.system(),
    "platform_version": platform.version(),
    "python_full_version": platform.python_version(),
    "python_version": ".".join(platform.python_version_tuple()[:2]),
    "sys_platform": sys.platform,
}}))
"""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python's installed packages (normal name to version), and what markers ask of it."""

    packages: Mapping[str, str]
    markers: dict[str, str]


def existing_environment(
    path: Path, united: Declared, tools: Iterable[str], run: str = ""
) -> Environment:
    """Return the environment in a folder, or of an interpreter, if it has all that is declared.

    Constraints and the requirements of extras are not looked at. `run` is the mark of the run.
    Raises UsageError that names what it lacks.
    """
    python = find_python(path)
    found = look(python, run)
    check_python(united.python, found.markers["python_full_version"])
    lacking = [
        f"{text} ({state})"
        for text in (*united.requirements, *checked_tools(tools))
        if (state := fault(text, found))
    ]
    if lacking:
        more = f" and {len(lacking) - SHOWN} more" if len(lacking) > SHOWN else ""
        raise UsageError(
            f"--env {path} lacks {', '.join(lacking[:SHOWN])}{more}: install that, or run without "
            "--env"
        )
    content = json.dumps([sorted(found.packages.items()), found.markers], sort_keys=True)
    lock = sha256(content.encode()).hexdigest()
    return Environment(python, python.parent.parent, lock, "existing")


def find_python(path: Path) -> Path:
    """Return the interpreter; the last link to it is kept, by which it knows its environment."""
    python = python_of(path) if path.is_dir() else path
    if not (python.is_file() and os.access(python, os.X_OK)):
        raise UsageError(f"--env {path}: name the folder of an environment, or its interpreter")
    return python.absolute()


def look(python: Path, run: str) -> Interpreter:
    """Ask an interpreter for its packages; raise UsageError where it does not answer."""
    from packaging.utils import canonicalize_name

    command = [str(python), "-c", PROBE]
    mark = f"{run}/probe-{uuid4().hex}".lstrip("/")
    try:
        done = run_command(
            command, folder=Path(os.sep), env=caller(), timeout=LONGEST_LOOK, mark=mark
        )
    except OSError as error:
        raise UsageError(f"--env {python} cannot be started: {error.strerror}") from None
    told = [line for line in done.output.splitlines() if line.startswith(BEGIN)]
    if done.code != 0 or not told:
        said = done.output.strip().rpartition("\n")[2]
        raise UsageError(f"--env {python} is no Python of version 3.8 or later: {brief(said)}")
    answer = json.loads(told[-1].removeprefix(BEGIN))
    packages: dict[str, str] = {
        canonicalize_name(name): text for name, text in answer["packages"].items()
    }
    return Interpreter(packages, answer["markers"])


def fault(text: str, found: Interpreter) -> str:
    """Return how an interpreter fails a requirement, or nothing where it does not."""
    from packaging.utils import canonicalize_name

    requirement = read_requirement(text, "requirement")
    if not applies(requirement, found.markers):
        return ""
    version = found.packages.get(canonicalize_name(requirement.name))
    if version is None:
        return "not installed"
    fits = requirement.specifier.contains(version, prereleases=True)
    return "" if fits else f"is {version}"
