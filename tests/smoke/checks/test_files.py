"""Files that are missing, and files that nobody expects."""

from __future__ import annotations

from pathlib import Path

from formfacts.smoke.checks.files import wrong_files
from formfacts.smoke.config import Files, FileSet
from tests.smoke.templates import lay_out


def test_what_holds_must_be_there(tmp_path: Path) -> None:
    """A pattern is met by one file, and starts at the top."""
    lay_out(tmp_path, {"a.txt": "", "b/c.py": "", "b/a.md": ""})
    sets = (
        FileSet(("a.txt", "b/*.py", "a.md")),
        FileSet(("no.txt",), "no"),
        FileSet(("x",), "yes"),
    )

    faults = wrong_files(tmp_path, Files(sets), lambda when: when != "no")
    assert ["missing: a.md", "missing: x"] == faults


def test_exact_is_all_there_may_be(tmp_path: Path) -> None:
    """Links and hidden files as well; a folder stands for what is in it."""
    lay_out(tmp_path, {"a.txt": "", "b/c.py": "", ".hidden": "", ".git/config": ""})
    (tmp_path / "link").symlink_to("a.txt")

    files = Files((FileSet(("/a.txt", "b")),), exact=True)
    faults = wrong_files(tmp_path, files, lambda _: True)
    assert ["not expected: .hidden", "not expected: link"] == sorted(faults)
