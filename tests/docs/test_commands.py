"""The commands in the docs do what the docs say: each is read by the command line, or run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer

from formfacts.cli import joined
from tests.docs.blocks import PAGES, SHELL, Block, blocks, calls, inline_calls
from tests.docs.help_page import command_paths, root_context
from tests.docs.scenes import Stage
from tests.docs.terminal import run_lines


def find_command(call: list[str]) -> tuple[Any, list[str]]:
    """Return the command that a call names, as Typer has it, and the words after it."""
    call = joined(call)
    path = max(
        (path for path in command_paths() if [*path] == call[: len(path)]), key=len, default=()
    )
    command = root_context().command
    for name in path:
        command = command.commands[name]
    return command, call[len(path) :]


def unread(call: list[str]) -> str:
    """Return what the command line does not understand of a call; nothing if it could be run."""
    command, words = find_command(call)
    try:
        command.make_context("formfacts", words)
    except typer.TyperException as error:
        return f"formfacts {' '.join(call)}: {error.format_message()}"
    except typer.Exit:  # --help and --version
        pass
    return ""


def unknown(call: list[str]) -> set[str]:
    """Return the options of a call, whole or not, that its command does not have."""
    command, words = find_command(call)
    known = {name for option in command.get_params(root_context()) for name in option.opts}
    return {word.partition("=")[0] for word in words if word.startswith("-")} - known


@pytest.mark.parametrize("page", PAGES)
def test_what_calls_formfacts_is_marked_as_shell(page: str) -> None:
    """A block that calls it without being `sh` would not be run."""
    assert [] == [block.lines[0] for block in blocks(page) if block.language not in SHELL]


@pytest.mark.parametrize("page", PAGES)
def test_every_option_in_the_docs_exists(page: str) -> None:
    """In blocks, also in those that are not run, and inline, where a call may be a part of one."""
    whole = [unread(call) for block in blocks(page) for call in calls(block)]
    parts = [f"{call}: {sorted(found)}" for call in inline_calls(page) if (found := unknown(call))]

    assert [] == [*filter(None, whole), *parts]


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)])
def test_the_commands_of_a_page_run(page: str, tmp_path: Path, program: list[str]) -> None:
    """One block after the other, offline; each line exits with 0, or as the comment says."""
    stage = Stage(tmp_path, program)
    here = stage.make("in ")
    for block in blocks(page):
        wrong = "" if block.skipped else run_block(stage, here, block)
        assert not wrong, wrong


def run_block(stage: Stage, here: Path, block: Block) -> str:
    """Run a block, in the folder of the page if it names no other; return what went wrong."""
    if block.each:
        scenes = [(stage.make(block.scene), [line], [code]) for line, code in in_step(block)]
    else:
        folder = here if block.scene == "in " else stage.make(block.scene)
        scenes = [(folder, list(block.lines), list(block.codes))]
    said = [run_lines(folder, stage.programs, lines, codes) for folder, lines, codes in scenes]
    return "\n".join(f"{block.page}:\n{text}" for text in said if text)


def in_step(block: Block) -> list[tuple[tuple[int, str], int]]:
    """Return each line with its exit code."""
    return list(zip(block.lines, block.codes, strict=True))
