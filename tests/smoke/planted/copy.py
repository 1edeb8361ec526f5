"""A copy of our template to plant faults in: a Copier template as others have theirs."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import ROOT
from tests.foreign.templates import git

PARTS = ("copier.yml", "smoke.yml", "UPGRADES.yaml", "template", "partials")
CACHES = shutil.ignore_patterns("__pycache__", ".*_cache", ".cache", ".venv", "*.pyc")
AUTHOR = ("-c", "user.name=Author", "-c", "user.email=author@example.org")
RELEASE = "v0.2.0"


class Copy:
    """The copy, in a git repo of its own; paths are relative to its `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        for name in PARTS:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, root / name, ignore=CACHES)
            else:
                shutil.copy(ROOT / name, root)

    def release(self) -> None:
        """Commit and tag what is there: the release that repos are updated from."""
        git(self.root, "init", "--quiet", "--template=", "--initial-branch=main")
        git(self.root, "add", "--all")
        git(self.root, *AUTHOR, "commit", "--quiet", "--message", f"Release {RELEASE}")
        git(self.root, "tag", RELEASE)

    def read(self, path: str) -> str:
        """Return the text of a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a file, new or not."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def add(self, path: str, text: str) -> None:
        """Write to the end of a file, new or not."""
        self.write(path, (self.read(path) if (self.root / path).exists() else "") + text)

    def replace(self, path: str, old: str, new: str) -> None:
        """Put a text in place of another, which must be there once."""
        text = self.read(path)
        if text.count(old) != 1:
            raise AssertionError(f"{path} has {old!r} {text.count(old)} times: plant it elsewhere")
        self.write(path, text.replace(old, new))

    def check(self, text: str) -> None:
        """Add a check to smoke.yml, before the others."""
        self.replace("smoke.yml", "\nchecks:\n", f"\nchecks:\n{text}")

    def expect(self, when: str, path: str) -> None:
        """Tell smoke.yml of a file that repos have where `when` holds."""
        self.add("smoke.yml", f'    - when: "{{{{ {when} }}}}"\n      paths: {path}\n')
