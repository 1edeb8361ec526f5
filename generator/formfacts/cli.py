"""The command line: which commands there are, and the one place that turns errors into exit codes.

0 done · 1 could not be done · 2 given the wrong thing · 3 done, with conflicts to resolve ·
4 behind the template (`status --exit-code`) · 130 interrupted · 143 terminated.
"""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from formfacts import __version__
from formfacts.errors import FormfactsError, UsageError
from formfacts.quick import QuickCommand, QuickGroup

INTERRUPTED = 130
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})

# In the order of the help page. Only the module of the command that is run gets imported.
COMMANDS = (
    "advise",
    "new",
    "status",
    "update",
    "promote",
    "smoke",
    "smoke merge",
    "smoke workflow",
)


def print_version(wanted: bool) -> None:  # noqa: FBT001  Typer calls it with the flag's value
    """Print the version and stop, if --version was given."""
    if wanted:
        typer.echo(f"formfacts {__version__}")
        raise typer.Exit


def options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and stop.", callback=print_version),
    ] = False,
) -> None:
    """Fine-tune the form, RAG the facts: from a situation to a repo that runs."""


def make_cli(arguments: Sequence[str]) -> typer.Typer:
    """Return the command line: with the one command that the arguments name, else with all."""
    # Plain help and plain errors: drawing them in boxes would double the start-up time.
    cli = typer.Typer(
        name="formfacts",
        cls=QuickGroup,
        help="Fine-tune the form, RAG the facts: from a situation to a repo that runs.",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    cli.callback()(options)
    named = [name for name in COMMANDS if [name] == list(arguments[:1])]
    for name in named or COMMANDS:
        module_name = name.replace(" ", "_")
        module = import_module(f"formfacts.commands.{module_name}")
        cli.command(name, cls=QuickCommand)(getattr(module, f"{module_name}_command"))
    return cli


def joined(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the two words of a command as one: `smoke merge`."""
    two_words = " ".join(arguments[:2])
    return [two_words, *arguments[2:]] if two_words in COMMANDS else list(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line (`sys.argv` unless arguments are given) and exit with its code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    open_what_is_closed()
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A path may hold bytes that are no text, and an ASCII terminal lacks most of ours.
        sys.stdout.reconfigure(errors="replace")
    try:
        code = run(given)
        sys.stdout.flush()
    except OSError as error:
        code = unwritten(error)
    except KeyboardInterrupt:  # before a command was found, or after it was done
        sys.stderr.write("formfacts: interrupted\n")
        code = INTERRUPTED
    sys.exit(code)


def open_what_is_closed() -> None:
    """Stand in for the standard streams that the caller closed, as `<&-` and `>&-` do."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def unwritten(error: OSError) -> int:
    """Say that the output could not be written, unless its reader left; Python must not retry.

    A full disk is said too, wherever it was met: a temporary folder, for one.
    """
    if error.filename is not None:
        if error.errno not in NO_ROOM:
            raise error
        sys.stderr.write(f"formfacts: cannot write {error.filename}: {error.strerror}\n")
        return FormfactsError.exit_code
    if not isinstance(error, BrokenPipeError):
        sys.stderr.write(f"formfacts: cannot write the output: {error.strerror}\n")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FormfactsError.exit_code


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; an error becomes one line on stderr."""
    arguments = joined(arguments)
    command = typer.main.get_command(make_cli(arguments))
    if not arguments:
        command.main(["--help"], prog_name="formfacts", standalone_mode=False)
        return UsageError.exit_code
    try:
        code = command.main(arguments, prog_name="formfacts", standalone_mode=False)
    except FormfactsError as error:
        return report(error, str(error), error.exit_code, arguments)
    except typer.TyperException as error:
        return report(error, error.format_message(), error.exit_code, arguments)
    except typer.Abort:
        code = INTERRUPTED
    # Typer itself turns Ctrl-C into this code, without a word.
    if code == INTERRUPTED:
        typer.echo("formfacts: interrupted", err=True)
    return code if isinstance(code, int) else 0


def report(error: Exception, text: str, code: int, arguments: list[str]) -> int:
    """Print the error, as JSON on stdout too where --json was asked for, and return the code."""
    message = " ".join(text.split())
    typer.echo(f"formfacts: {message}", err=True)
    if "--json" in arguments:
        found = {"type": type(error).__name__, "message": message, "exit_code": code}
        typer.echo(json.dumps({"error": found}, ensure_ascii=False))
    return code
