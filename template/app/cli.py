"""The verbs of this repo: `python -m app VERB`.

Results go to standard output, progress and errors to standard error. Exit codes: 0 done, 1 it ran
and failed, 2 something of yours has to change first (see errors.py), 130 interrupted.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from app import wiring
from app.errors import AppError
from app.settings import load_settings

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Ask the assistant, evaluate it, see how it is set up.",
)
MAX_QUESTION = 20_000  # characters
Offline = Annotated[bool, typer.Option("--offline", help="Answer on this machine alone.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@cli.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads it from standard input.")],
    *,
    show_passages: Annotated[
        bool, typer.Option("--show-passages", help="Print what was retrieved, with scores.")
    ] = False,
    as_json: Json = False,
    offline: Offline = False,
) -> None:
    """Answer one question, with citations."""
    from app.log import write_log
    from app.show import answer_json, answer_text, passages_text

    settings = load_settings(offline=offline)
    assistant = wiring.make_assistant(settings, Path.cwd())
    asked = clean_question(read_question() if question == "-" else question)
    answer = assistant.ask(asked)
    if show_passages and not as_json:
        typer.echo(passages_text(answer))
    typer.echo(answer_json(answer) if as_json else answer_text(answer))
    write_log(asked, answer, settings.log, Path.cwd())


@cli.command()
def evaluate(
    *,
    as_json: Json = False,
    offline: Offline = False,
    limit: Annotated[int, typer.Option(help="Only the first N cases; 0 is all.", min=0)] = 0,
) -> None:
    """Run the repo's own cases and score them on two axes: facts and form.

    A case on which the model fails counts as wrong. Exits with 1 when it fails on every one.
    """
    from app.evaluation.run import evaluate_all

    settings = load_settings(offline=offline)
    report = evaluate_all(wiring.make_assistant(settings, Path.cwd()), limit, progress)
    typer.echo(report.to_json() if as_json else report.to_text())
    raise typer.Exit(report.exit_code)


@cli.command()
def doctor(*, as_json: Json = False, offline: Offline = False) -> None:
    """Say what is configured, what is missing, and what would be sent where."""
    from app.doctor import examine

    examination = examine(load_settings(offline=offline), Path.cwd())
    typer.echo(examination.to_json() if as_json else examination.to_text())
    raise typer.Exit(examination.exit_code)


@cli.command()
def demo(*, offline: Offline = False) -> None:
    """Ask two of the repo's own questions: one with an answer, one without."""
    from app.demo import run_demo

    settings = load_settings(offline=offline)
    run_demo(wiring.make_assistant(settings, Path.cwd()), typer.echo)


def read_question() -> str:
    """Read the question from standard input. Raises BadParameter when it is not text."""
    try:
        return sys.stdin.read(MAX_QUESTION)
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"standard input is not UTF-8 ({error.reason})") from None


def clean_question(question: str) -> str:
    """Return the question on one line. Raises BadParameter when it is empty or too long."""
    # Bytes that were not UTF-8 arrive as surrogates, which no file or endpoint takes.
    line = " ".join(question.encode("utf-8", "replace").decode("utf-8").split())
    if not line:
        raise typer.BadParameter("the question is empty: write it in quotes")
    if len(question) >= MAX_QUESTION:
        raise typer.BadParameter(f"the question is longer than {MAX_QUESTION} characters")
    return line


def progress(done: int, whole: int, what: str) -> None:
    """Show one line of progress on standard error, rewritten in place on a terminal."""
    end = "\r" if sys.stderr.isatty() and done < whole else "\n"
    if sys.stderr.isatty() or done == whole:
        print(f"{what} {done}/{whole}", end=end, file=sys.stderr, flush=True)


def main() -> None:
    """Run a verb; the one place that turns errors into text and exit codes."""
    for part in wiring.PARTS:
        import_module(f"app.{part}.commands").add_commands(cli)
    try:
        cli()
    except AppError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
