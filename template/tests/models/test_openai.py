"""The OpenAI-compatible model, against a server on this machine that acts like OpenAI's."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import wiring
from app.doctor import examine
from app.errors import ModelError, SettingsError
from app.models.openai import describe, make_model
from app.settings import load_settings
from app.types import Completion, Message, Usage
from tests.servers.chat import KEY, MODEL, ChatServer, Reply, chat_server, fails, says
from tests.small import SCHEMA, ask_for_form, make_assistant

CHAT = [Message("system", "Answer in JSON."), Message("user", "Höw long?")]


@pytest.fixture
def server(repo: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    """Serve, and set the small repo up to ask there."""
    with chat_server() as running:
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("APP_MODEL__NAME", MODEL)
        monkeypatch.setenv("APP_MODEL__BASE_URL", running.base_url)
        monkeypatch.setenv("APP_MODEL__MAX_RETRIES", "0")
        yield running


def complete(schema: dict[str, Any] | None = None) -> Completion:
    """Ask with the settings as they are now."""
    return make_model(load_settings(), Path.cwd()).complete(CHAT, schema)


def failure(schema: dict[str, Any] | None = None) -> str:
    """Ask and return what went wrong, less the part that names the endpoint."""
    with pytest.raises(ModelError) as caught:
        complete(schema)
    text = str(caught.value)
    assert "\n" not in text
    assert KEY not in text
    return re.sub(r"^the call to http://\S+ \(model \S+\) ", "", text)


def test_a_reply_comes_with_its_tokens(server: ChatServer) -> None:
    """As the endpoint counted them."""
    server.queue = [says("Four weeks.")]

    assert Completion("Four weeks.", Usage(12, 3)) == complete()


def test_what_is_not_set_is_not_sent(server: ChatServer) -> None:
    """Some models refuse a temperature, whatever it is."""
    server.queue = [says("Four weeks.")]
    complete()

    expected = {
        "model": MODEL,
        "messages": [
            {"role": "system", "content": "Answer in JSON."},
            {"role": "user", "content": "Höw long?"},
        ],
        "max_completion_tokens": 800,
    }
    assert [expected] == server.requests


def test_what_is_set_is_sent(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the name that the endpoint knows."""
    server.queue = [says("Four weeks.")]
    monkeypatch.setenv("APP_MODEL__TEMPERATURE", "0")
    monkeypatch.setenv("APP_MODEL__MAX_OUTPUT_TOKENS", "50")
    monkeypatch.setenv("APP_MODEL__MAX_TOKENS_KEY", "max_tokens")
    complete()

    (request,) = server.requests
    assert (0, 50) == (request["temperature"], request["max_tokens"])
    assert "max_completion_tokens" not in request


def test_a_schema_is_sent_without_its_notes(server: ChatServer) -> None:
    """Strict, so that the endpoint holds the model to it."""
    server.queue = [says("{}")]
    complete({**SCHEMA, "$comment": "a note"})

    schema = {key: value for key, value in SCHEMA.items() if key != "$schema"}
    shape = {"name": "answer", "schema": schema, "strict": True}
    assert {"type": "json_schema", "json_schema": shape} == server.requests[0]["response_format"]


@pytest.mark.parametrize(("mode", "sent"), [("object", {"type": "json_object"}), ("off", None)])
def test_endpoints_without_schemas_can_be_asked_for_json_another_way(
    server: ChatServer,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    sent: dict[str, str] | None,
) -> None:
    """The reply is checked against the schema all the same."""
    server.queue = [says("{}")]
    monkeypatch.setenv("APP_MODEL__JSON_MODE", mode)
    complete(SCHEMA)

    assert sent == server.requests[0].get("response_format")


def test_a_schema_that_the_endpoint_does_not_take_is_explained(server: ChatServer) -> None:
    """In its own words, with the setting that helps."""
    message = failure({"type": "object", "properties": {"a": {"type": "string"}}})

    assert "'additionalProperties' is required to be supplied and to be false" in message
    assert message.endswith("check the model section of settings.yaml, json_mode among it")


def test_a_wrong_key_is_explained_and_not_repeated(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even when the endpoint repeats it."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong-key")

    message = failure()

    assert "sk-wrong-key" not in message
    assert message.endswith("Incorrect API key provided: (your key).: check OPENAI_API_KEY in .env")


def test_a_key_with_a_line_break_is_a_key(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it comes out of a file or the clipboard."""
    server.queue = [says("Four weeks.")]
    monkeypatch.setenv("OPENAI_API_KEY", f" {KEY}\n")

    assert "Four weeks." == complete().text


def test_an_unknown_model_is_explained(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the setting that names it."""
    monkeypatch.setenv("APP_MODEL__NAME", "gpt-0")

    message = failure()

    assert "The model `gpt-0` does not exist" in message
    assert message.endswith("check model.name and model.base_url in settings.yaml")


def test_a_wrong_path_is_explained(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base URL without /v1 is the usual mistake."""
    monkeypatch.setenv("APP_MODEL__BASE_URL", server.base_url.removesuffix("/v1"))

    assert "Invalid URL (POST /chat/completions)" in failure()


def test_a_rate_limit_is_waited_for(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as the endpoint asks for, and as often as the settings allow."""
    monkeypatch.setenv("APP_MODEL__MAX_RETRIES", "1")
    server.queue = [
        fails(429, "Slow down.", "rate_limit_exceeded", {"retry-after": "0.01"}),
        says("Four weeks."),
    ]

    assert "Four weeks." == complete().text


def test_a_rate_limit_that_stays_is_explained(server: ChatServer) -> None:
    """It is not the fault of the settings."""
    server.queue = [fails(429, "You exceeded your current quota.", "insufficient_quota")]

    message = failure()

    assert "You exceeded your current quota." in message
    assert message.endswith("wait, or look at the limits of your account")


def test_an_error_of_the_server_is_tried_again(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may pass."""
    monkeypatch.setenv("APP_MODEL__MAX_RETRIES", "1")
    hurry = {"retry-after-ms": "10"}
    server.queue = [fails(500, "Oops.", headers=hurry), says("Four weeks.")]

    assert "Four weeks." == complete().text


def test_an_error_of_the_server_that_stays_is_explained(server: ChatServer) -> None:
    """With what else there is to do."""
    server.queue = [fails(500, "The server had an error.")]

    message = failure()

    assert "500" in message
    assert message.endswith("try again, or add --offline")


def test_a_slow_endpoint_is_given_up_on(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After model.timeout_s."""
    monkeypatch.setenv("APP_MODEL__TIMEOUT_S", "0.1")
    server.queue = [Reply(says("Late.").body, delay=5)]

    assert failure().startswith("failed: Request timed out.")


def test_an_endpoint_that_is_not_there_is_explained(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Say, Ollama that was not started."""
    monkeypatch.setenv("APP_MODEL__BASE_URL", "http://127.0.0.1:9/v1")

    message = failure()

    assert message.startswith("failed: Connection error. (")
    assert message.endswith("check model.base_url and the network, try again, or add --offline")


def test_an_address_without_http_is_explained(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client's own word for it is only "connection error"."""
    monkeypatch.setenv("APP_MODEL__BASE_URL", "127.0.0.1/v1")

    assert "missing an 'http://' or 'https://' protocol" in failure()


@pytest.mark.parametrize("body", [b"{not json", b"", b'{"choices": [', b"\xff\xfe"])
def test_a_body_that_is_not_json_is_a_failure(server: ChatServer, body: bytes) -> None:
    """A proxy in between may send anything."""
    server.queue = [Reply(body)]

    assert failure().startswith("failed: ")


@pytest.mark.parametrize(
    "body", [{}, [], None, {"choices": []}, {"choices": [{}]}, {"error": {"message": "No."}}]
)
def test_json_that_is_no_completion_is_explained(server: ChatServer, body: Any) -> None:
    """Whatever answers there, it is not a chat model."""
    server.queue = [Reply(body)]

    assert "gave no chat completion: check model.base_url, which often ends in /v1" == failure()


def test_a_page_in_place_of_a_completion_is_explained(server: ChatServer) -> None:
    """A base URL that leads to a web page."""
    server.queue = [Reply(b"<html>Welcome</html>", headers={"content-type": "text/html"})]

    assert failure().startswith("gave no chat completion: ")


def test_a_reply_that_was_cut_before_it_began_is_explained(server: ChatServer) -> None:
    """A reasoning model may spend all its tokens on thinking."""
    server.queue = [says("", finish="length")]

    assert failure().startswith("gave an empty reply (finish reason: length): raise model.max_")


def test_a_model_that_declines_is_quoted(server: ChatServer) -> None:
    """OpenAI puts this beside the content when a schema is asked for."""
    server.queue = [says(None, refusal="I can't help\nwith that.")]

    assert "was refused by the model: I can't help with that." == failure(SCHEMA)


def test_endpoints_that_count_no_tokens_will_do(server: ChatServer) -> None:
    """Some leave out all that is not the reply."""
    server.queue = [Reply({"choices": [{"message": {"content": "Four weeks."}}]})]

    assert Completion("Four weeks.", Usage()) == complete()


def test_the_assistant_answers_with_it(server: ChatServer, repo: Path) -> None:
    """Also when the first reply has to be repaired."""
    ask_for_form(repo)
    server.queue = [says("Hm."), says('{"action": "answer", "sentences": [1]}')]
    model = make_model(load_settings(), repo)

    answer = make_assistant(repo, model).ask("How long?")

    assert ("Books are lent for four weeks. [1]", MODEL) == (answer.text, answer.model)
    assert Usage(24, 6, answer.usage.seconds) == answer.usage


def test_the_key_is_not_in_the_clients_own_log(
    server: ChatServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even when everything is logged."""
    server.queue = [says("Four weeks.")]
    with caplog.at_level(logging.DEBUG):
        complete()

    assert KEY not in caplog.text


def test_without_a_key_it_says_where_to_write_it(repo: Path) -> None:
    """Or how to do without."""
    with pytest.raises(SettingsError, match=r"^OPENAI_API_KEY is not set: .*\.env.*--offline"):
        make_model(load_settings(), repo)


def test_without_a_name_it_says_where_to_write_it(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no model that every endpoint knows."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    with pytest.raises(SettingsError, match=r"^settings\.yaml: model\.name is empty: .*--offline"):
        make_model(load_settings(), repo)


def test_the_doctor_says_what_is_missing(repo: Path) -> None:
    """Key and name, and what would be sent where."""
    found = {finding.what: finding for finding in examine(load_settings(), repo).findings}

    assert ("missing", "missing") == (found["OPENAI_API_KEY"].state, found["model"].state)
    assert "--offline" in found["OPENAI_API_KEY"].detail
    assert "write model.name into settings.yaml" in found["model"].detail


def test_it_says_what_is_sent_where(server: ChatServer, repo: Path) -> None:
    """Nobody should have to guess."""
    expected = f"sends the prompt, with the passages, to {server.base_url} ({MODEL})"

    assert expected == describe(load_settings())


def test_this_repo_is_wired_to_it(server: ChatServer, repo: Path) -> None:
    """Unless it is asked to answer offline."""
    assert describe(load_settings()) == wiring.describe_model(load_settings())
    assert describe(load_settings()) != wiring.describe_model(load_settings(offline=True))
