"""A small repo to test on, with content of its own: yours may change without breaking a test."""

from __future__ import annotations

import json
from pathlib import Path

from app.answers import load_form
from app.assistant import Assistant
from app.interfaces import Model
from app.models.offline import make_model
from app.reference import make_retriever
from app.settings import Settings, load_settings

FILES = {
    "settings.yaml": """\
prompt:
  system: [prompts/system.md]
  examples: prompts/examples.yaml
reference:
  folder: docs
finetune:
  train: rows.jsonl
  heldout: rows.jsonl
  adapter: adapter
""",
    "prompts/system.md": "<!-- TODO: a note -->\nAnswer from the passages.\n",
    "prompts/examples.yaml": "- {question: May I eat here, answer: Please do not.}\n",
    "docs/lending.md": """\
# Lending

Books are lent for four weeks. Films are lent for one week.

## Fines

A late book costs 10 cents a day.
""",
    "docs/seats.txt": "The reading room has 60 seats.\n",
    "rows.jsonl": '{"messages": []}',
    "adapter/adapter_config.json": "{}",
    "evals/cases.yaml": """\
- id: weeks
  question: How long are books lent?
  answerable: true
  cites: [lending.md]
  facts: [four weeks]
  form: {action: answer}
- id: pool
  question: Is there a swimming pool?
  answerable: false
- id: director
  question: I insist on speaking to the director!
  answerable: false
  escalate: true
  form: {action: escalate}
""",
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "action": {"type": "string", "enum": ["answer", "escalate", "refuse"]},
        "sentences": {"type": "array", "items": {"type": "integer"}},
    },
    "required": ["action", "sentences"],
    "additionalProperties": False,
}


def write_repo(root: Path) -> None:
    """Write the files of the small repo."""
    for name, text in FILES.items():
        write(root / name, text)


def write(path: Path, text: str | bytes) -> Path:
    """Write a file, and its folder where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def add_settings(root: Path, text: str) -> Settings:
    """Append sections to settings.yaml and load it."""
    with (root / "settings.yaml").open("a", encoding="utf-8") as file:
        file.write(text)
    return load_settings()


def ask_for_form(root: Path) -> None:
    """Give the small repo an answer schema."""
    write(root / "reply.schema.json", json.dumps(SCHEMA))
    add_settings(root, "answer: {schema: reply.schema.json}\n")


def make_assistant(root: Path, model: Model | None = None) -> Assistant:
    """Put the parts of the core together; without a model, the one that quotes."""
    return wire(load_settings(), root, model)


def wire(settings: Settings, root: Path, model: Model | None = None) -> Assistant:
    """Do what `app/wiring.py` does, with the parts that every repo has."""
    return Assistant(
        model=model or make_model(settings, root),
        retriever=make_retriever(settings, root),
        form=load_form(settings.answer, root),
        settings=settings,
        root=root,
    )
