"""A server is waited for, asked, and stopped, whatever it does."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from formfacts.smoke.checks.server import faults, free_port
from tests.conftest import ROOT
from tests.smoke.processes import new_mark

SERVER = """
import http.server, sys, time
time.sleep(0.2)
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/hangup": return self.connection.close()
        self.send_response(int(self.path.strip("/")))
        self.end_headers()
        self.wfile.write(b"hello")
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.fixture
def server(tmp_path: Path) -> tuple[str, int, Path]:
    """Return a server's command, its port and its folder."""
    (tmp_path / "server.py").write_text(SERVER, encoding="utf-8")
    port = free_port()
    return f"exec {sys.executable} -S server.py {port}", port, tmp_path


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/200", []),
        ("204", []),
        ("/302", []),
        ("/404", ["GET /404 was answered with 404"]),
        ("/500", ["GET /500 was answered with 500"]),
    ],
)
def test_success_is_what_passes(
    server: tuple[str, int, Path], path: str, expected: list[str]
) -> None:
    """Once it listens, for which it may take its time."""
    command, port, folder = server
    with redirect_stdout(StringIO()):
        assert expected == faults(command, port, path, folder=folder, env=dict(os.environ))


@pytest.mark.parametrize("path", ["/hangup", "/a b", "/\n"])
def test_no_answer_is_a_fault(server: tuple[str, int, Path], path: str) -> None:
    """Nor is a path that cannot be asked for."""
    command, port, folder = server

    (fault,) = faults(command, port, path, folder=folder, env=dict(os.environ))
    assert "was not answered" in fault


@pytest.mark.parametrize(("command", "code"), [("exit 3", 3), ("no-such-program", 127)])
def test_a_server_that_ends_is_a_fault(tmp_path: Path, command: str, code: int) -> None:
    """With its exit code."""
    expected = [f"the server ended before it answered, with exit code {code}"]

    assert expected == faults(command, free_port(), "/", folder=tmp_path, env=dict(os.environ))


@pytest.mark.parametrize(
    ("path", "seconds", "code", "said"),
    [
        ("/200", "20", 0, ""),
        ("/500", "20", 1, "GET /500 was answered with 500"),
        ("/200", "0.1", 1, "not done after 0.1 s: stopped"),
    ],
)
def test_it_can_be_done_again_by_hand(
    server: tuple[str, int, Path], path: str, seconds: str, code: int, said: str
) -> None:
    """As scripts for failing repos do; nothing goes on running."""
    command, port, folder = server
    module = [sys.executable, "-m", "formfacts.smoke.checks.server"]
    done = subprocess.run(
        [*module, str(port), path, seconds, f"{command} & wait"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), "MARK": new_mark()},
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert (code, said) == (done.returncode, done.stderr.strip())
