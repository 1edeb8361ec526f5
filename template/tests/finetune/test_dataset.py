"""Which rows may be trained on, and what is said about the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.errors import DataError
from app.finetune.base import finetune_settings
from app.finetune.dataset import check_files, load_examples, read_rows
from app.types import Example, Message
from tests.finetune.labels import SCHEMA, row, write_rows
from tests.small import SCHEMA as POINTING
from tests.small import write


def chat(*turns: tuple[Any, Any]) -> bytes:
    """Return a line with these turns, right or wrong."""
    messages = [{"role": role, "content": content} for role, content in turns]
    return json.dumps({"messages": messages}).encode()


GOOD = ("user", "A question")
REPLY = ("assistant", '{"topic": "books"}')
BAD = {
    "not JSON": (b'{"messages": [', "is not JSON: Expecting value at character 15"),
    "not UTF-8": (b'{"messages": "\xe9"}', "is not UTF-8 at byte 15"),
    "nested too deeply": (b"[" * 100_000, "is not JSON that can be read: it is nested too deeply"),
    "not an object": (b"[1]", 'has no list "messages"'),
    "no messages": (b'{"prompt": "x"}', 'has no list "messages"'),
    "empty messages": (b'{"messages": []}', "has no messages"),
    "a turn that is text": (b'{"messages": ["x"]}', "message 1 is not an object"),
    "an unknown role": (
        chat(("customer", "x"), REPLY),
        "message 1 has the role 'customer': use system, user, assistant",
    ),
    "a role that is a list": (chat(([], "x"), REPLY), "message 1 has the role []"),
    "no content": (chat(GOOD, ("assistant", " ")), "message 2 (assistant) has no content"),
    "content that is a number": (chat(("user", 3), REPLY), "message 1 (user) has no content"),
    "no reply": (chat(GOOD), "does not end with the assistant's turn"),
    "no question": (chat(REPLY), "does not begin with the user's turn"),
    "two questions": (chat(GOOD, GOOD, REPLY), "has two user turns in a row"),
    "a late system turn": (chat(GOOD, ("system", "x"), REPLY), "has a system turn that is not"),
    "a reply in prose": (chat(GOOD, ("assistant", "Books.")), "its reply is not JSON"),
    "a wrong label": (
        chat(GOOD, ("assistant", '{"topic": "maps"}')),
        "its reply does not meet the schema at topic",
    ),
}


@pytest.mark.parametrize(("line", "reason"), BAD.values(), ids=BAD)
def test_a_bad_row_is_named_with_its_line_and_the_reason(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    """The good rows around it are read."""
    path = write(
        tmp_path / "rows.jsonl", row("one").encode() + b"\n" + line + b"\n\n" + chat(GOOD, REPLY)
    )
    rows = read_rows(path, SCHEMA)

    assert [1, 4] == list(rows.examples)
    assert [2] == [fault.line for fault in rows.faults]
    assert str(rows.faults[0]).startswith(f"{path}:2: {reason}")


def test_a_row_that_comes_twice_is_a_fault(tmp_path: Path) -> None:
    """The first one stays."""
    rows = read_rows(write(tmp_path / "rows.jsonl", f"{row('one')}\n{row('one')}\n"), SCHEMA)

    assert ["is the same as line 1"] == [fault.reason for fault in rows.faults]


def test_a_reply_points_only_at_sentences_that_are_there(tmp_path: Path) -> None:
    """A number that the user's turn does not have cannot be learnt."""
    asked = "Passages:\n## a.md\n[1] One.\n\nQuestion: which"
    reply = '{"action": "answer", "sentences": [2]}'
    path = write(tmp_path / "rows.jsonl", chat(("user", asked), ("assistant", reply)))

    assert ["its reply points at sentence 2, which the user's turn lacks"] == [
        fault.reason for fault in read_rows(path, POINTING).faults
    ]


def test_without_a_schema_any_reply_will_do(tmp_path: Path) -> None:
    """A system turn may come first, and a byte order mark too."""
    line = chat(("system", "Be brief."), GOOD, ("assistant", "Yes."))
    rows = read_rows(write(tmp_path / "rows.jsonl", b"\xef\xbb\xbf" + line), None)

    assert rows.examples == {
        1: Example(
            (
                Message("system", "Be brief."),
                Message("user", "A question"),
                Message("assistant", "Yes."),
            )
        )
    }


def test_a_heldout_row_must_not_be_trained_on(repo: Path) -> None:
    """Else the report would praise what was learnt by heart."""
    settings = write_rows(repo, train=row("one"), heldout=row("one"))
    _, heldout = check_files(finetune_settings(settings), repo, SCHEMA)

    assert ["is also in train.jsonl, line 1"] == [fault.reason for fault in heldout.faults]


@pytest.mark.parametrize(
    ("train", "message"),
    [
        ("x\n", "train.jsonl:1: is not JSON: Expecting value at character 1: `python -m app"),
        ("x\ny\n", "character 1 (the first of 2 bad rows): `python -m app check-data` lists"),
        ("\n", "train.jsonl holds no rows: add some"),
    ],
)
def test_training_refuses_bad_data_in_one_line(repo: Path, train: str, message: str) -> None:
    """The first fault is named, the others counted."""
    settings = write_rows(repo, train=train)
    with pytest.raises(DataError) as error:
        load_examples(finetune_settings(settings), repo, SCHEMA)

    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_named(repo: Path) -> None:
    """The message says which key names it."""
    settings = write_rows(repo)
    (repo / "rows/train.jsonl").unlink()

    with pytest.raises(
        DataError, match=r"train\.jsonl cannot be read .*: see finetune in settings"
    ):
        load_examples(finetune_settings(settings), repo, SCHEMA)
