"""The questions, asked in a terminal. Every one can be answered with "don't know"."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from formfacts.advisor.amounts import UNKNOWN
from formfacts.advisor.measures import measure
from formfacts.advisor.next_question import next_question
from formfacts.advisor.questions import Question
from formfacts.advisor.scales import SCALES
from formfacts.advisor.situation import as_word, make_situation, parse_fact
from formfacts.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from formfacts.advisor.situation import Situation
    from formfacts.advisor.still_open import Value

DONT_KNOW = "?"
ENOUGH = "."
INTRODUCTION = (
    "Letters choose; Enter takes the answer in brackets; ? is: don't know; . is: ask no more."
)


def interview(console: Console, read: Callable[[str], str]) -> Situation:
    """Ask for facts until nothing that is left could change the answer.

    `read` shows a prompt and returns the line that was typed.
    """
    show(console, INTRODUCTION, "dim")
    facts: dict[str, str] = {}
    known: dict[str, Value] = {}
    while (question := next_question(known)) is not None:
        show(console, f"\n{len(facts) + 1}  {question.ask}", "bold")
        answer = ask(question, console, read)
        if answer is None:
            break
        facts[question.fact] = answer
        known[question.fact] = parse_fact(question.fact, answer)
        if answer == UNKNOWN:
            show(console, f"to do: {question.find_out}", "dim")
            show(console, f"  $ {measure(question.fact)}", "dim")
    else:
        show(console, "\nNothing that was not asked could change the answer.", "dim")
    show(console, "")
    return make_situation(facts)


def ask(question: Question, console: Console, read: Callable[[str], str]) -> str | None:
    """Ask one question until its answer can be read, and return the fact's value in words.

    None is for: ask no more. What was not asked is unknown, so nothing is made up for it.
    """
    show(console, question.why, "dim")
    for line in choices(question):
        show(console, line)
    while True:
        typed = read(f"[{in_words(question.default)}] ")
        if typed.strip() == ENOUGH:
            return None
        try:
            return read_answer(question, typed)
        except UsageError as error:
            show(console, str(error), "red")


def choices(question: Question) -> list[str]:
    """Return the choices as lettered lines; letters, since some facts are numbers themselves."""
    column = max(map(len, question.answers))
    lines = [
        f"  {letter}  {value:<{column}}  {meaning}".rstrip()
        for letter, (value, meaning) in zip(ascii_lowercase, question.answers.items(), strict=False)
    ]
    if question.fact in SCALES:
        lines.append(f"     or {SCALES[question.fact].example}")
    return [*lines, f"  {DONT_KNOW}  don't know"]


def read_answer(question: Question, typed: str) -> str:
    """Return the value that was meant: by its letter, in words, or the default for nothing.

    Raises:
        UsageError: it is neither a choice nor a value that the fact can have.
    """
    word = typed.strip().lower() or question.default
    lettered = dict(zip(ascii_lowercase, question.answers, strict=False))
    value = "unknown" if word in {DONT_KNOW, "don't know"} else lettered.get(word, word)
    return as_word(parse_fact(question.fact, value))


def in_words(value: str) -> str:
    """Return a value as the prompt shows it."""
    return "don't know" if value == "unknown" else value


def show(console: Console, text: str, style: str = "") -> None:
    """Print text as it is: nothing in it is markup."""
    console.print(text, style=style, markup=False, highlight=False)
