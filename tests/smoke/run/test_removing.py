"""A folder is removed whatever was done to it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import gettempdir

import pytest

from formfacts.smoke.run.removing import remove
from tests.conftest import ROOT

AS_NOBODY = """
import os, sys
from pathlib import Path
from formfacts.smoke.run.removing import remove
os.setuid(65534)
top = Path(sys.argv[1])
folder = top / "b" / "c"
folder.mkdir(parents=True)
(folder / "file").touch()
for place in (folder, folder.parent, top):
    place.chmod(0o500)
remove(top)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_folders_made_read_only_are_removed(tmp_path: Path) -> None:
    """Go's cache of modules is one; root could remove it anyway."""
    for place in (tmp_path, *tmp_path.parents):
        if place.owner() == "root" and place.is_relative_to(gettempdir()):
            place.chmod(place.stat().st_mode | 0o777)
    # A process of its own: what was forked from one with threads may hang as it changes its user.
    command = [sys.executable, "-c", AS_NOBODY, str(tmp_path / "a")]
    source = str(ROOT / "generator")
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": source}, timeout=60)

    assert not (tmp_path / "a").exists()


def test_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    """It is as it was to be."""
    remove(tmp_path / "a")
