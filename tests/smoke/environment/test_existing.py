"""An environment of the user's, which has what is declared or is refused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from formfacts.errors import UsageError
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.existing import existing_environment
from formfacts.smoke.environment.isolated import isolated_environment
from formfacts.smoke.environment.variables import variables


@pytest.fixture
def env(tmp_path: Path, links: Path) -> Path:
    """An environment with needy 1.0 and tiny 2.0."""
    return isolated_environment(tmp_path / "env", Declared(("needy",)), [], len).folder


@pytest.mark.parametrize("path", ["", "bin/python"])
def test_it_has_all(env: Path, path: str) -> None:
    """It is given by its folder or its interpreter; a marker that does not hold asks nothing."""
    wanted = Declared(("Needy>=1", "tiny", "gone; sys_platform == 'nowhere'"), (), ">=3.11")

    found = existing_environment(env / path, wanted, ["tiny>=2"])

    assert ("existing", env, env / "bin/python") == (found.kind, found.folder, found.python)
    assert str(env) == variables(found)["VIRTUAL_ENV"]


def test_it_lacks_some(env: Path) -> None:
    """The first few are named, each with what is there instead."""
    wanted = Declared(("gone", "needy", "other", "tiny<2"))

    with pytest.raises(UsageError) as error:
        existing_environment(env, wanted, ["another", "tiny>=2"])

    assert (
        f"--env {env} lacks gone (not installed), other (not installed), tiny<2 (is 2.0) and 1 "
        "more: install that, or run without --env"
    ) == str(error.value)


def test_its_python(env: Path) -> None:
    """What repos require of Python is asked of its own."""
    with pytest.raises(UsageError, match="require Python >=99 and this is 3"):
        existing_environment(env, Declared((), (), ">=99"), [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "name the folder of an environment, or its interpreter"),
        ("no program", "cannot be started"),
        ("#!/bin/sh\necho hello\n", "is no Python of version 3.8 or later: 'hello'"),
    ],
)
def test_no_interpreter(tmp_path: Path, text: str | None, expected: str) -> None:
    """A folder without one, and programs that are none."""
    path = tmp_path / "python"
    if text is not None:
        path.write_text(text)
        path.chmod(0o755)

    with pytest.raises(UsageError, match=expected):
        existing_environment(path, Declared(()), [])


def test_no_module_of_the_current_folder(env: Path, folder: Path) -> None:
    """What lies around there is not taken for Python's own modules."""
    (folder / "json.py").write_text("raise SystemExit('no')")

    assert "existing" == existing_environment(env, Declared(("needy",)), []).kind
    subprocess.run([env / "bin/python", "-I", "-c", "import needy"], check=True)
