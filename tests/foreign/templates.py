"""Three Copier templates that are not ours, as git repos with one commit and tag per version.

Each version lies beside this module as the full tree that its tag holds: `library/v1.0.0/` and
so on. What a version changes is the difference between two of these folders.
"""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
# Oldest first, so that the last one is what an update goes to.
VERSIONS = {
    "library": ("v1.0.0", "v1.1.0", "v2.0.0"),
    "service": ("v1.0.0", "v2.0.0", "v3.0.0"),
    "ci": ("1.0.0", "1.1.0rc1", "1.1.0"),
}
# Elsewhere a tag is only a name for its commit; here it is an object of its own.
ANNOTATED = frozenset({"library"})

AUTHOR = b"Template Author <author@example.org>"
FIRST_COMMIT = 1_704_067_200
DAY = 86_400


def build(name: str, folder: Path) -> Path:
    """Make the template a git repo at `folder/name`, the same to the byte each time."""
    repo = folder / name
    git(folder, "init", "--quiet", "--template=", "--initial-branch=main", name)
    git(repo, "fast-import", "--quiet", stdin=history(name))
    git(repo, "reset", "--quiet", "--hard")
    return repo


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    """Run git, untouched by anyone's settings or attributes, and return what it prints."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_ATTR_NOSYSTEM": "1",
    }
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment,
        input=stdin,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def history(name: str) -> bytes:
    """Return the template's commits and tags, in the words of git fast-import.

    That takes names, modes and bytes as they are given: no ignore file, line-ending setting or
    hook has a say, and one process writes it all.
    """
    lines = [
        line
        for number, version in enumerate(VERSIONS[name], start=1)
        for line in release(HERE / name / version, number, annotated=name in ANNOTATED)
    ]
    return b"\n".join(lines) + b"\n"


def release(tree: Path, number: int, *, annotated: bool) -> Iterator[bytes]:
    """Yield the commit of one version, whose folder has the tag's name, and the tag."""
    who = b"%b %d +0000" % (AUTHOR, FIRST_COMMIT + number * DAY)
    version = tree.name.encode()
    yield b"commit refs/heads/main\nmark :%d\ncommitter %b" % (number, who)
    yield data(b"Release " + version)
    yield b"deleteall"
    for path in sorted(tree.rglob("*")):
        if path.is_symlink() or path.is_file():
            yield b"M %b inline %b" % (mode(path), os.fsencode(path.relative_to(tree)))
            yield data(os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes())
    if annotated:
        yield b"tag %b\nfrom :%d\ntagger %b" % (version, number, who)
        yield data(b"Version " + version)
    else:
        yield b"reset refs/tags/%b\nfrom :%d" % (version, number)


def mode(path: Path) -> bytes:
    """Return the file's mode as git writes it."""
    if path.is_symlink():
        return b"120000"
    return b"100755" if path.stat().st_mode & stat.S_IXUSR else b"100644"


def data(content: bytes) -> bytes:
    """Return the content with its length before it."""
    return b"data %d\n%b" % (len(content), content)
