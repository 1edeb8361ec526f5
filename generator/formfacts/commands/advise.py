"""`formfacts advise`: from a situation to an approach, with the reasons."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formfacts.advisor.document import to_dict
from formfacts.advisor.files import load_situation, save_advice
from formfacts.advisor.page import WIDEST, render
from formfacts.advisor.questions import QUESTIONS
from formfacts.advisor.recommendation import advise
from formfacts.advisor.situation import Situation, values_of, with_facts
from formfacts.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formfacts.advisor.recommendation import Advice

ASKED = {question.fact: question for question in QUESTIONS}


def fact(name: str) -> Any:  # noqa: ANN401  Typer's own option type
    """Return the option of one fact: its question as help, its values as placeholder."""
    values = "|".join(values_of(name)) or "AMOUNT"
    return typer.Option(f"--{name.replace('_', '-')}", help=ASKED[name].ask, metavar=values)


def advise_command(
    *,
    situation: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Facts from a YAML file; the flags below add to it."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the advice as JSON.")] = False,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the advice for `formfacts new --advice FILE`."),
    ] = None,
    knowledge_gap: Annotated[str | None, fact("knowledge_gap")] = None,
    behaviour_gap: Annotated[str | None, fact("behaviour_gap")] = None,
    prompting_tried: Annotated[str | None, fact("prompting_tried")] = None,
    needs_citations: Annotated[str | None, fact("needs_citations")] = None,
    private_data: Annotated[str | None, fact("private_data")] = None,
    knowledge_changes: Annotated[str | None, fact("knowledge_changes")] = None,
    corpus_size: Annotated[str | None, fact("corpus_size")] = None,
    labelled_examples: Annotated[str | None, fact("labelled_examples")] = None,
    cost_pressure: Annotated[str | None, fact("cost_pressure")] = None,
    requests_per_day: Annotated[str | None, fact("requests_per_day")] = None,
    latency_budget_ms: Annotated[str | None, fact("latency_budget_ms")] = None,
    hallucination_cost: Annotated[str | None, fact("hallucination_cost")] = None,
    hosting: Annotated[str | None, fact("hosting")] = None,
) -> None:
    """Recommend an approach, with the reasons: asks questions, or takes a file or flags.

    With no file and no flag it asks in the terminal. Every fact may be `unknown`, and is where
    nothing is said.
    """
    flags = {
        "knowledge_gap": knowledge_gap,
        "behaviour_gap": behaviour_gap,
        "prompting_tried": prompting_tried,
        "needs_citations": needs_citations,
        "private_data": private_data,
        "knowledge_changes": knowledge_changes,
        "corpus_size": corpus_size,
        "labelled_examples": labelled_examples,
        "cost_pressure": cost_pressure,
        "requests_per_day": requests_per_day,
        "latency_budget_ms": latency_budget_ms,
        "hallucination_cost": hallucination_cost,
        "hosting": hosting,
    }
    given = {name: word for name, word in flags.items() if word is not None}
    run(situation, given, save=save, as_json=as_json)


def run(file: Path | None, flags: Mapping[str, str], *, save: Path | None, as_json: bool) -> None:
    """Get the facts, print the advice, and save it where asked to.

    Raises:
        UsageError: a fact is wrong, or none was given and there is no terminal to ask in.
        TargetError: the advice cannot be saved there.
    """
    advice = advise(find_situation(file, flags))
    if save is not None:
        save_advice(advice, save)
    sys.stdout.write(shown(advice, as_json=as_json))
    if save is not None:
        sys.stderr.write(f"saved {save}; next: formfacts new my-app --advice {save}\n")


def find_situation(file: Path | None, flags: Mapping[str, str]) -> Situation:
    """Return the situation out of the file, with the flags laid over it, or out of an interview."""
    if file is None and not flags:
        return ask_in_terminal()
    situation = Situation() if file is None else load_situation(file)
    return with_facts(situation, flags)


def ask_in_terminal() -> Situation:
    """Ask the questions on stderr, so that stdout carries the advice alone."""
    if not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to ask in: pass --situation FILE, or facts such as"
            " --knowledge-gap yes --behaviour-gap tone"
        )
    from rich.console import Console  # only an interview pays for it

    from formfacts.advisor.interview import interview

    console = Console(stderr=True)

    def read(prompt: str) -> str:
        console.print(prompt, end="", markup=False, highlight=False)
        return console.input()

    return interview(console, read)


def shown(advice: Advice, *, as_json: bool) -> str:
    """Return the advice as it goes to stdout: a page for people, or JSON."""
    if as_json:
        return json.dumps(to_dict(advice), indent=2, ensure_ascii=False) + "\n"
    width = get_terminal_size((WIDEST, 24)).columns
    return render(advice, width, colour=wants_colour())


def wants_colour() -> bool:
    """Whether stdout is a terminal that takes colour, and nobody asked for none."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain
