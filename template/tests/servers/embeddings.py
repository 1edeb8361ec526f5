"""A local server that speaks the OpenAI embeddings API, with its limits and its errors."""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-test-key-of-the-local-server"
MODEL = "embed-small"
DIMENSIONS = 8
MAX_INPUTS = 2048


class EmbeddingsServer(ThreadingHTTPServer):
    """Keeps the requests that it got; `fault` makes it fail in a way of its own."""

    def __init__(self, fault: str = "") -> None:
        """Listen on a free port of this machine."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.fault = fault
        self.requests: list[dict[str, Any]] = []

    @property
    def base_url(self) -> str:
        """What goes into settings.yaml."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    """Answers POST /v1/embeddings."""

    server: EmbeddingsServer

    def do_POST(self) -> None:
        """Check the request as the API does, then answer."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/embeddings":
            self.fail(404, f"Invalid URL (POST {self.path})")
        elif self.headers["Authorization"] != f"Bearer {KEY}":
            self.fail(401, "Incorrect API key provided.", "invalid_api_key")
        elif body.get("model") != MODEL:
            self.fail(404, f"The model `{body.get('model')}` does not exist", "model_not_found")
        elif not self.inputs(body) or len(self.inputs(body)) > MAX_INPUTS:
            self.fail(400, "'$.input' is invalid.")
        elif self.server.fault == "broken":
            self.fail(400, "something else is wrong")
        else:
            self.server.requests.append(body)
            self.reply(200, self.embeddings(body))

    def inputs(self, body: dict[str, Any]) -> list[str]:
        """Return the texts; an empty one is refused by the API, and so it is here."""
        texts = body.get("input")
        texts = [texts] if isinstance(texts, str) else texts
        good = isinstance(texts, list) and all(isinstance(t, str) and t for t in texts)
        return texts if good and texts else []

    def embeddings(self, body: dict[str, Any]) -> dict[str, Any]:
        """Write the answer, in reverse order where the fault says so."""
        size = body.get("dimensions", DIMENSIONS)
        texts = self.inputs(body)
        rows = [
            {"object": "embedding", "index": i, "embedding": vector(text, size)}
            for i, text in enumerate(texts)
        ]
        if self.server.fault == "reversed":
            rows.reverse()
        if self.server.fault == "short":
            rows.pop()
        if self.server.fault == "zero":
            rows[0]["embedding"] = [0.0] * size
        tokens = sum(len(text) // 4 + 1 for text in texts)
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return {"object": "list", "data": rows, "model": MODEL, "usage": usage}

    def fail(self, status: int, message: str, code: str | None = None) -> None:
        """Answer with an error object."""
        error = {
            "message": message,
            "type": "invalid_request_error",
            "param": None,
            "code": code,
        }
        self.reply(status, {"error": error})

    def reply(self, status: int, body: dict[str, Any]) -> None:
        """Send JSON."""
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's name
        """Stay silent."""


def vector(text: str, size: int) -> list[float]:
    """Return a vector that depends on the text, three units long."""
    values = [1.0 + zlib.crc32(f"{place} {text}".encode()) % 97 for place in range(size)]
    norm = sum(value * value for value in values) ** 0.5
    return [3 * value / norm for value in values]


@contextmanager
def embeddings_server(fault: str = "") -> Iterator[EmbeddingsServer]:
    """Run the server for as long as the block lasts."""
    server = EmbeddingsServer(fault)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
