"""The examples: found by name, laid over what the template rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import UsageError
from formfacts.scaffold.examples import Example, find_example
from formfacts.scaffold.questions import load_questions
from tests.scaffold.tiny import tiny_template


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A template with one example that has a folder and a file of its own."""
    return tiny_template(
        tmp_path / "root",
        **{
            "examples/notes/answers.yml": "approach: rag\n",
            "examples/notes/content/data/own.md": "own",
            "examples/notes/content/settings.yaml": "own: true",
            "examples/unfinished/README.md": "",
        },
    )


def test_content_replaces_folders_and_files_of_the_same_name(root: Path, tmp_path: Path) -> None:
    """The template's documents go, the example's come; everything else stays."""
    folder = tmp_path / "app"
    (folder / "data").mkdir(parents=True)
    for name in ("data/template.md", "settings.yaml", "README.md"):
        (folder / name).write_text("the template's", encoding="utf-8")

    find_example(root, "notes").put_into(folder)

    files = {path.name: path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
    assert {
        "own.md": "own",
        "settings.yaml": "own: true",
        "README.md": "the template's",
    } == files


def test_unknown_example_names_the_nearest(root: Path) -> None:
    """A folder without answers is no example."""
    with pytest.raises(UsageError) as caught:
        find_example(root, "note")

    assert "there is no example 'note': did you mean 'notes'? choose from notes" == str(
        caught.value
    )


def test_content_is_for_its_own_approach(root: Path) -> None:
    """Another approach would find files missing, so it is refused; the same one is not."""
    example = find_example(root, "notes")
    questions = load_questions(root)

    example.check_approach({"approach": "rag"}, questions)
    with pytest.raises(UsageError, match="has content for 'rag', not for 'finetune': leave the"):
        example.check_approach({"approach": "finetune"}, questions)


def test_an_example_without_content_suits_every_approach(root: Path) -> None:
    """What the template itself carries is there for all approaches."""
    notes = find_example(root, "notes")
    bare = Example("bare", notes.answers, notes.situation, root / "none")

    bare.check_approach({"approach": "finetune"}, load_questions(root))
    bare.put_into(root)

    assert not (root / "data").exists()
