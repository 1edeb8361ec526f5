"""Your content, whatever you make of it: settings, prompts and cases are well-formed."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from app import answers, prompt
from app.evaluation.cases import Case, load_cases
from app.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Load the settings of this repo."""
    monkeypatch.chdir(ROOT)
    return load_settings()


@pytest.fixture
def cases(settings: Settings) -> list[Case]:
    """Load the cases of this repo."""
    return load_cases(ROOT, settings.evaluation.cases)


def test_the_prompt_files_can_be_read(settings: Settings) -> None:
    """A prompt with its worked examples fits where it has to fit."""
    chat = prompt.build("A question?", None, settings.prompt, ROOT)

    assert chat[0].content


def test_the_schema_and_the_house_texts_can_be_read(settings: Settings) -> None:
    """A bad one would stop every question."""
    form = answers.load_form(settings.answer, ROOT)

    assert (settings.answer.schema_file is None) == (form.schema is None)


def test_the_house_texts_answer_to_the_schema(settings: Settings) -> None:
    """Every action and tone that the schema allows has its text."""
    form = answers.load_form(settings.answer, ROOT)
    fields = (form.schema or {}).get("properties", {})

    missing = [
        (action, tone)
        for action in fields.get("action", {}).get("enum", ())
        for tone in fields.get("tone", {}).get("enum", ())
        if form.replies and tone not in form.replies.get(action, {})
    ]

    assert [] == missing


def test_the_cases_want_what_the_schema_allows(settings: Settings, cases: list[Case]) -> None:
    """A case that wants an impossible value would fail for ever."""
    schema = answers.load_form(settings.answer, ROOT).schema
    fields = schema["properties"] if schema else {}

    impossible = [
        (case.id, key, value)
        for case in cases
        for key, value in case.form.items()
        if schema and not jsonschema.Draft202012Validator(fields.get(key, False)).is_valid(value)
    ]

    assert [] == impossible


def test_the_cases_cite_files_that_exist(settings: Settings, cases: list[Case]) -> None:
    """A case that wants a file that was renamed would fail for ever."""
    folder = settings.reference.folder if settings.reference else None
    if settings.retrieval:
        folder = settings.retrieval.documents

    cited = {name for case in cases for name in case.cites}

    assert set() == {name for name in cited if not (ROOT / (folder or "") / name).is_file()}
