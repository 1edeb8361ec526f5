"""The guard in conftest.py: no test reaches a paid model, or anything else outside."""

from __future__ import annotations

import os
import socket
import urllib.request

import pytest


def test_an_address_outside_cannot_be_reached() -> None:
    """Whoever tries fails, whatever errors it catches."""
    with pytest.raises(pytest.fail.Exception, match=r"tried to reach 192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 443), timeout=0.1)


def test_a_name_outside_is_not_even_looked_up() -> None:
    """Looking it up would already tell someone."""
    with pytest.raises(pytest.fail.Exception, match=r"tried to reach api\.openai\.com"):
        urllib.request.urlopen("https://api.openai.com/v1/models", timeout=0.1)


def test_neither_key_nor_settings_come_from_outside() -> None:
    """A test means the same on every machine."""
    assert [] == [name for name in os.environ if name.startswith(("OPENAI_", "APP_"))]
