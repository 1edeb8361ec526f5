"""A folder is removed whatever was done to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from formfacts.smoke.run.removing import remove


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_folders_made_read_only_are_removed(tmp_path: Path) -> None:
    """Go's cache of modules is one; root could remove it anyway."""
    for place in (tmp_path, *tmp_path.parents[:2]):
        place.chmod(0o777)
    if (child := os.fork()) == 0:
        os.setuid(65534)
        folder = tmp_path / "a" / "b" / "c"
        folder.mkdir(parents=True)
        (folder / "file").touch()
        for place in (folder, folder.parent, folder.parent.parent):
            place.chmod(0o500)
        remove(tmp_path / "a")
        os._exit(0)
    os.waitpid(child, 0)

    assert not (tmp_path / "a").exists()


def test_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    """It is as it was to be."""
    remove(tmp_path / "a")
