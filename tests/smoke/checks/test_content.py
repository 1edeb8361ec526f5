"""Which files of a repo the checks read."""

from __future__ import annotations

import os
from pathlib import Path

from formfacts.smoke.checks.content import LARGEST_TEXT, File, named_files, read_files, read_text
from tests.smoke.templates import lay_out


def test_every_file_but_git_s_own_and_the_ignored(tmp_path: Path) -> None:
    """By their paths from the top, in order."""
    files = {".git/config": "x", "b/c.md": "c", "a.txt": "a", "docs/d.md": "d", ".github/e": "e"}
    lay_out(tmp_path, files)

    expected = [File(".github/e", "e"), File("a.txt", "a"), File("b/c.md", "c")]
    assert expected == list(read_files(tmp_path, ["/docs", "*.png"]))
    assert ".md" == File("README.MD", "").suffix


def test_what_is_no_text_is_not_read(tmp_path: Path) -> None:
    """Links, pipes, folders, large files and other encodings: nobody waits for them either."""
    lay_out(tmp_path, {"text": "caf\u00e9\n"})
    (tmp_path / "binary").write_bytes(b"a\0b")
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    (tmp_path / "large").write_bytes(b"x" * (LARGEST_TEXT + 1))
    (tmp_path / "link").symlink_to("text")
    (tmp_path / "broken").symlink_to("nothing")
    os.mkfifo(tmp_path / "pipe")

    assert {"text": "caf\u00e9\n"} == {
        name: text for name, path in named_files(tmp_path) if (text := read_text(path)) is not None
    }
    assert {"link", "broken", "pipe"} < {name for name, _ in named_files(tmp_path)}
