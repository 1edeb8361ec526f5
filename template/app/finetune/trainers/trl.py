"""LoRA with TRL's SFTTrainer and PEFT: https://huggingface.co/docs/trl/sft_trainer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.errors import SettingsError
from app.finetune.adapter import load_model, load_tokenizer
from app.finetune.base import base_location, finetune_settings
from app.finetune.quiet import quiet
from app.interfaces import Tracker
from app.settings import FinetuneSettings, Settings
from app.types import Example

Progress = Callable[[int, int, float], None]


@dataclass(frozen=True, slots=True)
class TrlTrainer:
    """Tunes low-rank matrices beside every linear layer of the base; the base stays as it is."""

    settings: FinetuneSettings
    base: str
    tracker: Tracker

    def train(
        self, examples: Sequence[Example], out: Path, progress: Progress
    ) -> Mapping[str, float]:
        """Write an adapter into `out` and return the loss of the last steps.

        Raises SettingsError when the base cannot be loaded or has no chat template.
        """
        quiet()
        from peft import LoraConfig
        from transformers import PrinterCallback, set_seed
        from trl import SFTTrainer

        tokenizer = load_tokenizer(self.base)
        by_turn = marks_replies(tokenizer, self.base)
        set_seed(self.settings.seed)
        losses: list[float] = []
        self.tracker.start(self.settings.model_dump())
        trainer = SFTTrainer(
            model=load_model(self.base),
            args=self.arguments(out, by_turn=by_turn),
            train_dataset=as_dataset(examples, by_turn=by_turn),
            processing_class=tokenizer,
            peft_config=LoraConfig(
                r=self.settings.rank,
                lora_alpha=self.settings.alpha,
                target_modules="all-linear",
                task_type="CAUSAL_LM",
            ),
            callbacks=[reporter(losses, self.tracker, progress)],
        )
        trainer.remove_callback(PrinterCallback)
        trainer.train()
        trainer.save_model(str(out))
        (out / "training_args.bin").unlink(missing_ok=True)
        self.tracker.finish([out])
        last = losses[-max(1, len(losses) // 10) :]
        return {"loss": sum(last) / len(last) if last else math.nan}

    def arguments(self, out: Path, *, by_turn: bool) -> Any:  # noqa: ANN401  TRL is not typed
        """Translate settings.yaml into TRL's arguments."""
        import torch
        from trl import SFTConfig

        settings = self.settings
        gpu = torch.cuda.is_available()
        return SFTConfig(
            output_dir=str(out),
            max_steps=settings.steps,
            per_device_train_batch_size=settings.batch_size,
            learning_rate=settings.learning_rate,
            lr_scheduler_type="cosine",
            warmup_steps=settings.steps // 20,
            seed=settings.seed,
            assistant_only_loss=by_turn,
            completion_only_loss=not by_turn,
            max_length=None,
            logging_steps=1,
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            # Half precision and recomputed activations are for models that fill a GPU.
            bf16=gpu and torch.cuda.is_bf16_supported(),
            activation_checkpointing=gpu,
            dataloader_pin_memory=gpu,
        )


def marks_replies(tokenizer: Any, base: str) -> bool:  # noqa: ANN401  a tokenizer
    """Say whether the chat template, or the one TRL knows for it, marks the assistant's turns.

    Then every reply of a chat is learnt; otherwise only the last. Raises SettingsError when there
    is no chat template at all.
    """
    from trl.chat_template_utils import get_training_chat_template

    if not tokenizer.chat_template:
        raise SettingsError(
            f"settings.yaml: finetune.base: {base} has no chat template: choose an instruct model"
        )
    try:
        get_training_chat_template(tokenizer)
    except ValueError:
        return False
    return True


def as_dataset(examples: Sequence[Example], *, by_turn: bool) -> Any:  # noqa: ANN401  not typed
    """Return the examples as TRL reads them."""
    from datasets import Dataset

    chats = [[asdict(message) for message in example.messages] for example in examples]
    if by_turn:
        return Dataset.from_list([{"messages": chat} for chat in chats])
    return Dataset.from_list([{"prompt": chat[:-1], "completion": chat[-1:]} for chat in chats])


def reporter(losses: list[float], tracker: Tracker, progress: Progress) -> Any:  # noqa: ANN401
    """Make the callback that hands each step's loss to the tracker and to whoever waits."""
    from transformers import TrainerCallback

    class Reporter(TrainerCallback):
        """Passes on what the trainer logs."""

        def on_log(self, args: Any, state: Any, control: Any, logs: Any, **_: Any) -> None:  # noqa: ANN401, ARG002
            """Take the loss of one step."""
            if "loss" not in logs:
                return
            loss = float(logs["loss"])
            losses.append(loss)
            tracker.log(state.global_step, {"loss": loss})
            progress(state.global_step, state.max_steps, loss)

    return Reporter()


def make_trainer(settings: Settings, root: Path, tracker: Tracker) -> TrlTrainer:
    """Make the trainer for the base that settings.yaml names."""
    section = finetune_settings(settings)
    return TrlTrainer(section, base_location(section, root), tracker)
