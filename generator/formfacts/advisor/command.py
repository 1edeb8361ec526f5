"""The work of `formfacts advise`: from what was asked for to what is printed and written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from formfacts.advisor.amounts import UNKNOWN
from formfacts.advisor.output import (
    print_json,
    show,
    show_evidence,
    tell,
    terminal_width,
    wants_colour,
)
from formfacts.advisor.situation import Situation, with_facts
from formfacts.advisor.wanted import Wanted
from formfacts.errors import UsageError

if TYPE_CHECKING:
    from formfacts.advisor.costs.estimate import Costs
    from formfacts.advisor.evidence import Verdict
    from formfacts.advisor.recommendation import Advice

PAGE_MARK = '<meta name="generator" content="formfacts advise">'
RECORD_MARK = "# 1. Approach: "


def run(wanted: Wanted) -> None:
    """Do what was asked for.

    Raises:
        UsageError: flags do not go together, a fact is wrong, or there is no terminal to ask in.
        TargetError: a file cannot be written.
    """
    wanted.check()
    if wanted.schema:
        from formfacts.advisor.schemas import situation_schema

        print_json(situation_schema())
    elif wanted.explain is not None:
        explain(wanted.explain, as_json=wanted.as_json)
    elif wanted.compare:
        compare(wanted)
    else:
        recommend(wanted)


def recommend(wanted: Wanted) -> None:
    """Get the facts, write the files that were asked for, and print the advice."""
    from formfacts.advisor.recommendation import advise

    verdict = None
    if wanted.from_repo is not None:
        from formfacts.advisor.evidence import advise_from, parse_targets

        verdict = advise_from(wanted.from_repo, parse_targets(wanted.targets))
    if verdict is not None and wanted.evidence_alone:
        show_evidence(verdict, as_json=wanted.as_json)
        return
    situation = find_situation(wanted, verdict)
    costs = None
    if wanted.costs.wanted:
        from formfacts.advisor.costing import costs_of

        costs = costs_of(situation, wanted.costs)
    advice = advise(situation)
    write(wanted, advice, costs)
    if verdict is not None and not wanted.as_json:
        show_evidence(verdict, as_json=False)
        sys.stdout.write("\n")
    show(advice, costs, verdict, as_json=wanted.as_json)
    if wanted.save is not None:
        tell(f"saved {wanted.save}; next: formfacts new my-app --advice {wanted.save}")


def find_situation(wanted: Wanted, verdict: Verdict | None) -> Situation:
    """Return the situation out of the file, with the flags laid over it, or out of an interview.

    What a repo's evaluation has shown stands over what somebody thinks.
    """
    nothing_told = wanted.situation is None and not wanted.facts and wanted.corpus is None
    if nothing_told and verdict is None:
        return ask_in_terminal()
    situation = Situation()
    if wanted.situation is not None:
        from formfacts.advisor.files import load_situation

        situation = load_situation(wanted.situation)
    situation = with_facts(situation, wanted.facts)
    if verdict is not None:
        from formfacts.advisor.evidence import with_evidence

        situation = with_evidence(situation, verdict)
    return situation if wanted.corpus is None else with_corpus(situation, wanted.corpus)


def with_corpus(situation: Situation, folder: Path) -> Situation:
    """Return the situation with the size of the text below a folder, and say what was counted."""
    from formfacts.advisor.corpus import count_corpus

    count = count_corpus(folder)
    told = situation.corpus_size.text
    instead = "" if told == UNKNOWN else f" (instead of corpus_size: {told})"
    tell(count.summary(folder) + instead)
    return with_facts(situation, {"corpus_size": count.amount.text})


def write(wanted: Wanted, advice: Advice, costs: Costs | None) -> None:
    """Write the files that were asked for; where one cannot be written, nothing is printed."""
    if wanted.save is not None:
        from formfacts.advisor.files import save_advice

        save_advice(advice, wanted.save)
    if wanted.record is not None:
        from formfacts.advisor.put import put, starts_with
        from formfacts.advisor.record import decision_record

        put(wanted.record, decision_record(advice), "a decision record", starts_with(RECORD_MARK))
    if wanted.html is not None:
        from formfacts.advisor.html.page import advice_page

        write_page(wanted.html, advice_page(advice, costs))


def write_page(path: Path, text: str) -> None:
    """Write a page, over one that was written before but over nothing else."""
    from formfacts.advisor.put import put, starts_with

    put(path, text, "a page of formfacts advise", starts_with(PAGE_MARK))


def explain(rule: str, *, as_json: bool) -> None:
    """Print what a rule claims and why."""
    from formfacts.advisor.explain import as_data, explained
    from formfacts.advisor.page import kept_within

    if as_json:
        print_json(as_data(rule))
    else:
        sys.stdout.write(explained(rule, kept_within(terminal_width()), colour=wants_colour()))


def compare(wanted: Wanted) -> None:
    """Print several situations side by side."""
    from formfacts.advisor.compare import as_text, to_data
    from formfacts.advisor.compare import compare as compare_files

    found = compare_files(list(wanted.files))
    if wanted.html is not None:
        from formfacts.advisor.html.page import comparison_page

        write_page(wanted.html, comparison_page(found))
    if wanted.as_json:
        print_json(to_data(found))
    else:
        sys.stdout.write(as_text(found, terminal_width(), colour=wants_colour()))


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
