"""Expressions: what they depend on, what they load, and what they may not touch."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from jinja2 import TemplateRuntimeError

from formfacts.errors import TemplateError
from formfacts.smoke.copierfile import read_copier_file
from formfacts.smoke.expressions import Expressions
from tests.smoke.templates import lay_out


def expressions(root: Path, **files: str) -> Expressions:
    """Return the expressions of a template of a few files, whose names have their dots as `_`."""
    lay_out(root, {name.replace("_", "."): text for name, text in files.items()})
    return Expressions(read_copier_file(root))


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("plain", set()),
        (True, set()),
        ("{{ a if b else 'c' }}", {"a", "b"}),
        ("{% set a = b %}{{ a }}", {"b"}),
        (["{{ a }}", ["{{ b }}"]], {"a", "b"}),
        ("{{ _copier_answers.a }}", None),
        ("{% include a %}", None),
    ],
)
def test_what_a_value_depends_on(tmp_path: Path, value: object, names: set[str] | None) -> None:
    """The variables in it; anything, where they cannot be told."""
    assert names == expressions(tmp_path).reads(value)


def test_values_are_rendered_as_they_are(tmp_path: Path) -> None:
    """Text, the text in lists, and what is no text at all."""
    rendered = expressions(tmp_path).render(["{{ a }}\n", 1, ["{{ b }}"]], {"a": "x", "b": 2})

    assert ["x\n", 1, ["2"]] == rendered


def test_files_that_a_file_includes(tmp_path: Path) -> None:
    """Also those that its includes include, and those that are not there."""
    found = expressions(
        tmp_path,
        a_txt="{% include b ~ '.txt' %}{% include ['no.txt', 'c.txt'] %}",
        b_txt="{% import 'c.txt' as c %}{% include 'd.txt' ignore missing %}",
        c_txt="",
    )

    for _ in range(2):  # the second time from Jinja's cache
        assert {"b.txt", "c.txt", "d.txt", "no.txt"} == found.files_asked_for("a.txt", {"b": "b"})


def test_expressions_stay_in_the_sandbox(tmp_path: Path) -> None:
    """Neither Python's insides nor the modules behind a path can be reached."""
    context = {"path": PurePosixPath("a")}

    for text in ("{{ ''.__class__.__mro__[1] }}", "{{ path.parser.os.getcwd() }}"):
        with pytest.raises(TemplateRuntimeError):
            expressions(tmp_path).render(text, context)


def test_wrong_settings_for_jinja(tmp_path: Path) -> None:
    """They are the template's fault."""
    for envops in ("{undefined: mine.Own}", "{no_such_option: 1}"):
        with pytest.raises(TemplateError, match=r"_envops: undefined|Jinja could not be set up"):
            expressions(tmp_path, copier_yml=f"_envops: {envops}")
