"""Any endpoint that speaks the OpenAI chat completions API.

OpenAI, Together AI, Hugging Face, Gemini, Mistral, Ollama, vLLM: `model.base_url` says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import ModelError, SettingsError
from app.settings import ModelSettings, Settings
from app.types import Completion, Message, Usage

if TYPE_CHECKING:
    from openai import OpenAI


@dataclass(frozen=True, slots=True)
class OpenAIModel:
    """A chat model behind a base URL."""

    client: OpenAI
    settings: ModelSettings

    @property
    def name(self) -> str:
        """The model's name, as the endpoint knows it."""
        return self.settings.name

    def complete(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Call the endpoint once; the client retries what is worth retrying."""
        import openai

        try:
            response = self.client.chat.completions.create(**self.request(messages, schema))
        except (openai.OpenAIError, ValueError) as error:  # ValueError: the body is not JSON
            why = reason(error).replace(self.client.api_key, "(your key)")
            raise ModelError(f"{self.describe_call()} failed: {why}: {advice(error)}") from None
        choice = first_choice(response)
        message = getattr(choice, "message", None)
        text = getattr(message, "content", None)
        if not text or not isinstance(text, str):
            raise ModelError(f"{self.describe_call()} {lack(choice, message)}")
        return Completion(text, usage_of(response.usage))

    def request(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        """Build the request's arguments; a setting that is not set is not sent."""
        request: dict[str, Any] = {
            "model": self.settings.name,
            "messages": [{"role": m.role, "content": m.content} for m in messages],
            self.settings.max_tokens_key: self.settings.max_output_tokens,
        }
        if self.settings.temperature is not None:
            request["temperature"] = self.settings.temperature
        if schema is not None and self.settings.json_mode == "schema":
            shape = {"name": "answer", "schema": without_notes(schema), "strict": True}
            request["response_format"] = {"type": "json_schema", "json_schema": shape}
        elif schema is not None and self.settings.json_mode == "object":
            request["response_format"] = {"type": "json_object"}
        return request

    def describe_call(self) -> str:
        """Name the endpoint and the model, for error messages."""
        return f"the call to {self.settings.base_url} (model {self.settings.name})"


def make_model(settings: Settings, root: Path) -> OpenAIModel:  # noqa: ARG001  as its siblings
    """Make the model. Raises SettingsError when the key or the model's name is missing."""
    # A key that was pasted with a line break would make a header that no server takes.
    key = settings.api_key.get_secret_value().strip() if settings.api_key else ""
    if not key:
        raise SettingsError(
            "OPENAI_API_KEY is not set: put it into .env (see .env.example), "
            "or add --offline to answer on this machine alone"
        )
    if not settings.model.name:
        raise SettingsError(
            "settings.yaml: model.name is empty: write the model's name as "
            f"{settings.model.base_url} knows it, or add --offline"
        )
    from openai import OpenAI

    client = OpenAI(
        api_key=key,
        base_url=settings.model.base_url,
        timeout=settings.model.timeout_s,
        max_retries=settings.model.max_retries,
    )
    return OpenAIModel(client, settings.model)


def describe(settings: Settings) -> str:
    """Say what is called and what is sent where, for `doctor`."""
    name = settings.model.name or "no model named yet"
    return f"sends the prompt, with the passages, to {settings.model.base_url} ({name})"


def without_notes(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the keys that are for readers: strict endpoints refuse what they do not know."""
    return {key: value for key, value in schema.items() if key not in {"$schema", "$comment"}}


def usage_of(usage: Any) -> Usage:  # noqa: ANN401  compatible endpoints leave fields out
    """Read the token counts, which some endpoints do not give."""
    if usage is None:
        return Usage()
    return Usage(usage.prompt_tokens, usage.completion_tokens)


def first_choice(response: Any) -> Any:  # noqa: ANN401  a wrong URL answers with anything
    """Return the first choice, None when the body is no chat completion."""
    choices = getattr(response, "choices", None)
    return choices[0] if choices and isinstance(choices, list) else None


def lack(choice: Any, message: Any) -> str:  # noqa: ANN401  likewise
    """Say what the reply lacks, and what may help."""
    if message is None:
        return "gave no chat completion: check model.base_url, which often ends in /v1"
    if refusal := getattr(message, "refusal", None):
        return f"was refused by the model: {one_line(refusal)}"
    return (
        f"gave an empty reply (finish reason: {choice.finish_reason}): "
        "raise model.max_output_tokens or check the model's name"
    )


def reason(error: Exception) -> str:
    """Fold the client's error, and what caused it, into one line of bounded length."""
    cause = f" ({error.__cause__})" if error.__cause__ is not None else ""
    return one_line(f"{error}{cause}") or type(error).__name__


def one_line(text: object) -> str:
    """Fold a text into one line of bounded length."""
    return " ".join(str(text).split())[:300]


def advice(error: Exception) -> str:
    """Say what to do about an error of the client."""
    match getattr(error, "status_code", None):
        case 401 | 403:
            return "check OPENAI_API_KEY in .env"
        case 404:
            return "check model.name and model.base_url in settings.yaml"
        case 429:
            return "wait, or look at the limits of your account"
        case 400 | 422:
            return "check the model section of settings.yaml, json_mode among it"
        case _:
            return "check model.base_url and the network, try again, or add --offline"
