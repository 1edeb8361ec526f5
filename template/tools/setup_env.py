"""Make a virtual environment and install into it: with uv where there is one, with pip otherwise.

    python3 tools/setup_env.py .venv --constraint constraints.txt --editable '.[dev]'

Everything after the folder goes to the installer. It needs nothing but Python. uv does not read
pip's configuration, so the package sources that pip would use are handed to it: a machine that
prefers a build of its own (a CPU build of PyTorch, say) gets that build either way.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)
# pip's option and the variable by which uv takes the same.
SOURCES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


def main(folder: str, *arguments: str) -> None:
    """Make the environment and leave `.ready` in it once all is installed."""
    if sys.version_info < OLDEST:
        sys.exit(f"setup: Python {sys.version.split()[0]} is too old: use 3.11 or later (PYTHON3=)")
    environment = Path(folder)
    uv = shutil.which("uv")
    print(f"setup: installing into {environment} with {'uv' if uv else 'pip'}", flush=True)
    if uv:
        install_with_uv(uv, environment, arguments)
    else:
        install_with_pip(environment, arguments)
    (environment / ".ready").touch()


def install_with_uv(uv: str, environment: Path, arguments: tuple[str, ...]) -> None:
    """Install with uv, from the sources that pip is configured to use."""
    if not python_of(environment).exists():
        run([uv, "venv", "--quiet", "--python", sys.executable, str(environment)])
    command = [uv, "pip", "install", "--python", str(python_of(environment)), *arguments]
    # pip looks at all of its indexes and takes the best version; uv does so when told.
    run([*command, "--index-strategy", "unsafe-best-match"], {**uv_sources(), **os.environ})


def install_with_pip(environment: Path, arguments: tuple[str, ...]) -> None:
    """Install with pip in the environment."""
    if not python_of(environment).exists():
        make_environment(environment)
    pip = [str(python_of(environment)), "-m", "pip", "--disable-pip-version-check"]
    run([*pip, "install", "--quiet", *arguments])


def make_environment(environment: Path) -> None:
    """Make the environment, or say which system package is missing for it."""
    try:
        venv.create(environment, with_pip=True)
    except (subprocess.CalledProcessError, ImportError):
        shutil.rmtree(environment, ignore_errors=True)
        sys.exit("setup: this Python cannot make environments: on Debian, install python3-venv")


def python_of(environment: Path) -> Path:
    """Return the environment's interpreter."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def uv_sources() -> dict[str, str]:
    """Translate pip's configured package sources into uv's variables."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    found = {}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        option = key.rsplit(".", 1)[-1]
        if option in SOURCES:
            found[SOURCES[option]] = value.strip("'\"")
    return found


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a command and end with its exit code when it fails."""
    code = subprocess.run(command, env=environment, check=False).returncode
    if code:
        sys.exit(f"setup: `{' '.join(command[:4])} ...` failed with exit code {code}; see above")


if __name__ == "__main__":
    main(*sys.argv[1:])
