"""A chat completions endpoint on this machine that answers, and refuses, as OpenAI's does.

It checks requests and gives the fields and errors of POST /v1/chat/completions; see
https://platform.openai.com/docs/api-reference/chat. Replies are queued; valid requests are kept.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY, MODEL = "sk-test-key", "test-model"
ROLES = {"developer", "system", "user", "assistant", "tool"}
PARAMETERS = {
    "model",
    "messages",
    "temperature",
    "max_tokens",
    "max_completion_tokens",
    "response_format",
}


@dataclass(frozen=True)
class Reply:
    """What the server sends: a status, a body, headers of its own, after `delay` seconds."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0


def says(content: str | None, finish: str = "stop", refusal: str | None = None) -> Reply:
    """Reply with a completion, with the fields that OpenAI gives."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
    usage = {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15}
    return Reply(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_750_000_000,
            "model": MODEL,
            "choices": [choice],
            "usage": usage,
            "service_tier": "default",
            "system_fingerprint": None,
        }
    )


def fails(
    status: int, message: str, code: str | None = None, headers: dict[str, str] | None = None
) -> Reply:
    """Reply with an error in OpenAI's shape."""
    kind = {429: "rate_limit_error", 500: "server_error"}.get(status, "invalid_request_error")
    error = {"message": message, "type": kind, "param": None, "code": code}
    return Reply({"error": error}, status, headers or {})


class ChatServer(ThreadingHTTPServer):
    """Takes the next queued reply for each valid request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.queue: list[Reply] = []
        self.requests: list[dict[str, Any]] = []
        self.stopping = threading.Event()

    @property
    def base_url(self) -> str:
        """What `model.base_url` is set to."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: ChatServer

    def do_POST(self) -> None:
        """Check the request, then send the next reply."""
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        reply = self.fault(raw)
        if reply is None:
            self.server.requests.append(json.loads(raw))
            reply = self.server.queue.pop(0)
        self.server.stopping.wait(reply.delay)
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        headers = {"content-type": "application/json", "x-request-id": "req_1", **reply.headers}
        with contextlib.suppress(ConnectionError):  # the client may have gone
            self.send_response(reply.status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def do_GET(self) -> None:
        """There is nothing to read here."""
        self.send_error(404)

    def fault(self, raw: bytes) -> Reply | None:
        """Say what is wrong with the request."""
        if self.path != "/v1/chat/completions":
            return fails(404, f"Invalid URL (POST {self.path})")
        key = (self.headers.get("authorization") or "").removeprefix("Bearer ")
        if key != KEY:
            return fails(401, f"Incorrect API key provided: {key}.", "invalid_api_key")
        try:
            request = json.loads(raw)
        except ValueError:
            return fails(400, "We could not parse the JSON body of your request.")
        return request_fault(request)

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


def request_fault(request: dict[str, Any]) -> Reply | None:
    """Say what is wrong with the body of a request."""
    if unknown := request.keys() - PARAMETERS:
        return fails(400, f"Unrecognized request argument supplied: {min(unknown)}")
    if not isinstance(request.get("model"), str):
        return fails(400, "you must provide a model parameter")
    if request["model"] != MODEL:
        name = request["model"]
        return fails(404, f"The model `{name}` does not exist", "model_not_found")
    faults = [*message_faults(request), *number_faults(request), *format_faults(request)]
    return fails(400, faults[0]) if faults else None


def message_faults(request: dict[str, Any]) -> Iterator[str]:
    """Check the chat."""
    messages = request.get("messages")
    if not isinstance(messages, list) or not messages:
        yield "Invalid 'messages': empty array."
        return
    for number, message in enumerate(messages):
        if message.get("role") not in ROLES:
            yield f"Invalid value for 'messages[{number}].role'."
        if not isinstance(message.get("content"), str):
            yield f"Invalid type for 'messages[{number}].content'."


def number_faults(request: dict[str, Any]) -> Iterator[str]:
    """Check temperature and limits."""
    if not 0 <= request.get("temperature", 1) <= 2:
        yield "Invalid 'temperature': expected a value between 0 and 2."
    if {"max_tokens", "max_completion_tokens"} <= request.keys():
        yield "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported."
    for name in ("max_tokens", "max_completion_tokens"):
        if not isinstance(request.get(name, 1), int) or request.get(name, 1) < 1:
            yield f"Invalid '{name}': expected a value >= 1."


def format_faults(request: dict[str, Any]) -> Iterator[str]:
    """Check how a reply in JSON is asked for."""
    wanted = request.get("response_format", {"type": "text"})
    if wanted["type"] == "json_object" and "json" not in json.dumps(request["messages"]).lower():
        yield "'messages' must contain the word 'json' in some form, to use 'json_object'."
    if wanted["type"] != "json_schema":
        return
    shape = wanted["json_schema"]
    if shape.get("strict"):
        where = f"Invalid schema for response_format '{shape['name']}': In context=(),"
        if shape["schema"].get("additionalProperties") is not False:
            yield f"{where} 'additionalProperties' is required to be supplied and to be false."
        if set(shape["schema"].get("required", ())) != set(shape["schema"].get("properties", ())):
            yield f"{where} 'required' must include every key in properties."


@contextlib.contextmanager
def chat_server() -> Iterator[ChatServer]:
    """Serve on a free port of this machine."""
    with ChatServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()
