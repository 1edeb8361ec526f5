"""The verb `train`: make the base, train the adapter, compare the two on held-out rows."""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from app import answers
from app.finetune import tiny
from app.finetune.base import REPORT, base_location, finetune_settings, is_tiny
from app.finetune.dataset import load_examples
from app.finetune.folders import replace_folder
from app.finetune.inference import TinyLlama, export
from app.finetune.lessons import variations
from app.finetune.parts import make_tracker, make_trainer
from app.finetune.report import Report, compare
from app.finetune.tuned import Replies
from app.settings import FinetuneSettings, Settings
from app.types import Example

# What is being done, the step, the number of steps, and the loss where there is one.
Progress = Callable[[str, int, int, float | None], None]


def train(
    settings: Settings,
    root: Path,
    progress: Progress,
    *,
    fresh: bool = False,
    shape: tiny.Shape = tiny.Shape(),  # noqa: B008  it is frozen
) -> Report:
    """Train the adapter that settings.yaml describes and report what it changed.

    `fresh` makes the tiny base anew even if its rows are the same. The adapter appears when all is
    done; until then, and after a failure or a kill, the one from before stays in use.
    """
    section = finetune_settings(settings)
    schema = answers.load_form(settings.answer, root).schema
    rows, heldout = load_examples(section, root, schema)
    started = time.monotonic()
    if is_tiny(section):
        folder = root / section.base_folder
        progress("tiny base", 0, shape.steps, None)
        use_one_thread()
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        if not tiny.make_base(rows, folder, section.seed, named(progress, "tiny base"), shape):
            progress("tiny base made from the same rows before: step", 1, 1, None)
    trainer = make_trainer(settings, root, make_tracker(settings, root))
    with replace_folder(root / section.adapter) as out:
        progress("adapter", 0, section.steps, None)
        trainer.train(lessons(rows, section), out, named(progress, "adapter"))
        base, tuned = load_both(section, root, out)
        replies = (base, tuned)
        report = compare(section, heldout, replies, schema, named_count(progress, "held-out rows"))
        report = replace(report, seconds=round(time.monotonic() - started, 1))
        (out / REPORT).write_text(report.to_json(), encoding="utf-8")
    return report


def use_one_thread() -> None:
    """Keep PyTorch to one thread for the tiny model.

    Matrices this small gain little from a second one; on a busy machine threads that wait for each
    other cost several times as much; and the result is the same whatever the number of cores.
    """
    import torch

    torch.set_num_threads(1)


def lessons(rows: Sequence[Example], settings: FinetuneSettings) -> list[Example]:
    """Return what the adapter learns from: the rows, or for the tiny model variations of them."""
    if not is_tiny(settings):
        return list(rows)
    varied = variations(rows, settings.seed + 1)
    return list(itertools.islice(varied, settings.steps * settings.batch_size))


def load_both(settings: FinetuneSettings, root: Path, adapter: Path) -> tuple[Replies, Replies]:
    """Load the base and the tuned model; the tuned tiny model is written for NumPy first."""
    from app.finetune.adapter import load

    location = base_location(settings, root)
    tuned = load(location, adapter)
    if not is_tiny(settings):
        return load(location, None), tuned
    export(tuned.model, tuned.tokenizer.backend_tokenizer, adapter)
    return TinyLlama(Path(location)), TinyLlama(adapter)


def named(progress: Progress, what: str) -> Callable[[int, int, float], None]:
    """Say what the steps belong to."""
    return lambda step, steps, loss: progress(what, step, steps, loss)


def named_count(progress: Progress, what: str) -> Callable[[int, int], None]:
    """Say what is being counted."""
    return lambda done, whole: progress(what, done, whole, None)
