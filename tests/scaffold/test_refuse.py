"""What no template may write."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.scaffold.refuse import (
    check_message,
    check_paths,
    has_controls,
    rendered,
    settle_modes,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with something outside of it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "folder").mkdir()
    return tmp_path / "folder"


def test_lists_in_order_without_following_links(folder: Path) -> None:
    """Files and folders; a link is one entry."""
    for name in ("b/x", "b/a", "a"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    (folder / "link").symlink_to("b")

    found = [str(path.relative_to(folder)) for path in rendered(folder)]
    assert ["a", "b", "link", "b/a", "b/x"] == found


@pytest.mark.parametrize("name", [".git", ".GIT", "sub/.Git/hooks"])
def test_refuses_git_s_own_files(folder: Path, name: str) -> None:
    """At any depth, and as a file system sees it that knows no capitals."""
    (folder / name).mkdir(parents=True)

    with pytest.raises(TemplateError, match=r"wants to write .*: refused"):
        check_paths(folder)


@pytest.mark.parametrize("name", ["a\x1b[2J", "a\nb", "cod\u202egpj.exe"])
def test_refuses_names_that_play_tricks(folder: Path, name: str) -> None:
    """The error shows them escaped."""
    (folder / name).write_text("")

    with pytest.raises(TemplateError, match="control characters") as error:
        check_paths(folder)
    assert not has_controls(str(error.value))


@pytest.mark.parametrize("target", ["../outside", "/etc/passwd", "sub/../../outside"])
def test_refuses_links_that_lead_out(folder: Path, target: str) -> None:
    """Whatever way they take."""
    (folder / "link").symlink_to(target)

    with pytest.raises(TemplateError, match="link leads out of the project: refused"):
        check_paths(folder)


def test_allows_everything_else(folder: Path) -> None:
    """Names in any language, links that stay inside, also to what is not there."""
    for name in (".gitignore", "git", "Überblick für Neue.md", ".github", "no such:*?.txt"):
        (folder / name).write_text("")
    (folder / "sub").mkdir()
    (folder / "sub/link").symlink_to("../git")
    (folder / "later").symlink_to("not/yet")

    check_paths(folder)


@pytest.mark.parametrize("text", ["\x1b]0;title\a", "a\rb", "\x9b2J", "\u2066hidden\u2069"])
def test_refuses_messages_that_steer_the_terminal(text: str) -> None:
    """The error names what the message is, without repeating the controls."""
    with pytest.raises(TemplateError, match="the note of the template holds") as error:
        check_message(text, "the note")
    assert not has_controls(str(error.value))


def test_plain_messages() -> None:
    """Lines and tabs are no tricks, nor is any script."""
    text = "Fertig: für Köln\n\t日本\n"

    assert text == check_message(text, "the note")


@pytest.mark.parametrize(("umask", "modes"), [(0o022, "644 755"), (0o077, "600 700")])
def test_settles_modes(folder: Path, umask: int, modes: str) -> None:
    """As git would have them: what the template's disk said of writing does not count."""
    for name, mode in {"a": 0o444, "b": 0o555}.items():
        (folder / name).write_text("")
        (folder / name).chmod(mode)
    before = os.umask(umask)
    settle_modes(folder)
    os.umask(before)

    found = [f"{stat.S_IMODE((folder / name).stat().st_mode):o}" for name in "ab"]
    assert modes.split() == found
