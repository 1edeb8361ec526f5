"""Judging replies, and the table of base against tuned."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from app.finetune.report import Count, Report, compare, judge
from app.settings import FinetuneSettings
from app.types import Message
from tests.finetune.labels import SCHEMA, example
from tests.small import SCHEMA as POINTING

WANTED = '{"action": "answer", "sentences": [2, 3]}'


class Says:
    """A model that always says the same."""

    def __init__(self, text: str) -> None:
        self.text = text

    def reply(self, messages: Sequence[Message], max_tokens: int) -> tuple[str, int, int]:
        """Say it."""
        return self.text, len(messages), min(1, max_tokens)


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        (WANTED, (True, True, True)),
        ('{"action": "answer", "sentences": [3]}', (True, True, True)),
        ('{"action": "answer", "sentences": []}', (True, True, False)),
        ('{"action": "refuse", "sentences": "x"}', (False, False, False)),
        ('The action is "answer". The sentences are 2 and 3.', (False, True, True)),
        ('{"action": ', (False, False, False)),
    ],
)
def test_a_reply_is_judged_by_form_and_by_field(reply: str, verdict: tuple[bool, ...]) -> None:
    """Prose can be right in every field and never meets the form."""
    assert judge(reply, WANTED, POINTING) == dict(
        zip(("form met", "action right", "sentences right"), verdict, strict=True)
    )


def test_without_fields_the_replies_are_compared_word_by_word() -> None:
    """And without a schema there is no form."""
    assert judge("Good  day.", "Good day.", None) == {"same reply": True}


def test_base_and_tuned_are_counted_side_by_side() -> None:
    """The table is for people, the JSON for programs."""
    settings = FinetuneSettings(train="a", heldout="b")
    models = [Says('The topic is "books".'), Says('{"topic": "books"}')]
    heldout = [example("1", '{"topic": "books"}'), example("2", '{"topic": "films"}')]
    report = compare(settings, heldout, models, SCHEMA, lambda *_: None)

    assert report == Report("tiny", 2, (Count("form met", 0, 2, 2), Count("topic right", 1, 1, 2)))
    assert "form met                  0.0 %  100.0 %  of 2" in report.to_text()
    assert json.loads(report.to_json())["heldout"] == 2
