"""Lessons: variations of rows that keep what the rows teach."""

from __future__ import annotations

import itertools
import json
import random

import pytest

from app.finetune.lessons import in_prose, prose, variations, vary
from app.finetune.reading import SENTENCES, parse
from app.prompt import PASSAGES
from tests.finetune.labels import example, examples

TEXTS = ["A late book costs 10 cents.", "Films cost nothing.", "We close at 8.", "Be quiet.", "Hi."]
ASKED = "\n".join(
    [PASSAGES, "## a.md", *(f"[{n}] {text}" for n, text in enumerate(TEXTS, 1)), "", "Question: hi"]
)
ROW = example(ASKED, json.dumps({"action": "answer", "sentences": [1]}))


@pytest.mark.parametrize("seed", range(20))
def test_a_variation_points_at_the_same_sentence_under_its_new_number(seed: int) -> None:
    """Even a sentence that shares no word with the question stays in view."""
    asked, reply = vary(ROW, random.Random(seed)).messages  # noqa: S311
    (number,) = json.loads(reply.content)["sentences"]
    lines = parse(f"{PASSAGES}\n{asked.content}").lines or ()

    assert TEXTS[0] in {line.text for line in lines if line.number == number}
    assert len(lines) <= SENTENCES


def test_variations_use_every_row_once_a_round() -> None:
    """The same seed gives the same lessons."""
    rows = examples()
    first = list(itertools.islice(variations(rows, 1), len(rows)))

    assert first == list(itertools.islice(variations(rows, 1), len(rows)))
    assert sorted(r.messages[1].content for r in rows) == sorted(
        r.messages[1].content for r in first
    )


def test_prose_says_what_the_object_holds() -> None:
    """Labels are quoted, numbers are not, and nested objects are flattened."""
    data = {"top_ic": "bills", "ok": True, "sentences": [2, 3], "none": [], "a": {"b": [1]}}

    assert (
        prose(data) == 'The top ic is "bills". The ok is True. The sentences are 2 and 3. '
        "There are no none. The a b are only 1."
    )


def test_a_reply_that_is_no_object_is_prose_already() -> None:
    """It is taught as it stands."""
    row = example("Hello", "Good day.")

    assert in_prose(row) == row
