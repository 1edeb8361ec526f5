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
    check_questions,
    has_controls,
    plain,
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


@pytest.mark.parametrize(
    "name",
    ["git~1", "GIT~2", ".git.", ".git ", ".git. .", ".git::$DATA", "a\\.git\\b", ".g\u200cit"],
)
def test_refuses_what_another_system_takes_for_git_s_own(folder: Path, name: str) -> None:
    """Windows and macOS read some names more freely."""
    (folder / name).mkdir()

    with pytest.raises(TemplateError, match=r"wants to write .*: refused"):
        check_paths(folder)


@pytest.mark.parametrize("target", [".git", ".git/hooks/pre-commit", "sub/../.GIT", "sub/.git/x"])
def test_refuses_links_into_git_s_folder(folder: Path, target: str) -> None:
    """Later files would be written through them."""
    (folder / "link").symlink_to(target)

    with pytest.raises(TemplateError, match="link leads into git's folder: refused"):
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
    for name in (
        ".gitignore",
        "git",
        "Überblick für Neue.md",
        ".github",
        "no such:*?.txt",
        ".git-x",
        "a.git",
    ):
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


def test_questions_that_steer_the_terminal() -> None:
    """Whatever of them is shown: names, help, choices at any depth."""
    check_questions({"name": {"help": "Which\none?", "choices": {"a": "b", "c": ["d", 1, None]}}})
    for question in ({"a\x1b": "b"}, {"a": {"help": "\x1b"}}, {"a": {"choices": [{"b": "\x1b"}]}}):
        with pytest.raises(TemplateError, match=r"question 'a.*holds terminal escapes"):
            check_questions(question)


def test_shows_what_others_said_without_its_controls() -> None:
    """Lines stay lines."""
    assert "a\n\tb\\x1b[2J\\u202e" == plain("a\n\tb\x1b[2J\u202e")


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
