"""The command line's own help as a page of the docs: `python -m tests.docs.help_page`.

It writes docs/help.md, or the FILE that is given.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from formfacts.cli import make_cli
from tests.conftest import ROOT

PAGE = ROOT / "docs/help.md"
# Characters in a line: what the command line prints in a terminal of 80, wherever the page is made.
WIDTH = 78

HEAD = """\
# Every command and its options

What `formfacts COMMAND --help` prints. Written by `python -m tests.docs.help_page`, and held to the
command line by a test.
"""


def main() -> None:
    """Write the page."""
    page = Path(sys.argv[1]) if sys.argv[1:] else PAGE
    page.write_text(help_page(), encoding="utf-8")


def command_paths() -> list[tuple[str, ...]]:
    """Return the words that lead to each command, as `("smoke", "merge")`; none is formfacts."""
    return [path for path, _ in walk((), root_context())]


def help_page() -> str:
    """Return the page."""
    sections = [section(path, context) for path, context in walk((), root_context())]
    return "\n".join([HEAD, *sections])


def section(path: tuple[str, ...], context: Any) -> str:  # noqa: ANN401  Typer's class is private
    """Return the help of one command."""
    heading = " ".join(["formfacts", *path])
    return f"## {heading}\n\n```text\n{context.get_help().rstrip()}\n```\n"


def root_context() -> Any:  # noqa: ANN401  Typer's class is private
    """Return the command line as a whole, at the page's width."""
    command: Any = typer.main.get_command(make_cli([]))
    return command.context_class(command, info_name="formfacts", terminal_width=WIDTH)


def walk(path: tuple[str, ...], context: Any) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401  Typer's class is private
    """Yield a command and those below it, in the order of the help."""
    yield path, context
    command = context.command
    for name, below in getattr(command, "commands", {}).items():
        yield from walk((*path, name), below.context_class(below, info_name=name, parent=context))


if __name__ == "__main__":
    main()
