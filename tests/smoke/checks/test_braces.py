"""What was meant for the template engine is found, and what only looks so is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.smoke.checks.braces import left_braces
from tests.smoke.templates import lay_out

NAMES = {"store", "project_name"}


@pytest.mark.parametrize(
    "line",
    [
        "x = {{ store }}",
        "x = {{store}}",
        "x = {{- store -}}",
        "{{ project_name | lower }}",
        "{{ _copier_conf.src_path }}",
        "{% if store %}",
        "{%- endif -%}",
        "{% raw %}",
        "{% yield a from b %}",
        "f'{{ store }}'",
    ],
)
def test_what_was_left_is_found(tmp_path: Path, line: str) -> None:
    """With its place."""
    lay_out(tmp_path, {"a/b.txt": f"first\n{line}\n"})

    (fault,) = left_braces(tmp_path, NAMES, ".jinja")
    assert fault.startswith("a/b.txt:2: {")


@pytest.mark.parametrize(
    "line",
    [
        "${{ store }}",
        "f'{{{store}}}'",
        "\\newcommand{{{store}}}",
        "{{ other }}",
        "{{ github.actor }}",
        "{{ 'store' }}",
        "{% comment %}",
        "{ store }",
        "{{}}",
        "printf '{%d}'",
    ],
)
def test_what_is_meant_for_others_is_not(tmp_path: Path, line: str) -> None:
    """GitHub's expressions, f-strings, LaTeX, other templates."""
    lay_out(tmp_path, {"a.txt": line})

    assert [] == left_braces(tmp_path, NAMES, ".jinja")


def test_names_of_files_count_and_ignored_ones_do_not(tmp_path: Path) -> None:
    """So does the ending of those that were to be rendered, where there is one."""
    lay_out(tmp_path, {"{{ store }}.txt": "", "a.py.jinja": "", "docs/b.md": "{{ store }}"})

    assert ["a.py.jinja: was not rendered, or is to be called otherwise"] == left_braces(
        tmp_path, NAMES, ".jinja", ["/docs", "{{*"]
    )
    assert ["{{ store }}.txt:0: {{ store }}.txt"] == left_braces(tmp_path, NAMES, "", ["/docs"])
