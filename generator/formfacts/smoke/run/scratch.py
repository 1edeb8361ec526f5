"""The folder that a run works in, and that nothing is left of."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from formfacts.errors import FormfactsError
from formfacts.scaffold.staging import uninterrupted
from formfacts.smoke.run.guardian import guarded
from formfacts.smoke.run.removing import remove

PREFIX = "formfacts-smoke-"


@contextmanager
def scratch_folder() -> Iterator[tuple[Path, str]]:
    """Give a folder for a run and its mark; afterwards there is neither folder nor process left.

    Raises FormfactsError where there is no place for it.
    """
    mark = f"smoke-{uuid4().hex}"
    scratch: Path | None = None
    try:
        with uninterrupted():
            scratch = make_scratch()
        with guarded(scratch, mark), temporary_files_in(scratch / "tmp"):
            yield scratch, mark
    finally:
        if scratch is not None:
            with uninterrupted():
                remove(scratch)


def make_scratch() -> Path:
    """Make the folder."""
    try:
        return Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    except OSError as error:
        raise FormfactsError(
            f"no folder for temporary files: {error.strerror}: set TMPDIR to one that is writable"
        ) from None


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Have all temporary files made in a folder, so that those of a killed run go with it."""
    before, outside = tempfile.tempdir, os.environ.get("TMPDIR")
    folder.mkdir()
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        os.environ.pop("TMPDIR")
        if outside is not None:
            os.environ["TMPDIR"] = outside
