"""`formfacts advise`, from the command line to what it prints."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import subprocess
import termios
from pathlib import Path

import pytest

from formfacts.advisor.files import load_advice
from tests.conftest import Formfacts

SITUATION = """\
title: Help centre
facts:
  knowledge_gap: yes
  private_data: yes
  behaviour_gap: format
  prompting_tried: yes_insufficient
  labelled_examples: 300
"""


@pytest.fixture
def situation(folder: Path) -> str:
    """The name of a situation file in the current folder."""
    (folder / "s.yaml").write_text(SITUATION, "utf-8")
    return "s.yaml"


def test_from_a_file(situation: str, formfacts: Formfacts) -> None:
    """A situation file gives a page that starts with the approach, and no colour in a pipe."""
    result = formfacts("advise", "--situation", situation)

    assert (0, "") == (result.code, result.err)
    assert "hybrid: train the form, look the facts up" == result.out.splitlines()[1]
    assert "\x1b" not in result.out


def test_from_flags(formfacts: Formfacts) -> None:
    """Facts can be given as flags; what is not given is unknown."""
    result = formfacts("advise", "--knowledge-gap", "no", "--behaviour-gap", "none", "--json")

    data = json.loads(result.out)
    assert ("prompt", {"knowledge_gap": "no", "behaviour_gap": "none"}) == (
        data["approach"],
        data["situation"]["facts"],
    )


def test_flags_overrule_the_file(situation: str, formfacts: Formfacts) -> None:
    """A flag counts over the file's fact."""
    result = formfacts("advise", "--situation", situation, "--behaviour-gap", "none", "--json")

    assert "rag" == json.loads(result.out)["approach"]


def test_same_facts_same_bytes(situation: str, formfacts: Formfacts) -> None:
    """Two runs print the same."""
    first, second = (formfacts("advise", "--situation", situation, "--json") for _ in range(2))

    assert first == second


def test_save_writes_what_new_reads(situation: str, formfacts: Formfacts) -> None:
    """--save writes the advice that was printed and says what to do with it."""
    result = formfacts("advise", "--situation", situation, "--save", "advice.yaml")

    advice = load_advice(Path("advice.yaml"))
    assert ("hybrid", "Help centre") == (advice.approach, advice.situation.title)
    assert "saved advice.yaml; next: formfacts new my-app --advice advice.yaml\n" == result.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--situation", "no.yaml"], "no.yaml cannot be read: no such file or directory"),
        (["--situation", "."], ". cannot be read: is a directory"),
        (["--hosting", "cloud"], "hosting: 'cloud' is not a value it can have; write one of"),
        (["--corpus-size", "20 GB"], "corpus_size: '20 GB' cannot be read; write a number"),
        (["--situatoin", "s.yaml"], "No such option"),
        ([], "there is no terminal to ask in: pass --situation FILE, or facts such as"),
    ],
)
def test_wrong_input_is_one_line(
    arguments: list[str], message: str, folder: Path, formfacts: Formfacts
) -> None:
    """Wrong input exits with 2 and one line that says what and which value."""
    result = formfacts("advise", *arguments)

    assert (2, "", 1) == (result.code, result.out, result.err.count("\n"))
    assert message in result.err


def test_saving_over_a_file_of_the_user_is_refused(situation: str, formfacts: Formfacts) -> None:
    """--save never overwrites what it did not write, and then prints no advice either."""
    result = formfacts("advise", "--situation", situation, "--save", situation)

    assert (1, "", SITUATION) == (result.code, result.out, Path(situation).read_text("utf-8"))
    assert "formfacts: s.yaml exists and is not saved advice; choose another name\n" == result.err


def in_terminal(program: list[str], typed: bytes, **environment: str) -> tuple[int, str]:
    """Run `formfacts advise` in a terminal of its own; return its code and all that was shown."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [*program, "advise"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | environment,
        preexec_fn=take_terminal,  # noqa: PLW1509  there are no threads here, and Ctrl-C needs it
    )
    os.close(theirs)
    shown = b""
    while block := read(ours):
        shown += block
        # Keys pressed before the first question would be shown, or interrupt, too early.
        if typed and b"Letters choose" in shown:
            os.write(ours, typed)
            typed = b""
    os.close(ours)
    return child.wait(timeout=30), shown.decode().replace("\r\n", "\n")


def take_terminal() -> None:
    """Make the terminal on stdin the process's own, as a shell does."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def read(terminal: int) -> bytes:
    """Return what the terminal shows next; nothing once the other side has gone."""
    if not select.select([terminal], [], [], 30)[0]:
        pytest.fail("the terminal stayed silent for 30 seconds")
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_asks_in_a_terminal(program: list[str]) -> None:
    """In a terminal it asks, and ends with advice; in colour, unless NO_COLOR is set."""
    typed = b"a\na\n" + b"\n" * 12

    coloured = in_terminal(program, typed, TERM="xterm", NO_COLOR="")
    plain = in_terminal(program, typed, TERM="xterm", NO_COLOR="1")

    assert (0, 0) == (coloured[0], plain[0])
    assert "\x1b[1;32mrag: look the facts up" in coloured[1]
    assert "rag: look the facts up" in plain[1]
    assert "\x1b[1;32m" not in plain[1]


@pytest.mark.parametrize("key", [b"a\n\x03", b"a\n\x04"], ids=["ctrl-c", "ctrl-d"])
def test_leaving_is_quiet(program: list[str], key: bytes) -> None:
    """Ctrl-C or Ctrl-D while it asks exits with 130 and no traceback."""
    code, shown = in_terminal(program, key, TERM="xterm")

    assert (130, False) == (code, "Traceback" in shown)
