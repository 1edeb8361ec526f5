"""The command line as a whole: help, version, and errors as text and exit codes."""

from __future__ import annotations

import errno
import json
import shlex
import subprocess
from pathlib import Path

import pytest

from formfacts import __version__, cli
from formfacts.errors import FormfactsError, UsageError
from tests.conftest import Formfacts


def test_version(formfacts: Formfacts) -> None:
    """--version prints the name and the version."""
    result = formfacts("--version")

    assert (0, f"formfacts {__version__}\n", "") == result


def test_help_names_the_commands(formfacts: Formfacts) -> None:
    """--help lists the commands."""
    result = formfacts("--help")

    assert ["advise", "new"] == [word for word in ("advise", "new") if word in result.out]


def test_nothing_given_prints_the_help(formfacts: Formfacts) -> None:
    """Without a command the help is shown, and the exit code says that none was given."""
    result = formfacts()

    assert (2, formfacts("--help").out, "") == result


@pytest.mark.parametrize("arguments", ["--help", "advise --knowledge-gap yes"])
@pytest.mark.parametrize(
    ("streams", "said"),
    [
        (">&-", ""),
        ("<&- >&-", ""),
        (">/dev/full", "formfacts: cannot write the output: No space left on device\n"),
        ("| true", ""),
    ],
)
def test_streams_that_are_closed_or_full(
    program: list[str], arguments: str, streams: str, said: str
) -> None:
    """A shell may close, fill or cut any stream: there is no traceback."""
    done = in_shell(f"{shlex.join(program)} {arguments} {streams}")

    assert said == done.stderr


def test_what_the_terminal_cannot_show_is_replaced(program: list[str], folder: Path) -> None:
    """Neither ASCII output nor a path of odd bytes is worth a traceback, and JSON stays JSON."""
    (folder / "s.yml").write_text("title: Größe\n", encoding="utf-8")
    start = f"PYTHONIOENCODING=ascii {shlex.join(program)} advise --json --situation"

    shown, odd = in_shell(f"{start} s.yml"), in_shell(f'{start} "$(printf "x\\377")"')

    assert (0, "Gr??e") == (shown.returncode, json.loads(shown.stdout)["situation"]["title"])
    assert (2, 2) == (odd.returncode, json.loads(odd.stdout)["error"]["exit_code"])


def test_without_stdin_there_is_no_terminal(program: list[str]) -> None:
    """A closed stdin is nobody to ask."""
    done = in_shell(f"{shlex.join(program)} advise <&-")

    assert (2, "formfacts: there is no terminal to ask in: ") == (done.returncode, done.stderr[:43])


def in_shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run a command line with the shell's redirections."""
    return subprocess.run(
        ["sh", "-c", command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_unknown_command_is_one_line(formfacts: Formfacts) -> None:
    """A command that does not exist exits with 2 and says so in one line."""
    result = formfacts("nwe")

    assert (2, "") == (result.code, result.out)
    assert result.err.startswith("formfacts: No such command 'nwe'")
    assert 1 == result.err.count("\n")


def test_missing_argument_is_one_line(formfacts: Formfacts) -> None:
    """`new` without a path exits with 2 and names what is missing."""
    result = formfacts("new")

    assert (2, "formfacts: Missing argument 'PATH'.\n") == (result.code, result.err)


@pytest.mark.parametrize(("error", "code"), [(FormfactsError("a\nb"), 1), (UsageError("a\nb"), 2)])
def test_errors_become_one_line_and_a_code(
    error: FormfactsError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """The text is folded into one line on stderr; stdout stays empty."""
    given = cli.report(error, str(error), error.exit_code, [])

    assert (code, "", "formfacts: a b\n") == (given, *capsys.readouterr())


def test_with_json_the_error_is_also_data(formfacts: Formfacts) -> None:
    """--json puts the error on stdout as an object, whatever went wrong."""
    result = formfacts("new", "--json")

    assert json.loads(result.out) == {
        "error": {
            "type": "MissingParameter",
            "message": "Missing argument 'PATH'.",
            "exit_code": 2,
        }
    }


def test_a_full_disk_is_told_wherever_it_was_met(capsys: pytest.CaptureFixture[str]) -> None:
    """Such as in the folder for temporary files, with no traceback."""
    code = cli.unwritten(OSError(errno.ENOSPC, "No space left on device", "out.txt"))

    expected = "formfacts: cannot write out.txt: No space left on device\n"
    assert (1, expected) == (code, capsys.readouterr().err)
