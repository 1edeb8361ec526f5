"""A small labelling task, and a tiny model small enough to train in a second."""

from __future__ import annotations

import json
from pathlib import Path

from app.finetune.tiny import Shape
from app.settings import Settings
from app.types import Example, Message
from tests.small import add_settings, write

SHAPE = Shape(hidden=32, layers=2, heads=2, steps=3, batch_size=4)
SCHEMA = {
    "type": "object",
    "properties": {"topic": {"enum": ["books", "films"]}},
    "required": ["topic"],
    "additionalProperties": False,
}
SECTION = """\
finetune:
  train: rows/train.jsonl
  heldout: rows/heldout.jsonl
  rank: 4
  alpha: 8
  steps: 2
  batch_size: 4
"""


def row(question: str, topic: str = "books") -> str:
    """Return one good line."""
    turns = {"user": question, "assistant": json.dumps({"topic": topic})}
    return json.dumps({"messages": [{"role": r, "content": c} for r, c in turns.items()]})


def example(question: str, reply: str) -> Example:
    """Return a chat of two turns."""
    return Example((Message("user", question), Message("assistant", reply)))


def examples() -> list[Example]:
    """Return a few rows as they are trained on."""
    topics = ("books", "films")
    return [
        example(f"Where do I find the {topic} from shelf {n}?", json.dumps({"topic": topic}))
        for n in range(6)
        for topic in topics
    ]


def write_rows(root: Path, *, train: str | bytes | None = None, heldout: str = "") -> Settings:
    """Give the small repo rows, a schema and the section `finetune`."""
    lines = [
        row(x.messages[0].content, json.loads(x.messages[1].content)["topic"]) for x in examples()
    ]
    write(root / "rows/train.jsonl", "\n".join(lines) if train is None else train)
    write(root / "rows/heldout.jsonl", heldout or row("Is this film any good?", "films"))
    write(root / "label.schema.json", json.dumps(SCHEMA))
    return add_settings(root, "answer: {schema: label.schema.json}\n" + SECTION)
