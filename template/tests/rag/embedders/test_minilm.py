"""MiniLM by ONNX Runtime, against the library that the model comes from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.errors import NotReady
from app.rag.embedders.minilm import (
    MODEL,
    NAME,
    TOKENIZER,
    MiniLM,
    export,
    export_folder,
    load,
    make_embedder,
)
from app.rag.support import WEIGHTS
from app.settings import load_settings
from tests.small import write

ROOT = Path(__file__).parents[3]
FOLDER = export_folder(ROOT)  # before conftest.py clears the environment
TEXTS = [
    "How do I open a locker?",
    "The fee is $4 a day.",
    "",
    "Größe, naïve, 日本",
    "long text " * 400,
]


@pytest.fixture(scope="module")
def embedder() -> MiniLM:
    """Return the model that set-up has exported, exporting it where that has not been done."""
    if not (FOLDER / MODEL).is_file():
        export(FOLDER, ROOT)
    return load(FOLDER)


def test_vectors_equal_those_of_sentence_transformers(embedder: MiniLM) -> None:
    """The export changes no number by more than 1e-4."""
    code = (
        "import sys, numpy as np\n"
        "from sentence_transformers import SentenceTransformer\n"
        "from app.rag.embedders.minilm_export import weights_folder\n"
        "from tests.rag.embedders.test_minilm import TEXTS\n"
        "model = SentenceTransformer(str(weights_folder()), device='cpu')\n"
        "vectors = model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)\n"
        "sys.stdout.buffer.write(vectors.astype('float32').tobytes())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    wanted = np.frombuffer(done.stdout[-4 * 384 * len(TEXTS) :], np.float32).reshape(-1, 384)

    assert np.abs(wanted - embedder.embed(TEXTS)).max() < 1e-4


def test_vectors_have_unit_length_and_keep_their_order(embedder: MiniLM) -> None:
    """A batch gives what each text gives alone."""
    together = embedder.embed(TEXTS * 3)
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])

    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.abs(together[-len(TEXTS) :] - alone).max() < 1e-4
    assert embedder.embed([]).shape == (0, 384)


def test_meaning_is_closer_than_words(embedder: MiniLM) -> None:
    """That is what it is for."""
    question, same, other = embedder.embed(
        ["How do I get my money back?", "Refund policy", "How do I get my cat back?"]
    )

    assert question @ same > question @ other


def test_support_knows_this_embedder() -> None:
    """The weights in support.py are those of this model."""
    assert NAME in WEIGHTS


def test_asking_imports_neither_pytorch_nor_transformers(embedder: MiniLM) -> None:
    """What makes a question answer quickly from cold."""
    code = (
        "import sys; from pathlib import Path; from app.rag.embedders import minilm\n"
        "minilm.load(Path(sys.argv[1])).embed(['x'])\n"
        "print([m for m in ('torch', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(FOLDER)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout == "[]\n"


def test_a_damaged_export_says_what_to_do(repo: Path) -> None:
    """Half a file is an error of one line."""
    write(repo / ".cache" / "minilm" / MODEL, b"half")
    write(repo / ".cache" / "minilm" / TOKENIZER, b"{}")

    with pytest.raises(NotReady, match=r"holds a damaged model .*delete the folder"):
        make_embedder(load_settings(), repo)


def test_an_export_that_is_there_is_kept(embedder: MiniLM) -> None:
    """Set-up may call it every time."""
    before = (FOLDER / MODEL).stat().st_mtime_ns
    subprocess.run(
        [sys.executable, "-m", "app.rag.embedders.minilm_export", str(FOLDER)], cwd=ROOT, check=True
    )

    assert (FOLDER / MODEL).stat().st_mtime_ns == before
