"""The key of an environment, and what is written down of it."""

from __future__ import annotations

import platform
from dataclasses import replace

import pytest

from formfacts.errors import TemplateError
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.installer import Installer
from formfacts.smoke.environment.lock import Lock, make_lock

DECLARED = Declared(("a>=1", "b"), ("a==1.5",), ">=3.11")
UV = Installer("uv", ("/bin/uv",), {}, {"UV_FIND_LINKS": "/wheels"})


def test_text() -> None:
    """It reads as what was asked for."""
    text = make_lock(DECLARED, ["deptry>=0.25"], UV).text

    assert f"python: cpython {platform.python_version()}" in text
    assert text.endswith(
        "installer: uv\nUV_FIND_LINKS: /wheels\n\n[tools]\ndeptry>=0.25\n\n[requirements]\na>=1\nb"
        "\n\n[constraints]\na==1.5"
    )


@pytest.mark.parametrize(
    "other",
    [
        make_lock(replace(DECLARED, requirements=("a>=1",)), ["deptry"], UV),
        make_lock(replace(DECLARED, constraints=()), ["deptry"], UV),
        make_lock(DECLARED, ["deptry>=1"], UV),
        make_lock(DECLARED, ["deptry"], replace(UV, name="pip")),
        make_lock(DECLARED, ["deptry"], replace(UV, decisive={})),
    ],
)
def test_what_the_key_tells_apart(other: Lock) -> None:
    """Requirements, constraints, tools, the installer and its sources."""
    assert make_lock(DECLARED, ["deptry"], UV).key != other.key


def test_what_the_key_does_not() -> None:
    """The order of tools, and where uv lies."""
    one = make_lock(DECLARED, ["a", "b"], UV)
    other = make_lock(DECLARED, ["b", "a"], replace(UV, command=("/usr/bin/uv",), run="r"))

    assert one.key == other.key


def test_tools_are_requirements() -> None:
    """What is none is told."""
    with pytest.raises(TemplateError, match=r"^smoke.yml: tools: '-e \.' is no requirement"):
        make_lock(DECLARED, ["-e ."], UV)
