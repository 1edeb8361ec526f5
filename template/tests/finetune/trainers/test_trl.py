"""LoRA on a model from a folder, as with one that you download."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.errors import SettingsError
from app.finetune import tuned
from app.finetune.tiny import build
from app.finetune.trainers.trl import make_trainer
from app.settings import Settings
from tests.finetune.labels import SHAPE, examples, write_rows
from tests.finetune.test_training import CHAT

# As most models on a hub have it: nothing says where a reply begins and ends.
PLAIN = Path(__file__).with_name("plain_chat_template.txt").read_text(encoding="utf-8")


class Notes:
    """A tracker that remembers what it was told."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def start(self, parameters: Mapping[str, Any]) -> None:
        """Note the rank."""
        self.seen.append(parameters["rank"])

    def log(self, step: int, metrics: Mapping[str, float]) -> None:
        """Note the step and the names of its metrics."""
        self.seen.append((step, *metrics))

    def finish(self, artifacts: Iterable[Path]) -> None:
        """Note the folders."""
        self.seen += [path.name for path in artifacts]


@pytest.fixture
def settings(repo: Path) -> Settings:
    """Return settings whose base is a folder with a small random model."""
    settings = write_rows(repo)
    folder = repo / "models/small"
    folder.mkdir(parents=True)
    build(examples(), folder, 0, lambda *_: None, SHAPE)
    (folder / "weights.npz").unlink()
    assert settings.finetune is not None
    section = settings.finetune.model_copy(update={"base": "models/small"})
    return settings.model_copy(update={"finetune": section})


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("template", [None, PLAIN], ids=["marks its replies", "does not"])
def test_a_model_from_a_folder_is_tuned_and_asked(
    repo: Path, settings: Settings, template: str | None
) -> None:
    """The tracker and whoever waits hear of every step; no library's thread tells its makers."""
    if template:
        (repo / "models/small/chat_template.jinja").write_text(template)
    notes, steps = Notes(), []
    out = repo / ".cache/adapter"
    out.mkdir(parents=True)
    metrics = make_trainer(settings, repo, notes).train(
        examples(), out, lambda *step: steps.append(step[:2])
    )
    answer = tuned.make_model(settings, repo).complete(CHAT)

    assert notes.seen == [4, (1, "loss"), (2, "loss"), "adapter"]
    assert steps == [(1, 2), (2, 2)]
    assert metrics["loss"] > 0
    assert json.loads((out / "adapter_config.json").read_text())["r"] == 4
    assert (answer.usage.prompt_tokens or 0) > 0


def test_a_model_without_a_chat_template_is_refused(repo: Path, settings: Settings) -> None:
    """It was never taught to chat."""
    (repo / "models/small/chat_template.jinja").unlink()

    with pytest.raises(SettingsError, match="has no chat template: choose an instruct model"):
        make_trainer(settings, repo, Notes()).train(examples(), repo / "out", lambda *_: None)


def test_a_base_that_is_not_there_is_named(repo: Path) -> None:
    """A folder without a model in it."""
    settings = write_rows(repo)
    (repo / "empty").mkdir()
    assert settings.finetune is not None
    section = settings.finetune.model_copy(update={"base": "empty"})
    trainer = make_trainer(settings.model_copy(update={"finetune": section}), repo, Notes())

    with pytest.raises(SettingsError, match=r"finetune\.base: .*empty' cannot be loaded"):
        trainer.train(examples(), repo / "out", lambda *_: None)
