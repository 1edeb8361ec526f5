"""The way from rows to an answer, with a model too small to be right."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.errors import DataError, NotReady
from app.finetune import adapter, tuned
from app.finetune.inference import TinyLlama
from app.finetune.tiny import make_base
from app.finetune.tiny_tokenizer import write_chat
from app.finetune.training import train
from app.settings import Settings, load_settings
from app.types import Message
from tests.finetune.labels import SHAPE, examples, row, write_rows
from tests.small import write, write_repo

CHAT = [Message("system", "Unread."), Message("user", "Where do I find the films?")]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a small repo in which `train` has run."""
    root = tmp_path_factory.mktemp("trained")
    write_repo(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        train(write_rows(root), root, lambda *_: None, shape=SHAPE)
        yield root


@pytest.fixture
def settings(trained: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings of the repo that was trained in."""
    monkeypatch.chdir(trained)
    return load_settings()


def test_training_leaves_an_adapter_with_its_report(trained: Path) -> None:
    """And a base that transformers can load; nothing half-written lies about."""
    made = {path.name for path in (trained / ".cache/adapter").iterdir()}
    report = json.loads((trained / ".cache/adapter/report.json").read_text())

    assert made >= {"adapter_config.json", "adapter_model.safetensors", "weights.npz"}
    assert (report["base"], report["heldout"]) == ("tiny", 1)
    assert {path.name for path in (trained / ".cache").iterdir()} == {"adapter", "tiny"}


def test_numpy_and_transformers_say_the_same(trained: Path) -> None:
    """Base and tuned, token by token; the chat is written alike too."""
    location, made = str(trained / ".cache/tiny"), trained / ".cache/adapter"
    for loaded, plain in (
        (adapter.load(location, None), TinyLlama(Path(location))),
        (adapter.load(location, made), TinyLlama(made)),
    ):
        chat = [{"role": turn.role, "content": turn.content} for turn in CHAT]
        written = loaded.tokenizer.apply_chat_template(
            chat, add_generation_prompt=True, tokenize=False
        )

        assert written == write_chat(CHAT)
        for question in ("Where do I find the films?", "Books?", "ünï çode 🙂 " * 20):
            asked = [Message("user", question)]
            assert loaded.reply(asked, 30) == plain.reply(asked, 30)


def test_the_tuned_model_answers_without_pytorch(settings: Settings, trained: Path) -> None:
    """`ask` has to be quick from cold."""
    code = (
        "import sys, pathlib; from app.settings import load_settings; "
        "from app.finetune.tuned import make_model; from app.types import Message; "
        "make_model(load_settings(), pathlib.Path()).complete([Message('user', 'Films?')]); "
        "sys.exit(bool({'torch', 'transformers'} & set(sys.modules)))"
    )
    here = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=trained, env={"PYTHONPATH": here}, check=False
    )

    assert done.returncode == 0


def test_a_repair_round_reads_the_question_again(settings: Settings, trained: Path) -> None:
    """The tiny model would take the fault that it is told about for the question."""
    settings = settings.model_copy(
        update={"prompt": settings.prompt.model_copy(update={"examples": None})}
    )
    model = tuned.make_model(settings, trained)
    repair = [*CHAT, Message("assistant", "x"), Message("user", "Reply again.")]

    assert model.complete(repair).text == model.complete(CHAT).text
    assert model.name == "tiny + .cache/adapter"


def test_the_base_is_made_once_for_the_same_rows(trained: Path) -> None:
    """Other rows, another seed: another base."""
    base = trained / ".cache/tiny"

    assert not make_base(examples(), base, 0, lambda *_: pytest.fail("it was made anew"), SHAPE)
    with pytest.raises(InterruptedError):
        make_base(examples(), base, 1, interrupt, SHAPE)
    assert (base / "config.json").is_file()


def interrupt(*_: object) -> None:
    """Stop a training at its first step."""
    raise InterruptedError


def test_before_training_the_next_step_is_named(repo: Path) -> None:
    """There is no model to ask yet."""
    with pytest.raises(NotReady, match=r"no adapter in \.cache/adapter: run `make train`"):
        tuned.make_model(write_rows(repo), repo)


def test_bad_rows_stop_training_before_anything_is_made(repo: Path) -> None:
    """The full list is what check-data prints."""
    with pytest.raises(DataError, match=r"train\.jsonl:1: has no list"):
        train(write_rows(repo, train="{}"), repo, interrupt, shape=SHAPE)

    assert not (repo / ".cache").exists()


def test_a_kill_while_training_leaves_the_old_adapter(trained: Path) -> None:
    """The adapter is put in place when all is done."""
    before = (trained / ".cache/adapter/weights.npz").read_bytes()
    code = (
        "import os, pathlib, signal; from app.settings import load_settings; "
        "from app.finetune.training import train; from tests.finetune.labels import SHAPE; "
        "train(load_settings(), pathlib.Path.cwd(), lambda what, step, *_: "
        "step == 2 and what == 'adapter' and os.kill(os.getpid(), signal.SIGKILL), shape=SHAPE)"
    )
    here = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=trained, env={"PYTHONPATH": here}, check=False
    )
    after = (trained / ".cache/adapter/weights.npz").read_bytes()
    for leftover in (trained / ".cache").glob(".adapter-*"):
        shutil.rmtree(leftover)

    assert (done.returncode, before) == (-signal.SIGKILL, after)


def test_check_data_lists_every_fault(repo: Path) -> None:
    """One line each, then the counts; the exit code says that something has to change."""
    import typer

    from app.finetune.commands import add_commands

    write_rows(repo, train="{}\nx\n" + row("one"))
    write(repo / "rows/heldout.jsonl", row("two"))
    cli = typer.Typer()
    add_commands(cli)
    result = CliRunner().invoke(cli, ["check-data"])

    assert result.exit_code == 2
    assert [line.rpartition("/")[2] for line in result.output.splitlines()] == [
        'train.jsonl:1: has no list "messages"',
        "train.jsonl:2: is not JSON: Expecting value at character 1",
        "train.jsonl: 1 good rows, 2 faults",
        "heldout.jsonl: 1 good rows, 0 faults",
    ]
