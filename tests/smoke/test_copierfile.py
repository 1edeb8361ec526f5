"""Reading copier.yml as Copier does: several documents, includes, short and long questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.smoke.copierfile import DEFAULT_EXCLUDE, read_copier_file
from tests.smoke.templates import lay_out

SEVERAL = """\
_exclude: [one]
_templates_suffix: .tmpl
first: {type: str, default: a}
second: yes
---
!include parts/*.yml
---
_exclude: [two]
first: {type: int, default: 1}
"""
PARTS = {
    "copier.yml": SEVERAL,
    "parts/b.yml": "fourth: {default: d}\n",
    "parts/a.yml": "third: {default: c}\n---\n_secret_questions: [fourth]\n",
}


def test_later_documents_count_and_lists_add_up(tmp_path: Path) -> None:
    """A question keeps its place and takes its last text; patterns of all documents are kept."""
    file = read_copier_file(lay_out(tmp_path, PARTS))

    assert ["first", "second", "third", "fourth"] == list(file.questions)
    assert {"type": "int", "default": 1} == file.questions["first"]
    assert {"default": True} == file.questions["second"]
    assert {"default": "d", "secret": True} == file.questions["fourth"]
    assert ("one", "two") == file.exclude
    assert ".tmpl" == file.suffix


def test_what_it_was_read_from(tmp_path: Path) -> None:
    """Every file that took part is known, and what another version would take in."""
    file = read_copier_file(lay_out(tmp_path, PARTS))

    assert ["copier.yml", "a.yml", "b.yml"] == [source.name for source in file.sources]
    found = [file.is_source(path) for path in ("copier.yml", "parts/a.yml", "parts/gone.yml")]
    assert [True, True, True] == found
    assert [False, False] == [file.is_source(path) for path in ("docs/copier.yml", "parts/a.txt")]


def test_defaults_of_a_template_without_settings(tmp_path: Path) -> None:
    """Without copier.yml there are no questions, and Copier's own patterns and suffix hold."""
    file = read_copier_file(tmp_path)

    assert {} == file.questions
    assert (DEFAULT_EXCLUDE, ".jinja", "") == (file.exclude, file.suffix, file.subdirectory)


def test_a_subdirectory_drops_the_default_patterns(tmp_path: Path) -> None:
    """With a subdirectory Copier leaves out nothing by itself."""
    assert () == read_copier_file(lay_out(tmp_path, {"copier.yml": "_subdirectory: t"})).exclude


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({"copier.yml": "a: ["}, "cannot read"),
        ({"copier.yml": "[a, b]"}, "each document is to be a mapping"),
        ({"copier.yml": "1: one"}, "each document is to be a mapping"),
        ({"copier.yml": "a: 1", "copier.yaml": "a: 1"}, "keep one of them"),
        ({"copier.yml": "!include /etc/hostname"}, "by its path from the template's root"),
        ({"copier.yml": "!include copier.yml"}, "cannot read"),
        ({"copier.yml": "!include {a: b}"}, "cannot read"),
    ],
)
def test_broken_files_are_template_errors(
    tmp_path: Path, files: dict[str, str], complaint: str
) -> None:
    """What Copier could not read either is said in one line."""
    with pytest.raises(TemplateError, match=complaint):
        read_copier_file(lay_out(tmp_path, files))


def test_nothing_is_read_from_outside_the_template(tmp_path: Path) -> None:
    """An include that leads out of the template is refused."""
    lay_out(tmp_path, {"secret.yml": "a: 1", "template/copier.yml": "!include ../secret.yml"})

    with pytest.raises(TemplateError, match="leads out of the template"):
        read_copier_file(tmp_path / "template")
