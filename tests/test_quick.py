"""Options that are read without Pydantic are read all the same."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
import typer

from formfacts.quick import QuickCommand

Seen = dict[str, object]


def parse(*arguments: str) -> Seen:
    """Read a command line with one option of each type and return what the command was given."""
    seen: Seen = {}
    program = typer.Typer(rich_markup_mode=None)

    @program.command(cls=QuickCommand)
    def command(
        *,
        path: Annotated[Path | None, typer.Option()] = None,
        text: Annotated[str, typer.Option()] = "unset",
        flag: Annotated[bool, typer.Option("--flag")] = False,
        number: Annotated[int, typer.Option()] = 7,
        few: Annotated[int, typer.Option(max=3)] = 1,
        many: Annotated[list[str] | None, typer.Option()] = None,
    ) -> None:
        seen.update(path=path, text=text, flag=flag, number=number, many=many)

    typer.main.get_command(program).main(list(arguments), standalone_mode=False)
    return seen


def test_given_values_have_their_types() -> None:
    """Text, paths and flags are read plainly; numbers and lists as ever."""
    line = "--path a/b --text 7 --flag --number 8 --many x --many y"

    assert {
        "path": Path("a/b"),
        "text": "7",
        "flag": True,
        "number": 8,
        "many": ["x", "y"],
    } == parse(*line.split())


@pytest.mark.parametrize("line", [["--path", ""], ["--path="]])
def test_an_empty_path_is_refused(line: list[str]) -> None:
    """An unset shell variable does not mean the current folder."""
    with pytest.raises(typer.BadParameter, match="the path is empty: write one"):
        parse(*line)


def test_a_number_that_is_none_is_refused() -> None:
    """The value is named."""
    with pytest.raises(typer.BadParameter, match="'x7' is not a whole number"):
        parse("--number", "x7")


def test_a_range_is_still_for_typer() -> None:
    """It knows the bounds."""
    with pytest.raises(typer.BadParameter, match="3"):
        parse("--few", "4")


def test_what_is_not_given_keeps_its_default() -> None:
    """A default is not read as if it had been typed."""
    seen = parse()

    assert (None, "unset", False, 7) == tuple(
        seen[name] for name in ("path", "text", "flag", "number")
    )
