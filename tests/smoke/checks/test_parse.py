"""Files that their languages cannot read."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.smoke.checks.parse import unreadable
from tests.smoke.templates import lay_out


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", "{"),
        ("a.json", ""),
        ("a.JSON", "[1,]"),
        ("a.json", "[" * 100_000),
        ("a.jsonl", '{"a": 1}\n{"a": \n'),
        ("a.toml", "a = "),
        ("a.toml", "a = 1\na = 2"),
        ("a.yaml", "a: [1"),
        ("a.yml", "a: b: c"),
        ("a.yml", "\tx: y"),
        ("a.py", "def f(:"),
        ("a.py", "x = (" * 1000),
        ("a.pyi", "x: = 1"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, text: str) -> None:
    """In a line each."""
    lay_out(tmp_path, {name: text})

    (fault,) = unreadable(tmp_path)
    assert fault.startswith(f"{name}: ")
    assert "\n" not in fault


def test_what_can_be_read_is_not(tmp_path: Path) -> None:
    """Tags, several documents, a mark at the start, warnings, separators within a text."""
    lay_out(
        tmp_path,
        {
            "a.yaml": "a: !Ref b\n---\nb: &x 1\nc: *x\n",
            "b.json": '\ufeff{"a": NaN}',
            "c.jsonl": '{"a": "x\u2028y\x85z"}\r\n\n[1]\n',
            "d.py": "x = '\\d'\nassert (1, 2)\n",
            "e.toml": "",
            "f.txt": "{",
            "ignored/g.json": "{",
        },
    )

    assert [] == unreadable(tmp_path, ["/ignored"])
