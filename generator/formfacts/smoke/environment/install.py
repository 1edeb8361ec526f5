"""Make a virtual environment, install into it, and say in one line why that fails."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from formfacts.errors import FormfactsError, TemplateError
from formfacts.scaffold.refuse import plain
from formfacts.smoke.environment.environment import python_of
from formfacts.smoke.environment.installer import Installer, caller
from formfacts.smoke.environment.sources import without_passwords
from formfacts.smoke.process import run_command

Say = Callable[[str], object]
LONGEST_INSTALL = 3600.0
LONGEST_REASON = 300
LONGEST_STEP = 100
# How the lines begin that tell how far an installer is.
STEPS = ("Resolved", "Prepared", "Installed", "Downloading", "Building", "Installing")
# The sign before uv's account of a failure, and the frame that it draws around it.
CROSS = "\N{MULTIPLICATION SIGN}"
FRAME = re.compile(rf"^[\s│╰├─▶{CROSS}]+")


def make_venv(folder: Path) -> Path:
    """Make a virtual environment of our Python, without pip in it, and return its interpreter."""
    import venv

    venv.EnvBuilder(symlinks=os.name != "nt", with_pip=False).create(folder)
    return python_of(folder)


def install(  # noqa: PLR0913  the caller names what is not plain
    installer: Installer, folder: Path, what: Sequence[str], say: Say, *, mark: str, why: str
) -> None:
    """Install into the virtual environment; `why` names what fails if it does.

    Raises TemplateError with the installer's reason, FormfactsError where it cannot be started.
    """
    command = [*installer.install(python_of(folder)), *what]
    try:
        done = run_command(
            command,
            folder=folder,
            env={**caller(), **installer.variables},
            timeout=LONGEST_INSTALL,
            mark=mark,
            on_output=steps(say),
        )
    except OSError as error:
        raise FormfactsError(f"{installer.command[0]} cannot be started: {error}") from None
    if done.code is None:
        raise FormfactsError(f"{why}: {installer.name} took more than an hour: try again")
    if done.code != 0:
        raise TemplateError(f"{why}: {installer.name} says: {reason(done.output)}")


def steps(say: Say) -> Callable[[bytes], None]:
    """Return what takes in an installer's output and says the lines that tell how far it is."""
    pending = bytearray()

    def take(data: bytes) -> None:
        pending.extend(data)
        *lines, rest = bytes(pending).split(b"\n")
        pending[:] = rest
        for line in lines:
            text = plain(line.decode("utf-8", "replace").strip())
            if text.startswith(STEPS):
                say(without_passwords(text)[:LONGEST_STEP])

    return take


def reason(output: str) -> str:
    """Return, on one line, why an installer failed: pip's last error, or uv's whole sentence."""
    lines = [line for line in map(str.rstrip, plain(output).splitlines()) if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    if errors:
        return brief_line(errors[-1].removeprefix("ERROR:"))
    begins = [n for n, line in enumerate(lines) if line.lstrip().startswith((CROSS, "error:"))]
    told = lines[begins[-1] :] if begins else lines[-1:]
    return brief_line(" ".join(FRAME.sub("", line) for line in told)) or "nothing"


def brief_line(text: str) -> str:
    """Return the text on one line, its end left out where it is long."""
    line = without_passwords(" ".join(text.split()))
    return line if len(line) <= LONGEST_REASON else f"{line[:LONGEST_REASON]} ..."
