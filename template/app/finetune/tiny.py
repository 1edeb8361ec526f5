"""The tiny base model, made here from the repo's own rows: no hub, no key, about a minute.

It learns to answer the training questions in plain sentences. So it knows the task and not the
form, which is what the adapter then teaches; with a real model, set `finetune.base` instead.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.finetune import inference, lessons, reading, tiny_tokenizer
from app.finetune.folders import replace_folder
from app.finetune.quiet import quiet
from app.types import Example

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

FINGERPRINT = "fingerprint"
IGNORED = -100  # no loss on these tokens
_SORTED_TOGETHER = 8  # batches whose chats are sorted by length, so that little is padding

Progress = Callable[[int, int, float], None]
Pair = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the tiny model is and how long it is trained."""

    hidden: int = 96
    layers: int = 3
    heads: int = 4
    steps: int = 200
    batch_size: int = 16
    matrix_rate: float = 0.02
    other_rate: float = 3e-3


def make_base(
    examples: Sequence[Example], folder: Path, seed: int, progress: Progress, shape: Shape
) -> bool:
    """Make the base in `folder`, unless the same rows and the same code made the one there.

    Returns whether it was made. A kill leaves the folder as it was.
    """
    fingerprint = fingerprint_of(examples, seed, shape)
    mark = folder / FINGERPRINT
    if mark.is_file() and mark.read_text(encoding="utf-8") == fingerprint:
        return False
    with replace_folder(folder) as fresh:
        build(examples, fresh, seed, progress, shape)
        (fresh / FINGERPRINT).write_text(fingerprint, encoding="utf-8")
    return True


def fingerprint_of(examples: Sequence[Example], seed: int, shape: Shape) -> str:
    """Return a hash of what the base depends on: rows, seed, shape and the code that makes it."""
    turns = [[(turn.role, turn.content) for turn in example.messages] for example in examples]
    inputs = json.dumps([turns, seed, repr(shape)])
    modules = (inference, lessons, reading, tiny_tokenizer)
    files = (Path(str(module.__file__)) for module in modules)
    code = [Path(__file__), tiny_tokenizer.CHAT_TEMPLATE, *files]
    contents = [inputs.encode(), *(path.read_bytes() for path in code)]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


def build(
    examples: Sequence[Example], folder: Path, seed: int, progress: Progress, shape: Shape
) -> None:
    """Learn a tokenizer and a model from the examples and save them, for transformers and NumPy."""
    import torch

    quiet()

    told = [lessons.in_prose(example) for example in examples]
    texts = [turn.content for example in (*examples, *told) for turn in example.messages]
    tokenizer = tiny_tokenizer.train_tokenizer(texts)
    torch.manual_seed(seed)
    model = new_model(tokenizer.get_vocab_size(), shape)
    stream = (lessons.in_prose(example) for example in lessons.variations(examples, seed))
    teach(model, (encode(tokenizer, example) for example in stream), shape, progress)
    model.save_pretrained(folder)
    tiny_tokenizer.save_transformers(tokenizer, folder)
    inference.export(model, tokenizer, folder)


def new_model(tokens: int, shape: Shape) -> Any:  # noqa: ANN401  transformers has no useful types
    """Make an untrained Llama whose attention can already copy ("mimetic" initialisation).

    Query and key start as the same random rotation, so that a token attends to its own kind; value
    and output undo each other, so that what is attended to is passed on. Without it the model does
    not learn to copy in so few steps. Trockman and Kolter 2023, arXiv 2305.09828.
    """
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(
        vocab_size=tokens,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.heads,
        intermediate_size=3 * shape.hidden,
        max_position_embeddings=4096,
        tie_word_embeddings=True,
        # Tokens that only the form uses are not trained in the base, and the adapter cannot change
        # embeddings: they start large enough to be chosen with confidence.
        initializer_range=0.1,
        rope_parameters={"rope_type": "default", "rope_theta": 100_000.0},
        bos_token_id=None,
        eos_token_id=tiny_tokenizer.END_ID,
        pad_token_id=tiny_tokenizer.END_ID,
    )
    model = LlamaForCausalLM(config)
    with torch.no_grad():
        for layer in model.model.layers:
            attention = layer.self_attn
            for one, other in (("q_proj", "k_proj"), ("v_proj", "o_proj")):
                rotation, _ = torch.linalg.qr(torch.randn(shape.hidden, shape.hidden))
                getattr(attention, one).weight.copy_(rotation)
                getattr(attention, other).weight.copy_(rotation if one == "q_proj" else rotation.T)
    return model


def encode(tokenizer: Tokenizer, example: Example) -> Pair:
    """Return the tokens of the prompt and those of the reply."""
    *before, reply = example.messages
    prompt = tiny_tokenizer.write_chat(before)
    answer = f"{reply.content}{tiny_tokenizer.END}"
    return tokenizer.encode(prompt).ids, tokenizer.encode(answer).ids


def teach(model: Any, pairs: Iterator[Pair], shape: Shape, progress: Progress) -> None:  # noqa: ANN401
    """Train on the replies: warm up over a tenth of the steps, decay over the last third."""
    import torch

    optimizers = make_optimizers(model, shape)
    rates = [(group, group["lr"]) for each in optimizers for group in each.param_groups]
    for step, batch in enumerate(batches(pairs, shape), 1):
        scale = min(1.0, 10 * step / shape.steps, 3 * (shape.steps - step + 1) / shape.steps)
        for group, rate in rates:
            group["lr"] = rate * scale
        loss = loss_on_replies(model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
        progress(step, shape.steps, loss.item())


def make_optimizers(model: Any, shape: Shape) -> list[torch.optim.Optimizer]:  # noqa: ANN401
    """Muon for the matrices, which halves the steps that labels need; AdamW for the rest."""
    import torch

    matrices = [p for layer in model.model.layers for p in layer.parameters() if p.ndim > 1]
    chosen = {id(parameter) for parameter in matrices}
    rest = [parameter for parameter in model.parameters() if id(parameter) not in chosen]
    return [
        torch.optim.Muon(matrices, lr=shape.matrix_rate, weight_decay=0.01, momentum=0.9),
        torch.optim.AdamW(rest, lr=shape.other_rate, weight_decay=0.01, betas=(0.9, 0.98)),
    ]


def batches(pairs: Iterable[Pair], shape: Shape) -> Iterator[list[Pair]]:
    """Yield `shape.steps` batches of chats of about the same length, in mixed order."""
    stream = iter(pairs)
    left = shape.steps
    while left:
        count = min(left, _SORTED_TOGETHER)
        drawn = sorted(itertools.islice(stream, count * shape.batch_size), key=chat_length)
        starts = range(0, len(drawn), shape.batch_size)
        # Every other one from the front, then the rest: short and long batches take turns.
        for start in (*starts[::2], *starts[1::2]):
            yield drawn[start : start + shape.batch_size]
        left -= count


def chat_length(pair: Pair) -> int:
    """Return how many tokens a chat has."""
    return len(pair[0]) + len(pair[1])


def loss_on_replies(model: Any, batch: Sequence[Pair]) -> torch.Tensor:  # noqa: ANN401
    """Return the mean loss over the tokens of the replies; only their logits are computed."""
    import torch

    width = max(map(chat_length, batch))
    tokens = torch.zeros(len(batch), width, dtype=torch.long)
    wanted = torch.full((len(batch), width), IGNORED)
    for row, (prompt, reply) in enumerate(batch):
        end = len(prompt) + len(reply)
        tokens[row, :end] = torch.tensor(prompt + reply)
        wanted[row, len(prompt) : end] = torch.tensor(reply)
    # The padding is at the end and attention looks back only, so no mask is needed.
    states = model.model(tokens).last_hidden_state[:, :-1]
    targets = wanted[:, 1:]
    learnt = targets != IGNORED
    return torch.nn.functional.cross_entropy(model.lm_head(states[learnt]), targets[learnt])
