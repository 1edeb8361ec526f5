"""A base model, with or without its adapter, on transformers: load it, let it reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.errors import SettingsError
from app.finetune.quiet import quiet
from app.types import Message


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model and its tokenizer."""

    model: Any
    tokenizer: Any

    def reply(self, messages: Sequence[Message], max_tokens: int) -> tuple[str, int, int]:
        """Return the likeliest reply, token by token, and the tokens read and written."""
        import torch

        inputs = self.tokenizer.apply_chat_template(
            [asdict(message) for message in messages],
            add_generation_prompt=True,
            return_dict=True,
            return_tensors="pt",
        ).to(self.model.device)
        read = inputs["input_ids"].shape[1]
        with torch.inference_mode():
            tokens = self.model.generate(
                **inputs, max_new_tokens=max_tokens, do_sample=False, temperature=None, top_p=None
            )[0, read:]
        text = self.tokenizer.decode(tokens, skip_special_tokens=True)
        return text, read, len(tokens)


def load(base: str, adapter: Path | None) -> Loaded:
    """Load the base, and the adapter on top of it. Raises SettingsError when one is not there."""
    model, tokenizer = load_model(base), load_tokenizer(base)
    if adapter is not None:
        from peft import PeftModel

        model = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
    return Loaded(model.eval(), tokenizer)


def load_model(base: str) -> Any:  # noqa: ANN401  transformers has no useful types
    """Load a base, onto the GPU if there is one. Raises SettingsError when it is not there."""
    quiet()
    import torch
    from transformers import AutoModelForCausalLM

    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        return AutoModelForCausalLM.from_pretrained(base).to(device)
    except (OSError, ValueError) as error:
        raise cannot_load(base, error) from None


def load_tokenizer(base: str) -> Any:  # noqa: ANN401  transformers has no useful types
    """Load the tokenizer of a base. Raises SettingsError when it is not there."""
    quiet()
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(base)
    except (OSError, ValueError) as error:
        raise cannot_load(base, error) from None


def cannot_load(base: str, error: Exception) -> SettingsError:
    """Word the error for a base that is neither a model folder nor a name on the hub."""
    reason = " ".join(str(error).split())[:160]
    return SettingsError(
        f"settings.yaml: finetune.base: {base!r} cannot be loaded: give a folder with a model, "
        f"the name of one on the hub, or `tiny` ({reason})"
    )
