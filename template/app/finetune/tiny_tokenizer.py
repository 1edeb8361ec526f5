"""The tiny model's tokenizer, byte-level BPE learnt from the repo's rows, and its chat template."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from app.types import Message

USER, ASSISTANT, END = "<|user|>", "<|assistant|>", "<|end|>"
END_ID = 0
_TOKENS = 900
_NUMBERS = 100

# A word keeps the space before it; a number never does, so that "[7]" in a passage and 7 in an
# answer are the same token.
_PIECES = Regex(r"\n| ?\p{L}+|\p{N}+| ?[^\s\p{L}\p{N}]+|\s")

# Transformers renders it. It leaves out the system turn, since what that asks for is in the
# weights, and marks what is generated, which TRL's `assistant_only_loss` learns from.
CHAT_TEMPLATE = Path(__file__).with_name("tiny_chat_template.txt")


def train_tokenizer(texts: Iterable[str]) -> Tokenizer:
    """Learn the tokens from texts. The same texts give the same tokenizer."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(_PIECES, behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=_TOKENS,
        special_tokens=[END, USER, ASSISTANT],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    numbers = (str(number) for number in range(_NUMBERS) for _ in range(50))
    tokenizer.train_from_iterator([*texts, *numbers], trainer)
    return tokenizer


def write_chat(messages: Iterable[Message]) -> str:
    """Write a chat that waits for its reply, as the chat template does."""
    marks = {"user": USER, "assistant": ASSISTANT}
    turns = [message for message in messages if message.role in marks]
    ends = {"user": "", "assistant": END}
    return "".join(f"{marks[x.role]}{x.content}{ends[x.role]}" for x in turns) + ASSISTANT


def save_transformers(tokenizer: Tokenizer, folder: Path) -> None:
    """Save the tokenizer with its chat template, as transformers loads it."""
    from transformers import PreTrainedTokenizerFast

    wrapped = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=END, pad_token=END)
    wrapped.chat_template = CHAT_TEMPLATE.read_text(encoding="utf-8").rstrip()
    wrapped.save_pretrained(folder)
