"""settings.yaml, `.env` and the environment, as one typed object.

The environment wins over `.env`, which wins over settings.yaml. A key is named by its path:
APP_MODEL__NAME is `model: name:`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import yaml
from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    YamlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError as UnreadableVariable

from app.errors import SettingsError

SETTINGS_FILE = "settings.yaml"
ENV_FILE = ".env"
PREFIX, DELIMITER = "APP_", "__"
AS_JSON = """write lists as JSON: APP_PROMPT__SYSTEM='["prompts/system.md"]'"""


class Section(BaseModel):
    """A part of settings.yaml; an unknown key in it is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelSettings(Section):
    """The chat model: any endpoint that speaks the OpenAI chat completions API."""

    name: str = ""
    base_url: str = "https://api.openai.com/v1"
    temperature: float | None = Field(default=None, ge=0, le=2)
    max_output_tokens: int = Field(default=800, ge=1)
    max_tokens_key: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
    timeout_s: float = Field(default=60, gt=0)
    max_retries: int = Field(default=2, ge=0, le=10)
    json_mode: Literal["schema", "object", "off"] = "schema"


class PromptSettings(Section):
    """The files that the prompt is made of, and how long it may be."""

    system: list[str] = Field(min_length=1)
    examples: str | None = None
    max_tokens: int = Field(default=12_000, ge=100)


class AnswerSettings(Section):
    """What an answer looks like: an optional JSON schema, the reply texts, the refusal."""

    schema_file: str | None = Field(default=None, alias="schema")
    replies: str | None = None
    refusal: str = Field(default="That is not in the documents.", pattern=r"\w")


class ReferenceSettings(Section):
    """Documents that go into every prompt whole (approach `prompt`)."""

    folder: str | None = None


class EmbedderSettings(Section):
    """The `openai` embedder; the other embedders have nothing to set."""

    name: str = ""
    base_url: str = "https://api.openai.com/v1"
    dimensions: int | None = Field(default=None, ge=1)
    batch_size: int = Field(default=64, ge=1, le=2048)
    timeout_s: float = Field(default=60, gt=0)


class RetrievalSettings(Section):
    """Ingestion and search (approaches `rag` and `hybrid`)."""

    documents: str = "data/docs"
    index: str = ".cache/index.sqlite"
    chunk_tokens: int = Field(default=200, ge=20, le=2000)
    passages: int = Field(default=3, ge=1, le=50)
    min_support: float = Field(default=0.5, ge=0, le=1)
    embedder: EmbedderSettings = EmbedderSettings()


class FinetuneSettings(Section):
    """Training (approaches `finetune` and `hybrid`)."""

    train: str
    heldout: str
    base: str = "tiny"
    base_folder: str = ".cache/tiny"
    adapter: str = ".cache/adapter"
    rank: int = Field(default=32, ge=1, le=1024)
    alpha: int = Field(default=64, ge=1)
    learning_rate: float = Field(default=4e-3, gt=0)
    steps: int = Field(default=150, ge=1)
    batch_size: int = Field(default=16, ge=1)
    seed: int = 0


class EvaluationSettings(Section):
    """The files that hold the repo's own cases."""

    cases: list[str] = Field(default=["evals/cases.yaml"], min_length=1)


class LogSettings(Section):
    """The interaction log: one JSON line per question."""

    enabled: bool = True
    path: str = "logs/interactions.jsonl"


class Settings(BaseSettings):
    """All of it. A section that the approach does not use is None.

    `offline` (APP_OFFLINE=1, or --offline) makes every part answer from this machine alone.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=DELIMITER,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    offline: bool = False
    model: ModelSettings = ModelSettings()
    prompt: PromptSettings
    answer: AnswerSettings = AnswerSettings()
    reference: ReferenceSettings | None = None
    retrieval: RetrievalSettings | None = None
    finetune: FinetuneSettings | None = None
    evaluation: EvaluationSettings = EvaluationSettings()
    log: LogSettings = LogSettings()
    api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  pydantic passes it
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Say where values come from, first wins; see the module's docstring."""
        yaml_settings = YamlConfigSettingsSource(settings_cls, SETTINGS_FILE, "utf-8")
        return init_settings, env_settings, dotenv_settings, yaml_settings


def load_settings(*, offline: bool = False) -> Settings:
    """Read the settings of the repo in the current folder; `offline` switches offline on.

    Raises SettingsError, naming the key and the file, for whatever is missing or wrong.
    """
    check_keys(read_yaml())
    given: dict[str, Any] = {"offline": True} if offline else {}
    try:
        check_variables()
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError(fault(error)) from None
    except UnreadableVariable as error:
        raise SettingsError(
            f"the environment or {ENV_FILE}: {one_line(error)}: {AS_JSON}"
        ) from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{ENV_FILE} is not UTF-8 ({error.reason}): save it as UTF-8") from None


def read_yaml() -> Any:  # noqa: ANN401  whatever YAML gives
    """Read settings.yaml. Raises SettingsError when it is missing or not YAML in UTF-8."""
    path = Path(SETTINGS_FILE)
    if not path.is_file():
        raise SettingsError(f"{SETTINGS_FILE} is not in {Path.cwd()}: run this in the repo's root")
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{SETTINGS_FILE} is not valid YAML: {one_line(error)}") from None


def fault(error: ValidationError) -> str:
    """Say which key is wrong, where it was set, and what is wrong with it."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    where = f"{source(key)}: {key}"
    match first["type"]:
        case "missing":
            return f"{where}: this key is missing"
        case "extra_forbidden":
            # Not its value: a key that does not belong here may well be a secret.
            return f"{where}: there is no such key: correct its name or take it out"
        case _:
            return f"{where}: {first['msg']} (it is {first['input']!r})"


def source(key: str) -> str:
    """Name the place that a key's value comes from, in the order in which they win."""
    variable = PREFIX + key.replace(".", DELIMITER).upper()
    for place, names in (("the environment", os.environ), (ENV_FILE, dotenv_values(ENV_FILE))):
        if variable in {name.upper() for name in names}:
            return f"{variable} in {place}"
    return SETTINGS_FILE


def check_keys(loaded: Any) -> None:  # noqa: ANN401  it checks what YAML gave
    """Raise SettingsError unless the file is a mapping of known sections.

    Settings itself ignores unknown keys, because `.env` may hold variables of other programs.
    """
    if not isinstance(loaded, dict):
        raise SettingsError(f"{SETTINGS_FILE} must be a mapping of sections")
    known = [name for name in Settings.model_fields if name != "api_key"]
    for key in loaded:
        if key not in known:
            raise SettingsError(f"{SETTINGS_FILE}: unknown section {key!r}: use {', '.join(known)}")


def check_variables() -> None:
    """Raise SettingsError for a variable that means a setting and names a section there is not."""
    for place, names in (("the environment", os.environ), (ENV_FILE, dotenv_values(ENV_FILE))):
        for name in names:
            section, delimiter, _ = name.upper().removeprefix(PREFIX).lower().partition(DELIMITER)
            ours = name.upper().startswith(PREFIX) and delimiter
            if ours and section not in Settings.model_fields:
                raise SettingsError(f"{name} in {place}: there is no section {section!r}")


def one_line(error: Exception) -> str:
    """Fold an error's text into one line."""
    return " ".join(str(error).split())
