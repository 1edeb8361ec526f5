"""What commands are told of the environment that they run in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from formfacts.smoke.environment.environment import Environment


def variables(environment: Environment) -> dict[str, str]:
    """Return PATH, with the environment's programs first, and VIRTUAL_ENV.

    The caller's own environment is left out of PATH: a program that a repo forgot to declare must
    not be found there. To be passed with none of the caller's PYTHON variables.
    """
    programs = environment.python.parent
    own = own_programs()
    kept = [
        place
        for place in os.environ.get("PATH", os.defpath).split(os.pathsep)
        if place and Path(place) not in own
    ]
    path = {"PATH": os.pathsep.join([str(programs), *kept])}
    is_virtual = (environment.folder / "pyvenv.cfg").is_file()
    return {**path, "VIRTUAL_ENV": str(environment.folder)} if is_virtual else path


def own_programs() -> set[Path]:
    """Return where the programs of the caller's environments are: of our Python, of its shell."""
    folders = {os.environ.get("VIRTUAL_ENV", "")}
    if sys.prefix != sys.base_prefix:
        folders.add(sys.prefix)
    return {Path(folder, Path(sys.executable).parent.name) for folder in folders if folder}
