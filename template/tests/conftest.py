"""Every test runs without your key and settings, and cannot leave this machine."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.small import write_repo

HERE = {"127.0.0.1", "::1", "localhost", "", None}


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take keys, settings and proxies out of the environment, and fail whatever goes outside."""
    for name in list(os.environ):
        if name.upper().startswith(("APP_", "OPENAI_")) or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, only_here(getattr(socket.socket, name)))
    monkeypatch.setattr(socket, "getaddrinfo", only_known(socket.getaddrinfo))


def only_here(connect: Callable[..., Any]) -> Callable[..., Any]:
    """Let a socket connect to this machine and to nothing else."""

    def guarded(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple):
            check(address[0])
        return connect(self, address)

    return guarded


def only_known(look_up: Callable[..., Any]) -> Callable[..., Any]:
    """Let names be looked up that are known without asking anyone."""

    def guarded(host: Any, *rest: Any, **options: Any) -> Any:
        check(host)
        return look_up(host, *rest, **options)

    return guarded


def check(host: Any) -> None:
    """Fail the test; no `except Exception` between here and the test takes this failure away."""
    name = host.decode() if isinstance(host, bytes) else host
    if name not in HERE:
        pytest.fail(f"a test tried to reach {name}: let it talk to a server on 127.0.0.1")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small repo, see small.py, as the current folder."""
    write_repo(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path
