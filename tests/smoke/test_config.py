"""smoke.yml: what it says is done, and whatever it cannot mean is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import InputFileError
from formfacts.smoke.config import (
    Command,
    Config,
    Files,
    FileSet,
    Plain,
    Promote,
    Server,
    Update,
    names_of,
    read_config,
)
from tests.conftest import ROOT, Formfacts
from tests.smoke.templates import lay_out

OURS = ["braces", "parse", "paths", "secrets", "update"]
TEMPLATE = {
    "copier.yml": (
        "_subdirectory: template\n"
        "store: {type: str, choices: [a, b], default: a}\n"
        "fast: {type: bool, default: false}\n"
    ),
    "template/store.txt.jinja": "{{ store }}\n",
}


def read(folder: Path, text: str) -> Config:
    """Read a smoke.yml with this text."""
    path = folder / "smoke.yml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def test_without_one_our_own_checks_are_run(tmp_path: Path) -> None:
    """But a file that was named must be there."""
    assert OURS == [check.name for check in read_config(tmp_path / "smoke.yml").checks]
    with pytest.raises(InputFileError, match="cannot be read"):
        read_config(tmp_path / "smoke.yml", must_exist=True)


def test_the_author_s_checks_come_in_their_order(tmp_path: Path) -> None:
    """Those of ours that are named take their place there; an update is last if it is not."""
    text = "checks: {one: {run: a}, parse: {ignore: x y}, two: {run: b}, secrets: off}"
    config = read(tmp_path, text)

    assert ["braces", "paths", "one", "parse", "two", "update"] == [c.name for c in config.checks]
    assert Plain("parse", ("x", "y")) == config.checks[3].task


def test_each_kind_of_check_is_read(tmp_path: Path) -> None:
    """By its name, or by what is said of it."""
    text = """
timeout: 7
files: [{paths: a b}, {paths: [c d], when: "{{ x }}"}]
files_exact: true
checks:
    command: {run: make, timeout: 1.5, when: "{{ y }}"}
    server: {serve: run it, get: /up}
    other: {serve: run it}
    update: {again: command, may_differ: docs}
    promote: {question: q, to: {a: [b, c], b: c}, again: [command]}
"""
    checks = {check.name: check for check in read(tmp_path, text).checks}

    sets = (FileSet(("a", "b")), FileSet(("c d",), "{{ x }}"))
    assert Files(sets, exact=True) == checks["files"].task
    assert (Command("make"), 1.5, "{{ y }}") == (
        checks["command"].task,
        checks["command"].timeout,
        checks["command"].when,
    )
    assert (Server("run it", "/up"), 7.0) == (checks["server"].task, checks["server"].timeout)
    assert Server("run it", "/") == checks["other"].task
    assert Update(("command",), ("docs",)) == checks["update"].task
    assert Promote("q", {"a": ("b", "c"), "b": ("c",)}, ("command",)) == checks["promote"].task
    assert ["promote", "promote-to-b", "promote-to-c"] == names_of(checks["promote"])


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("{}", False),
        ("checks: {mine: {run: a}}", True),
        ("checks: {mine: {serve: a}}", True),
        ("checks: {mine: {run: a}, update: {again: mine}}", True),
    ],
)
def test_an_environment_is_made_where_a_command_runs_in_it(
    tmp_path: Path,
    text: str,
    needs: bool,  # noqa: FBT001
) -> None:
    """Not for checks that only look at the files."""
    assert needs == read(tmp_path, text).needs_environment


NONSENSE = [
    "- a list",
    "just text",
    "",
    "{",
    "a: &x 1\nb: *x",
    "checks: {}\nchecks: {}",
    "cheks: {}",
    "checks: [a]",
    "checks: {mine: make}",
    "checks: {mine: 1}",
    "checks: {mine: }",
    "checks: {mine: {}}",
    "checks: {mine: {run: }}",
    "checks: {mine: {run: ' '}}",
    "checks: {mine: {run: [make]}}",
    "checks: {mine: {run: make, timout: 3}}",
    "checks: {mine: {run: make, serve: it}}",
    "checks: {mine: {run: make, timeout: 0}}",
    "checks: {mine: {run: make, timeout: .inf}}",
    "checks: {mine: {run: make, timeout: 2 minutes}}",
    "checks: {mine: {run: make, when: true}}",
    "checks: {mine: {run: make, when: fast}}",
    "checks: {mine: {run: make, when: store == 'a' and fast}}",
    "checks: {mine: {run: make, when: '{{ fats }}'}}",
    "checks: {mine: {run: make, when: '{{ fast'}}",
    "checks: {mine: {run: make, when: '{% if fast %}'}}",
    "checks: {mine: {run: make, when: '{{ smoke.prot }}'}}",
    "checks: {mine: {run: 'echo {{ stor }}'}}",
    "checks: {mine: {serve: 'run {{ prot }}'}}",
    "checks: {mine: {serve: run, get: '/{{ stor }}'}}",
    "checks: {mine: off}",
    "checks: {secret: off}",
    "checks: {render: {run: make}}",
    "checks: {install: {run: make}}",
    "checks: {../../mine: {run: make}}",
    "checks: {a/b: {run: make}}",
    "checks: {'': {run: make}}",
    "checks: {'.': {run: make}}",
    f"checks: {{{'x' * 200}: {{run: make}}}}",
    "checks: {1: {run: make}}",
    "checks: {files: {}}",
    "checks: {update: {again: mine}}",
    "checks: {update: {again: braces}}",
    "checks: {promote: {}}",
    "checks: {promote: {question: stor, to: {a: b}}}",
    "checks: {promote: {question: store, to: {a: c}}}",
    "checks: {promote: {question: store, to: {c: a}}}",
    "checks: {promote: {question: store, to: [a]}}",
    "checks: {promote: {question: fast, to: {true: [false]}}}",
    "env: [A]",
    "env: {A: true}",
    "env: {A: }",
    "env: {A B: c}",
    "env: {'': c}",
    "env: {A=B: c}",
    "env: {A: '{{ stor }}'}",
    "pass: [1]",
    "pass: {A: b}",
    "pass: A=B",
    "files: [a]",
    "files: {paths: a}",
    "files: [{path: a}]",
    "files: [{paths: a, when: fast}]",
    "files: [{paths: a, when: '{{ fats }}'}]",
    "files_exact: 'yes'",
    "trust: 'yes'",
    "timeout: -1",
    "values: [a]",
    "values: {stor: [a]}",
    "answers: [a]",
    "environment: pyproject.toml",
    "environment: {extra: dev}",
    "environment: {constraints: [a]}",
    "unrelated: {a: b}",
    "a: \0",
]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_refused_in_one_line(formfacts: Formfacts, tmp_path: Path, text: str) -> None:
    """Before anything is run, with exit code 2; the line names the file."""
    root = lay_out(tmp_path, {**TEMPLATE, "smoke.yml": text})
    done = formfacts("smoke", str(root), "--plan", "--cache", str(tmp_path / "cache"))

    assert (2, "", 1) == (done.code, done.out, done.err.count("\n"))
    assert "smoke.yml" in done.err or "values" in done.err


@pytest.mark.parametrize(
    "text",
    [
        "checks: {mine: {run: make, when: '{{ fast }}'}}",
        "checks: {mine: {run: make, when: \"{% if store == 'a' %}yes{% endif %}\"}}",
        "checks: {mine: {run: 'echo {{ range(3) | join }}'}}",
        "checks: {mine: {run: 'echo {{ _copier_conf.dst_path }}'}}",
        "checks: {mine: {serve: 'run {{ smoke.port }}', get: '/{{ store }}'}}",
        "checks: {mine: {run: '{% set x = store %}echo {{ x }}'}}",
        "checks: {promote: {question: store, to: {a: b}}}",
        "env: {A: '{{ smoke.cache }}/a'}",
        "env: {A: 1}\npass: HOME CI",
        "checks: {secrets: off, update: off, promote: off, files: off}",
    ],
)
def test_what_makes_sense_is_accepted(formfacts: Formfacts, tmp_path: Path, text: str) -> None:
    """Also what only looks odd."""
    root = lay_out(tmp_path, {**TEMPLATE, "smoke.yml": text})
    done = formfacts("smoke", str(root), "--plan", "--cache", str(tmp_path / "cache"))

    assert (0, "") == (done.code, done.err)


def test_ours_is_read(formfacts: Formfacts) -> None:
    """The file at the root of this repo, which has every kind of part."""
    config = read_config(ROOT / "smoke.yml", must_exist=True)

    assert {"files", "demo", "tests", "types", "update", "promote"} <= {
        check.name for check in config.checks
    }
