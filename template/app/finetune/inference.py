"""The tuned tiny model in plain NumPy: asking it costs no import of PyTorch.

Training merges the adapter into the base and writes the weights here. The arithmetic is that of
transformers' LlamaForCausalLM, and a test holds the two to the same tokens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from app.finetune.tiny_tokenizer import END_ID, write_chat
from app.types import Message

WEIGHTS = "weights.npz"
TOKENIZER = "tokenizer.json"
# The weights of a layer: the name here, and the name in transformers.
PARTS = {
    "before": "input_layernorm",
    "between": "post_attention_layernorm",
    **{name: f"self_attn.{name}_proj" for name in "qkvo"},
    **{name: f"mlp.{name}_proj" for name in ("gate", "up", "down")},
}
Array = NDArray[np.float32]


class TinyLlama:
    """A Llama on the CPU, for one chat at a time."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        with np.load(folder / WEIGHTS) as stored:
            self.weights: Mapping[str, Array] = {name: stored[name] for name in stored.files}
        self.heads, self.layers = (int(self.weights[name]) for name in ("heads", "layers"))
        self.epsilon, self.theta = (float(self.weights[name]) for name in ("epsilon", "theta"))

    def reply(self, messages: Sequence[Message], max_tokens: int) -> tuple[str, int, int]:
        """Return the likeliest reply, token by token, and the tokens read and written."""
        prompt = self.tokenizer.encode(write_chat(messages)).ids
        written: list[int] = []
        cache: list[tuple[Array, Array]] = []
        logits = self.forward(prompt, cache)
        while len(written) < max_tokens and (token := int(logits.argmax())) != END_ID:
            written.append(token)
            logits = self.forward([token], cache)
        return self.tokenizer.decode(written), len(prompt), len(written)

    def forward(self, tokens: Sequence[int], cache: list[tuple[Array, Array]]) -> Array:
        """Read more tokens and return the logits of the next one.

        `cache` holds keys and values of each layer, shape (heads, tokens so far, head size).
        """
        start = cache[0][0].shape[1] if cache else 0
        states: Array = self.weights["embed"][list(tokens)]
        for layer in range(self.layers):
            weights = {name: self.weights[f"{layer}.{name}"] for name in PARTS}
            normed = self.norm(states, weights["before"])
            states = states + self.attend(normed, weights, cache, layer, start)
            states = states + transform(self.norm(states, weights["between"]), weights)
        last: Array = self.norm(states[-1], self.weights["norm"]) @ self.weights["embed"].T
        return last

    def norm(self, states: Array, weight: Array) -> Array:
        """Scale each state to unit root mean square (RMSNorm)."""
        square = np.mean(states * states, axis=-1, keepdims=True)
        return states / np.sqrt(square + np.float32(self.epsilon)) * weight

    def attend(
        self,
        states: Array,
        weights: Mapping[str, Array],
        cache: list[tuple[Array, Array]],
        layer: int,
        start: int,
    ) -> Array:
        """Let each token look at itself and at those before it."""
        count, hidden = states.shape
        q, k, v = (
            (states @ weights[name].T).reshape(count, self.heads, -1).transpose(1, 0, 2)
            for name in "qkv"
        )
        q, k = self.rotate(q, start), self.rotate(k, start)
        if layer < len(cache):
            before_k, before_v = cache[layer]
            k, v = np.concatenate([before_k, k], axis=1), np.concatenate([before_v, v], axis=1)
            cache[layer] = k, v
        else:
            cache.append((k, v))
        scores = q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(q.shape[-1]))
        later = np.arange(k.shape[1]) > start + np.arange(count)[:, None]
        scores = np.where(later, np.float32(-np.inf), scores)
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        mixed = (shares @ v).transpose(1, 0, 2).reshape(count, hidden)
        attended: Array = mixed @ weights["o"].T
        return attended

    def rotate(self, states: Array, start: int) -> Array:
        """Turn each pair of features by an angle that grows with the position (RoPE)."""
        half = states.shape[-1] // 2
        speeds = self.theta ** (-np.arange(half) / half)
        angles = ((start + np.arange(states.shape[1]))[:, None] * speeds).astype(np.float32)
        sine, cosine = np.sin(angles), np.cos(angles)
        left, right = states[..., :half], states[..., half:]
        turned = [left * cosine - right * sine, right * cosine + left * sine]
        return np.concatenate(turned, axis=-1)


def transform(states: Array, weights: Mapping[str, Array]) -> Array:
    """Put each token through the feed-forward part (SwiGLU)."""
    gate: Array = states @ weights["gate"].T
    # SiLU, x / (1 + e^-x); clipped, so that e^-x stays within float32.
    activated = gate / (1 + np.exp(-np.clip(gate, -80, 80)))
    transformed: Array = (activated * (states @ weights["up"].T)) @ weights["down"].T
    return transformed


def export(model: Any, tokenizer: Tokenizer, folder: Path) -> None:  # noqa: ANN401  transformers
    """Write a LlamaForCausalLM with tied embeddings, adapter merged, as NumPy reads it."""
    state = {name: tensor.float().cpu().numpy() for name, tensor in model.state_dict().items()}
    config = model.config
    arrays: dict[str, Any] = {
        "embed": state["model.embed_tokens.weight"],
        "norm": state["model.norm.weight"],
        "heads": config.num_attention_heads,
        "layers": config.num_hidden_layers,
        "epsilon": config.rms_norm_eps,
        "theta": config.rope_parameters["rope_theta"],
    }
    for layer in range(config.num_hidden_layers):
        for short, name in PARTS.items():
            arrays[f"{layer}.{short}"] = state[f"model.layers.{layer}.{name}.weight"]
    np.savez(folder / WEIGHTS, **arrays)
    tokenizer.save(str(folder / TOKENIZER))
