"""Writing files, and leaving those of others alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.advisor.put import put, starts_with
from formfacts.errors import TargetError

OURS = starts_with("# ours")


def test_writes_and_writes_again(tmp_path: Path) -> None:
    """What was written before is replaced, and nothing else is left in the folder."""
    file = tmp_path / "a.md"

    put(file, "# ours 1", "one of ours", OURS)
    put(file, "# ours 2", "one of ours", OURS)

    assert ("# ours 2", ["a.md"]) == (file.read_text("utf-8"), [p.name for p in tmp_path.iterdir()])


def test_leaves_the_files_of_others(tmp_path: Path) -> None:
    """A file without the mark stays as it is."""
    file = tmp_path / "a.md"
    file.write_text("mine", "utf-8")

    with pytest.raises(TargetError, match=r"a\.md exists and is not one of ours; choose another"):
        put(file, "# ours", "one of ours", OURS)

    assert "mine" == file.read_text("utf-8")


@pytest.mark.parametrize("name", ["missing/a.md", "."])
def test_a_place_that_cannot_be_written(name: str, tmp_path: Path) -> None:
    """A missing folder, or a folder in the way, is an error."""
    with pytest.raises(TargetError):
        put(tmp_path / name, "# ours", "one of ours", OURS)
