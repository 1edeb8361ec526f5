"""Settings: who wins, and every mistake one can make in them, told in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import SettingsError
from app.settings import load_settings
from tests.small import write

LEAST = "prompt: {system: [system.md]}\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that holds nothing but the smallest settings.yaml."""
    monkeypatch.chdir(tmp_path)
    write(Path("settings.yaml"), LEAST)


def fault(text: str | bytes = LEAST) -> str:
    """Load these settings and return what is wrong with them."""
    write(Path("settings.yaml"), text)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_little_needs_to_be_set() -> None:
    """What has a sensible value has it already."""
    settings = load_settings()

    assert (False, None, True) == (settings.offline, settings.api_key, settings.log.enabled)
    assert (None, None, None) == (settings.reference, settings.retrieval, settings.finetune)


def test_the_environment_wins_over_env_file_over_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a key that only one of them sets is kept."""
    yaml = "model: {name: yaml, base_url: http://yaml, timeout_s: 5}\n"
    write(Path("settings.yaml"), LEAST + yaml)
    write(Path(".env"), "APP_MODEL__NAME=file\nAPP_MODEL__BASE_URL=http://file\n")
    monkeypatch.setenv("APP_MODEL__NAME", "environment")

    model = load_settings().model

    assert ("environment", "http://file", 5) == (model.name, model.base_url, model.timeout_s)


def test_offline_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a flag or by a variable."""
    flag = load_settings(offline=True).offline
    monkeypatch.setenv("APP_OFFLINE", "1")

    assert (True, True) == (flag, load_settings().offline)


def test_an_empty_variable_sets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`make` exports APP_OFFLINE empty when it means no."""
    monkeypatch.setenv("APP_OFFLINE", "")

    assert not load_settings().offline


def test_a_list_in_a_variable_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is one way to write it."""
    monkeypatch.setenv("APP_PROMPT__SYSTEM", '["other.md"]')

    assert ["other.md"] == load_settings().prompt.system


def test_the_key_comes_from_the_env_file_and_is_not_shown() -> None:
    """Whoever prints the settings does not print the key."""
    write(Path(".env"), "OPENAI_API_KEY=sk-secret\nSOMETHING_ELSE=1\n")

    settings = load_settings()

    assert settings.api_key is not None
    assert "sk-secret" == settings.api_key.get_secret_value()
    assert "sk-secret" not in repr(settings)


def test_a_byte_order_mark_is_no_mistake() -> None:
    """Some editors begin UTF-8 files with one."""
    write(Path("settings.yaml"), b"\xef\xbb\xbf" + LEAST.encode())

    assert ["system.md"] == load_settings().prompt.system


def test_the_file_must_be_here() -> None:
    """The error says where it was looked for and where to go."""
    Path("settings.yaml").unlink()

    with pytest.raises(
        SettingsError, match=r"^settings\.yaml is not in .*: run this in the repo's"
    ):
        load_settings()


@pytest.mark.parametrize(
    "text", ["prompt:\n\tsystem: [a]", "prompt: [", b"prompt: \xe9", "a: b: c"]
)
def test_a_file_that_is_not_yaml_is_named(text: str | bytes) -> None:
    """Tabs, open brackets, Latin-1."""
    assert fault(text).startswith("settings.yaml is not valid YAML: ")


@pytest.mark.parametrize("text", ["", "# all commented out\n", "- prompt", "prompt"])
def test_a_file_without_sections_is_named(text: str) -> None:
    """A list or nothing at all is not what is wanted."""
    assert "settings.yaml must be a mapping of sections" == fault(text)


def test_an_unknown_section_is_named() -> None:
    """With those that there are."""
    message = fault(LEAST + "retreival: {passages: 3}\n")

    assert message.startswith("settings.yaml: unknown section 'retreival': use offline, model, ")


def test_an_unknown_key_is_named() -> None:
    """With its file and section."""
    expected = "settings.yaml: model.nmae: there is no such key: correct its name or take it out"

    assert expected == fault(LEAST + "model: {nmae: x}\n")


def test_a_key_in_the_wrong_place_is_not_repeated() -> None:
    """Who writes a secret into settings.yaml does not find it on the screen or in a CI log."""
    assert "sk-secret" not in fault(LEAST + "model: {api_key: sk-secret}\n")
    assert "sk-secret" not in fault(LEAST + "OPENAI_API_KEY: sk-secret\n")


def test_a_key_that_is_missing_is_named() -> None:
    """The prompt has no default."""
    assert "settings.yaml: prompt: this key is missing" == fault("log: {enabled: true}\n")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("prompt: {system: a.md}", "prompt.system: ", "(it is 'a.md')"),
        ("prompt: {system: []}", "prompt.system: ", "(it is [])"),
        ("prompt: {system: [1]}", "prompt.system.0: ", "(it is 1)"),
        (LEAST + "model: {timeout_s: soon}", "model.timeout_s: ", "(it is 'soon')"),
        (LEAST + "model: {temperature: 3}", "model.temperature: ", "(it is 3)"),
        (LEAST + "model: {json_mode: yes}", "model.json_mode: ", "(it is True)"),
        (LEAST + "model:", "model: ", "(it is None)"),
        (LEAST + "log: {enabled: perhaps}", "log.enabled: ", "(it is 'perhaps')"),
        (LEAST + "answer: {refusal: ''}", "answer.refusal: ", "(it is '')"),
        (LEAST + "evaluation: {cases: []}", "evaluation.cases: ", "(it is [])"),
    ],
)
def test_a_wrong_value_is_named(text: str, start: str, end: str) -> None:
    """The error names the file, the key, what is wanted, and the value."""
    message = fault(text)

    assert (f"settings.yaml: {start}", end) == (
        message[: len(f"settings.yaml: {start}")],
        message[-len(end) :],
    )


def test_a_wrong_value_in_the_environment_is_looked_for_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody should search settings.yaml for it."""
    monkeypatch.setenv("APP_MODEL__TIMEOUT_S", "soon")

    assert fault().startswith("APP_MODEL__TIMEOUT_S in the environment: model.timeout_s: ")


def test_a_wrong_value_in_the_env_file_is_looked_for_there() -> None:
    """Likewise."""
    write(Path(".env"), "app_offline=perhaps\n")

    assert fault().startswith("APP_OFFLINE in .env: offline: ")


def test_a_variable_that_should_be_json_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an example to go by."""
    monkeypatch.setenv("APP_PROMPT__SYSTEM", "a.md")

    assert fault().endswith("""write lists as JSON: APP_PROMPT__SYSTEM='["prompts/system.md"]'""")


def test_a_variable_of_an_unknown_section_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in a variable's name would otherwise change nothing and say nothing."""
    monkeypatch.setenv("APP_PROMTP__MAX_TOKENS", "8000")

    assert "APP_PROMTP__MAX_TOKENS in the environment: there is no section 'promtp'" == fault()


def test_an_env_file_that_is_not_utf8_is_named() -> None:
    """It is not settings.yaml that is at fault."""
    write(Path(".env"), b"OPENAI_API_KEY=\xe9\n")

    assert fault().startswith(".env is not UTF-8")
