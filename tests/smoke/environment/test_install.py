"""Installing, and the reason that an installer gives when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import FormfactsError, TemplateError
from formfacts.smoke.environment import install
from formfacts.smoke.environment.environment import python_of
from formfacts.smoke.environment.install import make_venv, reason
from formfacts.smoke.environment.installer import Installer

UV_FAILED = """\
Using Python 3.11.7 environment at: env
  \N{MULTIPLICATION SIGN} No solution found when resolving dependencies:
  ╰─▶ Because gone was not found in the provided package locations and you
      require gone, we can conclude that your requirements are unsatisfiable.
"""
PIP_FAILED = """\
Looking in links: /wheels
ERROR: Could not find a version that satisfies the requirement gone (from versions: none)
ERROR: No matching distribution found for gone at https://me:secret@example.com/simple
[notice] A new release of pip is available
"""


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (
            UV_FAILED,
            (
                "No solution found when resolving dependencies: Because gone was not found in the "
                "provided package locations and you require gone, we can conclude that your "
                "requirements are unsatisfiable."
            ),
        ),
        (PIP_FAILED, "No matching distribution found for gone at https://example.com/simple"),
        ("error: Failed\n  Caused by: no space\n", "error: Failed Caused by: no space"),
        ("Killed\n", "Killed"),
        ("", "nothing"),
    ],
)
def test_reason(output: str, expected: str) -> None:
    """One line: uv's sentence is put together, pip's last error picked out."""
    assert expected == reason(output)


def test_failure(tmp_path: Path, installer: Installer) -> None:
    """It is told in the installer's words."""
    make_venv(tmp_path / "env")

    with pytest.raises(TemplateError, match=rf"^It fails: {installer.name} says: .*gone") as error:
        install.install(installer, tmp_path / "env", ["gone"], len, mark="m", why="It fails")
    assert "\n" not in str(error.value)


def test_no_such_program(tmp_path: Path) -> None:
    """An installer that went away is told by name."""
    make_venv(tmp_path / "env")
    gone = Installer("uv", ("/gone/uv",), {}, {})

    with pytest.raises(FormfactsError, match=r"^/gone/uv cannot be started"):
        install.install(gone, tmp_path / "env", ["tiny"], len, mark="m", why="It fails")


def test_venv(tmp_path: Path) -> None:
    """It is of our Python and has no packages, pip neither."""
    python = make_venv(tmp_path / "env")

    assert python_of(tmp_path / "env") == python
    assert [] == [path.name for path in (tmp_path / "env/lib").rglob("site-packages/*")]
