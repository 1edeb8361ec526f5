"""Tiny packages, made here and installed without the network."""

from __future__ import annotations

import io
import tarfile
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path

# A build that says in a file who builds, and goes on once another file is there.
SLOW_BACKEND = """
import os, time
from pathlib import Path
from making import write_wheel

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    with open(os.environ["SLOW_STARTED"], "a") as started:
        started.write(f"{os.getpid()}\\n")
    until = time.time() + 30
    while not Path(os.environ["SLOW_GO"]).exists() and time.time() < until:
        time.sleep(0.02)
    return write_wheel(wheel_directory, "slow", "1.0")
"""
BACKEND = """
from making import write_wheel

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return write_wheel(wheel_directory, "app", "0.1")
"""
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "{name}"
version = "{version}"
"""
# It stands alone, since the packages that are built from source take it along.
MAKING = """
import zipfile
from pathlib import Path


def write_wheel(folder, name, version, requires=()):
    wheel = Path(folder, f"{name}-{version}-py3-none-any.whl")
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"VERSION = {version!r}\\n",
        f"{info}/METADATA": "\\n".join([
            "Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}",
            *(f"Requires-Dist: {text}" for text in requires), "",
        ]),
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: made\\nRoot-Is-Purelib: true\\n"
        "Tag: py3-none-any\\n",
        f"{info}/entry_points.txt": f"[console_scripts]\\n{name}-run = {name}:VERSION.upper\\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\\n" for path in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel.name
"""


def write_wheel(folder: Path, name: str, version: str, requires: Iterable[str] = ()) -> Path:
    """Write a wheel with one module, `name`, which knows its VERSION, and one program."""
    made: dict[str, Callable[..., str]] = {}
    exec(MAKING, made)  # noqa: S102  our own text, above
    return folder / made["write_wheel"](folder, name, version, requires)


def write_source(folder: Path, name: str, version: str, backend: str) -> Path:
    """Write a package that has to be built, by the backend given, and needs nothing for that."""
    files = {
        "PKG-INFO": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        "pyproject.toml": PYPROJECT.format(name=name, version=version),
        "backend.py": backend,
        "making.py": MAKING,
    }
    path = folder / f"{name}-{version}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for file, text in files.items():
            data = textwrap.dedent(text).encode()
            member = tarfile.TarInfo(f"{name}-{version}/{file}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def write_repo(folder: Path, backend: str = BACKEND) -> Path:
    """Write a repo that is such a package, `app`."""
    folder.mkdir()
    (folder / "pyproject.toml").write_text(PYPROJECT.format(name="app", version="0.1"))
    (folder / "backend.py").write_text(backend)
    (folder / "making.py").write_text(MAKING)
    return folder
