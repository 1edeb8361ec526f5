"""The base model that is tuned: the tiny one made here, a folder, or a name on a model hub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.errors import SettingsError
from app.finetune.reading import shorten
from app.settings import FinetuneSettings, Settings
from app.types import Message

TINY = "tiny"
REPORT = "report.json"


def finetune_settings(settings: Settings) -> FinetuneSettings:
    """Return the section `finetune`. Raises SettingsError when settings.yaml has none."""
    if settings.finetune is None:
        raise SettingsError(
            "settings.yaml: finetune: this section is missing: add train and heldout"
        )
    return settings.finetune


def is_tiny(settings: FinetuneSettings) -> bool:
    """Say whether the base is the tiny model that this repo makes."""
    return settings.base == TINY


def base_location(settings: FinetuneSettings, root: Path) -> str:
    """Return what transformers loads the base from: a folder, or the name on a hub as it stands."""
    if is_tiny(settings):
        return str(root / settings.base_folder)
    folder = root / settings.base
    return str(folder) if folder.is_dir() else settings.base


def chat_for(settings: FinetuneSettings, messages: Sequence[Message]) -> list[Message]:
    """Return what the base reads of a chat that waits for its reply.

    The tiny model reads the last question and no instructions: the form is in its weights.
    """
    if not is_tiny(settings):
        return list(messages)
    return [Message("user", shorten(messages[-1].content))]
