"""Lessons for the tiny model, made from the repo's own rows.

Its base learns what to answer, in prose; the adapter then learns the form. Few rows have to teach
both, so every lesson is a variation: words dropped, sentences left out and numbered anew.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.finetune.reading import SENTENCES, Line, Reading, best, parse, write
from app.types import Example, Message

HIGHEST_NUMBER = 40
_DROP_WORDS = 0.5
_DROP_LINES = 0.3
_FEWEST_WORDS = 4


def variations(examples: Sequence[Example], seed: int) -> Iterator[Example]:
    """Yield variations of the examples without end; every round uses each example once."""
    rng = random.Random(seed)  # noqa: S311  it varies lessons and guards nothing
    while True:
        for example in rng.sample(examples, len(examples)):
            yield vary(example, rng)


def vary(example: Example, rng: random.Random) -> Example:
    """Return one variation of an example: its last two turns, as the tiny model reads them."""
    *_, asked, replied = example.messages
    reading = parse(asked.content)
    data = as_object(replied.content)
    question = drop_words(reading.question, rng)
    if reading.lines is None or data is None:
        return chat(write(replace(reading, question=question)), replied.content)
    cited = numbers_in(data)
    kept = [
        x for x in reading.lines if x.number in cited or rng.random() > _DROP_LINES * rng.random()
    ]
    renumbered = dict(zip((x.number for x in kept), new_numbers(len(kept), rng), strict=True))
    lines = tuple(replace(line, number=renumbered[line.number]) for line in kept)
    must = [renumbered[number] for number in cited if number in renumbered]
    shown = keep_cited(Reading(question, lines), must)
    reply = renumber(data, renumbered)
    return chat(write(Reading(question, shown)), json.dumps(reply, ensure_ascii=False))


def new_numbers(count: int, rng: random.Random) -> list[int]:
    """Return `count` rising numbers, as a prompt might have them."""
    highest = rng.randint(count, max(count, HIGHEST_NUMBER))
    return sorted(rng.sample(range(1, highest + 1), count))


def keep_cited(reading: Reading, cited: Sequence[int]) -> tuple[Line, ...]:
    """Return the best lines of the reading; a cited line that is not among them ousts the last."""
    ranked = best(reading, len(reading.lines or ()))
    shown = list(ranked[:SENTENCES])
    for line in ranked[SENTENCES:]:
        if line.number in cited:
            spare = [x for x in shown if x.number not in cited]
            if spare:
                shown[shown.index(spare[-1])] = line
    return tuple(shown)


def drop_words(text: str, rng: random.Random) -> str:
    """Leave out some words, so that no single one is what an answer hangs on."""
    share = _DROP_WORDS * rng.random()
    words = text.split()
    kept = [word for word in words if rng.random() > share]
    return " ".join(kept) if len(kept) >= _FEWEST_WORDS else text


def in_prose(example: Example) -> Example:
    """Return the example with the same answer in plain sentences instead of JSON."""
    *before, replied = example.messages
    data = as_object(replied.content)
    text = replied.content if data is None else prose(data)
    return Example((*before, Message("assistant", text)))


def prose(data: Mapping[str, Any]) -> str:
    """Say a JSON object in prose: `The topic is "billing". The sentences are 2 and 3.`."""
    return " ".join(statement(key.replace("_", " "), value) for key, value in data.items())


def statement(name: str, value: Any) -> str:  # noqa: ANN401  whatever JSON holds
    """Say one field of a JSON object in a plain sentence."""
    match value:
        case {}:
            return prose({f"{name} {key}": inner for key, inner in value.items()})
        case []:
            return f"There are no {name}."
        case [single]:
            return f"The {name} are only {single}."
        case [*some, last]:
            return f"The {name} are {', '.join(map(str, some))} and {last}."
        case str():
            # In quotation marks, as JSON has it: the label is then made of the same tokens.
            return f'The {name} is "{value}".'
        case _:
            return f"The {name} is {value}."


def as_object(text: str) -> dict[str, Any] | None:
    """Parse a reply that is one JSON object; None for any other."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError:
        return None
    return data if isinstance(data, dict) else None


def numbers_in(data: Mapping[str, Any]) -> list[int]:
    """Return the sentence numbers that a reply points at: the whole numbers in its lists."""
    return [x for value in data.values() if isinstance(value, list) for x in value if is_number(x)]


def renumber(data: Mapping[str, Any], numbers: Mapping[int, int]) -> dict[str, Any]:
    """Return the reply with its sentence numbers changed."""
    return {
        key: [numbers.get(x, x) if is_number(x) else x for x in value]
        if isinstance(value, list)
        else value
        for key, value in data.items()
    }


def is_number(value: object) -> bool:
    """Say whether a JSON value is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def chat(question: str, answer: str) -> Example:
    """Return a chat of two turns."""
    return Example((Message("user", question), Message("assistant", answer)))
