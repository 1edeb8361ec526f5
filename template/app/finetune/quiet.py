"""The libraries' bars, hints and reports to their makers, off."""

from __future__ import annotations

import os
import warnings


def quiet() -> None:
    """Keep standard error for our own progress, and whatever is trained on to this machine.

    TRL tells Hugging Face about each training unless telemetry is off; `doctor` promises that
    nothing is sent.
    """
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    warnings.filterwarnings("ignore", category=FutureWarning, module="transformers|trl|peft")
    from datasets.utils.logging import disable_progress_bar
    from huggingface_hub import constants
    from transformers.utils import logging

    # The variable is read when the package is imported, which may have been before.
    constants.HF_HUB_DISABLE_TELEMETRY = True
    disable_progress_bar()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
