"""The verbs: what goes where, exit codes, and one line for every mistake.

`ask` and its like run here with the parts of the core, whatever this repo is wired to.
"""

from __future__ import annotations

import io
import json
import runpy
import sys
from pathlib import Path

import pytest
import typer

from app import wiring
from app.cli import MAX_QUESTION, main, read_question
from app.errors import FormError, ModelError
from app.interfaces import Model
from tests.fakes import QueuedModel
from tests.small import ask_for_form, wire, write


class Run:
    """Runs a verb as a shell would: arguments in, exit code and both outputs out."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch = monkeypatch
        self.capsys = capsys
        self.wire(None)

    def wire(self, model: Model | None) -> None:
        """Answer with this model, or with the one that quotes."""
        self.monkeypatch.setattr(
            wiring, "make_assistant", lambda settings, root: wire(settings, root, model)
        )

    def __call__(self, *arguments: str, stdin: str = "") -> tuple[int, str, str]:
        """Return exit code, standard output, standard error."""
        self.monkeypatch.setattr(sys, "argv", ["app", *arguments])
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as left:
            main()
        output = self.capsys.readouterr()
        return int(left.value.code or 0), output.out, output.err


@pytest.fixture
def run(repo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run verbs in the small repo."""
    return Run(monkeypatch, capsys)


QUOTE = '"Books are lent for four weeks." [1]\n\n  [1] lending.md > Lending, characters 11-41\n'


def test_ask_prints_the_answer_and_its_citations(run: Run) -> None:
    """Nothing else goes to standard output."""
    assert (0, QUOTE, "") == run("ask", "How long are books lent?")


def test_ask_reads_standard_input(run: Run) -> None:
    """A line break in the question is a space."""
    assert (0, QUOTE, "") == run("ask", "-", stdin="How long are\n books lent?\n")


def test_ask_prints_json(run: Run) -> None:
    """The whole answer, for programs."""
    code, out, _ = run("ask", "How long are books lent?", "--json", "--show-passages")

    assert (0, 11, 41) == (
        code,
        json.loads(out)["citations"][0]["start"],
        json.loads(out)["citations"][0]["end"],
    )


def test_ask_shows_what_was_retrieved(run: Run) -> None:
    """Before the answer."""
    _, out, _ = run("ask", "How long are books lent?", "--show-passages")

    assert out.startswith("support 1.00\n1. lending.md > Lending, characters 10-72\n")
    assert out.endswith(f"\n\n{QUOTE}")


@pytest.mark.parametrize("question", ["", "  \n "])
def test_an_empty_question_is_a_mistake(run: Run, question: str) -> None:
    """Typed or piped."""
    typed = run("ask", question)
    piped = run("ask", "-", stdin=question)

    assert [2, 2] == [typed[0], piped[0]]
    assert "the question is empty: write it in quotes" in typed[2]
    assert "the question is empty: write it in quotes" in piped[2]


def test_a_question_without_end_is_a_mistake(run: Run) -> None:
    """A whole file in place of a question is refused, not cut."""
    code, _, err = run("ask", "-", stdin="long " * MAX_QUESTION)

    assert (2, True) == (code, f"longer than {MAX_QUESTION} characters" in err)


def test_a_question_in_another_encoding_is_asked_all_the_same(run: Run) -> None:
    """What was not UTF-8 arrives as halves of characters, which no file can hold."""
    code, _, err = run("ask", "caf\udce9 books lent?")

    assert (0, "") == (code, err)


def test_every_question_is_logged(run: Run, repo: Path) -> None:
    """One line each."""
    run("ask", "How long are books lent?")
    run("ask", "Is there a swimming pool?")

    lines = (repo / "logs/interactions.jsonl").read_text().splitlines()
    assert [False, True] == [json.loads(line)["refused"] for line in lines]


def test_one_setting_switches_the_log_off(
    run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here by its variable."""
    monkeypatch.setenv("APP_LOG__ENABLED", "false")
    run("ask", "How long are books lent?")

    assert not (repo / "logs").exists()


def test_the_key_is_in_no_output(run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither on the screen nor in the log."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    outputs = [run("ask", "Books?"), run("ask", "Books?", "--json"), run("doctor", "--offline")]

    log = (repo / "logs/interactions.jsonl").read_text()
    assert "sk-secret" not in f"{outputs}{log}"


def test_a_log_that_cannot_be_written_leaves_the_answer(run: Run, repo: Path) -> None:
    """It was paid for."""
    write(repo / "logs", "a file where the folder should be")

    code, out, err = run("ask", "How long are books lent?")

    assert (2, QUOTE) == (code, out)
    assert err.startswith("error: the interaction log ")


@pytest.mark.parametrize("error", [ModelError("no answer: try again"), FormError("no form")])
def test_a_model_that_fails_is_one_line_and_exit_code_1(run: Run, error: Exception) -> None:
    """Nothing of yours has to change first."""
    run.wire(QueuedModel([error]))

    assert (1, "", f"error: {error}\n") == run("ask", "How long?")


@pytest.mark.parametrize("verb", [["ask", "Why?"], ["evaluate"], ["doctor"], ["demo"]])
def test_a_mistake_in_the_settings_is_one_line_and_exit_code_2(
    run: Run, repo: Path, verb: list[str]
) -> None:
    """Whatever was asked for."""
    write(repo / "settings.yaml", "prompt: {system: a.md}\n")
    code, out, err = run(*verb)

    assert (2, "", 1) == (code, out, err.count("\n"))
    assert err.startswith("error: settings.yaml: prompt.system: ")


def test_a_prompt_file_that_is_missing_is_exit_code_2(run: Run, repo: Path) -> None:
    """The line names it."""
    (repo / "prompts/system.md").unlink()

    code, out, err = run("ask", "Why?")

    assert (2, "", True) == (code, out, "prompts/system.md does not exist" in err)


def test_evaluate_prints_the_report_and_tells_progress_aside(run: Run) -> None:
    """Progress is no result."""
    code, out, err = run("evaluate")

    assert (0, "cases 2/2\n") == (code, err)
    assert out.startswith("2 cases, model: offline (quotes only)\n\nfacts")


def test_evaluate_exits_with_1_when_the_model_fails_on_every_case(run: Run, repo: Path) -> None:
    """The offline model cannot fill in a form; the report says so for each case."""
    ask_for_form(repo)
    code, out, err = run("evaluate")

    assert (1, "cases 3/3\n") == (code, err)
    assert "the model failed on 3 of them: they count as wrong" in out
    assert "weeks: the offline model only quotes" in out


def test_evaluate_can_stop_early_and_print_json(run: Run) -> None:
    """The first case alone."""
    _, out, _ = run("evaluate", "--limit", "1", "--json")

    assert ["weeks"] == [result["id"] for result in json.loads(out)["results"]]


def test_doctor_exits_with_0_when_all_is_in_place(run: Run) -> None:
    """Offline nothing is missing."""
    assert 0 == run("doctor", "--offline")[0]


def test_doctor_exits_with_1_when_something_is_missing(run: Run, repo: Path) -> None:
    """As JSON too."""
    (repo / "evals/cases.yaml").unlink()

    code, out, _ = run("doctor", "--offline", "--json")

    states = {finding["what"]: finding["state"] for finding in json.loads(out)}
    assert (1, "wrong") == (code, states["evaluation"])


def test_demo_asks_two_questions(run: Run) -> None:
    """One with an answer and one without."""
    code, out, _ = run("demo")

    assert (0, 2) == (code, out.count("\n> "))


def test_an_interruption_is_exit_code_130(run: Run) -> None:
    """As shells expect."""
    run.wire(QueuedModel([KeyboardInterrupt()]))

    assert 130 == run("ask", "Why?")[0]


def test_a_verb_that_there_is_not_is_exit_code_2(run: Run) -> None:
    """The line names it."""
    code, _, err = run("asq", "Why?")

    assert (2, True) == (code, "asq" in err)


def test_the_module_is_the_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m app` lists the verbs."""
    monkeypatch.setattr(sys, "argv", ["app", "--help"])
    with pytest.raises(SystemExit):
        runpy.run_module("app", run_name="__main__")

    out = run.capsys.readouterr().out
    assert [] == [verb for verb in ("ask", "evaluate", "doctor", "demo") if verb not in out]


def test_a_question_that_is_no_text_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Standard input is read as UTF-8."""
    bad = io.TextIOWrapper(io.BytesIO(b"caf\xe9"), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", bad)

    with pytest.raises(typer.BadParameter, match="standard input is not UTF-8"):
        read_question()
