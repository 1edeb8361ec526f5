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
from formfacts.advisor.situation import FACTS, values_of
from tests.advisor.evidence.repos import report, write_repo
from tests.conftest import ROOT, Formfacts
from tests.test_startup import imported

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
        (["s.yaml"], "'s.yaml' is given without a flag: write --situation FILE, or --compare"),
        (["--compare", "s.yaml"], "--compare takes 2 to 9 situation files, not 1"),
        (["--compare", "--costs"], "--compare does not go with --costs: leave one of them out"),
        (["--explain", "K1"], "there is no rule 'K1'; did you mean 'K"),
        (["--explain", "K01", "--schema"], "--schema does not go with --explain"),
        (["--corpus", "no"], "--corpus no cannot be read: no such file or directory"),
        (["--corpus", ".", "--corpus-size", "3"], "--corpus counts what --corpus-size tells"),
        (["--model", "openai"], "model: 'openai' names no provider; write provider:model"),
        (["--set", "price.week"], "--set 'price.week' lacks a value; write"),
        (["--set", "price.wek=1"], "there is no such name; did you mean 'price.week'?"),
        ([], "there is no terminal to ask in: pass --situation FILE, or facts such as"),
    ],
)
def test_wrong_input_is_one_line(
    arguments: list[str], message: str, folder: Path, formfacts: Formfacts
) -> None:
    """Wrong input exits with 2 and one line that says what and which value."""
    needs_facts = {"--model", "--set"} & set(arguments)
    result = formfacts("advise", *arguments, *(["--test-set", "no"] if needs_facts else []))

    assert (2, "", 1) == (result.code, result.out, result.err.count("\n"))
    assert message in result.err


def test_saving_over_a_file_of_the_user_is_refused(situation: str, formfacts: Formfacts) -> None:
    """--save never overwrites what it did not write, and then prints no advice either."""
    result = formfacts("advise", "--situation", situation, "--save", situation)

    assert (1, "", SITUATION) == (result.code, result.out, Path(situation).read_text("utf-8"))
    assert "formfacts: s.yaml exists and is not saved advice; choose another name\n" == result.err


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_has_its_flag(fact: str, formfacts: Formfacts) -> None:
    """A flag for each, which reads what a file could say."""
    value = [word for word in values_of(fact) if word != "unknown"][-1:] or ["300"]

    result = formfacts("advise", f"--{fact.replace('_', '-')}", value[0], "--json")

    assert {fact: value[0]} == json.loads(result.out)["situation"]["facts"]


def test_a_corpus_is_counted(folder: Path, formfacts: Formfacts) -> None:
    """What was counted is said on stderr, and is the corpus size."""
    (folder / "docs").mkdir()
    (folder / "docs/a.md").write_text("word " * 1000, "utf-8")

    result = formfacts("advise", "--corpus", "docs", "--knowledge-gap", "yes", "--json")

    data = json.loads(result.out)
    assert ("prompt", "1350 tokens") == (
        data["approach"],
        data["situation"]["facts"]["corpus_size"],
    )
    assert "docs: 1 file, 1,000 words × 1.35 = about 1,350 tokens\n" == result.err  # noqa: RUF001


def test_a_corpus_stands_over_what_the_file_says(situation: str, formfacts: Formfacts) -> None:
    """And the user is told that it does."""
    Path(situation).write_text("corpus_size: thousands\n", "utf-8")
    Path("docs").mkdir()
    Path("docs/a.txt").write_text("one", "utf-8")

    result = formfacts("advise", "--situation", situation, "--corpus", "docs")

    assert "about 1 tokens (instead of corpus_size: thousands)\n" == result.err[-51:]


def test_writes_a_page_and_a_record(situation: str, formfacts: Formfacts) -> None:
    """Both are written beside the advice, and written again over themselves."""
    arguments = ["--situation", situation, "--html", "a.html", "--record", "a.md"]
    for _ in range(2):
        result = formfacts("advise", *arguments)
        assert (0, "") == (result.code, result.err)

    assert Path("a.html").read_text("utf-8").startswith("<!doctype html>")
    assert Path("a.md").read_text("utf-8").startswith("# 1. Approach: hybrid")


@pytest.mark.parametrize("flag", ["--html", "--record", "--save"])
def test_no_file_of_the_user_is_overwritten(
    flag: str, situation: str, formfacts: Formfacts
) -> None:
    """Each writes over what it wrote before, and over nothing else."""
    result = formfacts("advise", "--situation", situation, flag, situation)

    assert (1, "", SITUATION) == (result.code, result.out, Path(situation).read_text("utf-8"))
    assert "s.yaml exists and is not " in result.err


def test_a_repo_is_judged_by_its_evaluation(folder: Path, formfacts: Formfacts) -> None:
    """Alone it says what the evaluation shows; beside a situation there is advice on both."""
    write_repo(folder / "repo", "rag", report("rag", facts=(90, 100), form=(40, 100)))

    alone = formfacts("advise", "--from", "repo")
    data = json.loads(formfacts("advise", "--from", "repo", "--json").out)
    both = formfacts("advise", "--from", "repo", "--knowledge-gap", "yes", "--html", "a.html")
    merged = json.loads(
        formfacts("advise", "--from", "repo", "--knowledge-gap", "yes", "--json").out
    )

    assert (0, 0, 1) == (alone.code, both.code, data["formfacts_evidence"])
    assert both.out.startswith(alone.out)
    assert "\nSide by side\n" in both.out
    assert merged["evidence"] == data
    assert data["facts"].items() <= merged["situation"]["facts"].items()


def test_costs_come_after_the_advice(situation: str, formfacts: Formfacts) -> None:
    """With --costs, or a price of one's own, the bills follow with their formulas."""
    plain = formfacts("advise", "--situation", situation).out
    with_costs = formfacts("advise", "--situation", situation, "--costs").out
    with_price = formfacts("advise", "--situation", situation, "--set", "price.week=4000").out
    data = json.loads(formfacts("advise", "--situation", situation, "--costs", "--json").out)

    assert with_costs.startswith(plain)
    assert "\nCosts in US dollars, low to high" in with_costs
    assert "$2,000.00 to $8,000.00" in with_price
    assert "low" in data["costs"]["approaches"]["hybrid"]["totals"]["monthly"]


def test_costs_are_on_the_page_too(situation: str, formfacts: Formfacts) -> None:
    """The page has the plot and the bills."""
    formfacts("advise", "--situation", situation, "--costs", "--html", "a.html")

    assert "Break-even over a year" in Path("a.html").read_text("utf-8")


def test_compares(situation: str, formfacts: Formfacts) -> None:
    """Two situations side by side: as text, as data and as a page."""
    Path("other.yaml").write_text("knowledge_gap: no\n", "utf-8")
    arguments = ["--compare", situation, "other.yaml"]

    text = formfacts("advise", *arguments)
    data = json.loads(formfacts("advise", *arguments, "--json", "--html", "c.html").out)

    assert (0, ["approach", "hybrid", "prompt"]) == (text.code, text.out.splitlines()[1].split())
    assert ["hybrid", "prompt"] == [each["approach"] for each in data["situations"]]
    assert "2 situations compared" in Path("c.html").read_text("utf-8")


def test_explains_a_rule(formfacts: Formfacts) -> None:
    """As text and as data."""
    text = formfacts("advise", "--explain", "K12").out
    data = json.loads(formfacts("advise", "--explain", "K12", "--json").out)

    assert text.startswith("K12  The whole corpus fits into one prompt")
    assert ("K12", True, {"requests_per_day": "50000"}) == (
        data["rule"],
        data["veto"],
        data["no_longer_with"],
    )


def test_prints_the_schema(formfacts: Formfacts) -> None:
    """What is published is what it prints."""
    published = (ROOT / "docs/situation.schema.json").read_text("utf-8")

    assert published == formfacts("advise", "--schema").out


def test_prices_are_read_only_where_costs_are_asked_for(program: list[str]) -> None:
    """Nor does any advice without costs load the module that does."""
    for arguments in (["--test-set", "no"], ["--explain", "K01"], ["--schema"]):
        found = imported(program, "advise", *arguments)
        assert set() == {name for name in found if "genai_prices" in name or ".costs" in name}
    assert "genai_prices" in imported(program, "advise", "--test-set", "no", "--costs")


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
