"""The tuned model as a chat model: the base with the adapter that `python -m app train` made."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.errors import NotReady
from app.finetune.base import base_location, chat_for, finetune_settings, is_tiny
from app.prompt import worked_examples
from app.settings import FinetuneSettings, Settings
from app.types import Completion, Message, Usage


class Replies(Protocol):
    """What can continue a chat: `inference.TinyLlama` or `adapter.Loaded`."""

    def reply(self, messages: Sequence[Message], max_tokens: int) -> tuple[str, int, int]:
        """Return the reply, the tokens read and the tokens written."""
        ...


@dataclass(frozen=True, slots=True)
class TunedModel:
    """Answers in the form it was trained on; the schema needs no mention in the prompt."""

    name: str
    loaded: Replies
    settings: FinetuneSettings
    max_tokens: int
    longest_chat: int | None = None

    def complete(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any] | None = None,  # noqa: ARG002  the form is in the weights
    ) -> Completion:
        """Reply to the chat with the likeliest tokens.

        `longest_chat` cuts a repair round off, for a model that was never shown one: it would take
        the fault it is told about for the question.
        """
        started = time.perf_counter()
        chat = chat_for(self.settings, messages[: self.longest_chat])
        text, read, written = self.loaded.reply(chat, self.max_tokens)
        return Completion(text, Usage(read, written, time.perf_counter() - started))


def make_model(settings: Settings, root: Path) -> TunedModel:
    """Load the tuned model. Raises NotReady before the first `train`."""
    section = finetune_settings(settings)
    folder = root / section.adapter
    if not folder.is_dir():
        raise NotReady(f"there is no adapter in {section.adapter}: run `make train`")
    name = f"{section.base} + {section.adapter}"
    # The system turn, the worked examples and the question.
    turns = 2 + len(worked_examples(settings.prompt, root)) if is_tiny(section) else None
    loaded = load(section, root)
    return TunedModel(name, loaded, section, settings.model.max_output_tokens, turns)


def load(settings: FinetuneSettings, root: Path) -> Replies:
    """Load the tiny model without PyTorch, any other with transformers."""
    folder = root / settings.adapter
    if is_tiny(settings):
        from app.finetune.inference import WEIGHTS, TinyLlama

        if not (folder / WEIGHTS).is_file():
            raise NotReady(f"{settings.adapter} was not made from the tiny model: run `make train`")
        return TinyLlama(folder)
    from app.finetune import adapter

    return adapter.load(base_location(settings, root), folder)


def describe(settings: Settings) -> str:
    """Say what is called and what is sent where, for `doctor`."""
    section = finetune_settings(settings)
    return f"{section.base} + {section.adapter}: runs on this machine; nothing is sent anywhere"
