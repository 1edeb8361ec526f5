"""Keys are found by their form, and never shown."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from formfacts.smoke.checks.secrets import found_secrets
from tests.smoke.templates import lay_out

# In two parts, so that nobody takes them for real ones.
KEYS = {
    "AWS Access Key": "AKIA" + "IOSFODNN7EXAMPLX",
    "GitHub Token": "ghp_" + "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx",
    "Private Key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "Basic Auth Credentials": "https://me:" + "tr0ub4dor@example.com/",
    "JSON Web Token": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
}


@pytest.mark.parametrize("kind", list(KEYS))
def test_a_key_is_found_and_not_shown(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is anybody asked whether it is valid."""

    def refuse(*_: object) -> None:
        pytest.fail("it asks the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    key = KEYS[kind]
    lay_out(tmp_path, {"a/b.py": f"one\nkey = '{key}'\n"})

    assert [f"a/b.py:2: {kind}"] == found_secrets(tmp_path)
    assert key not in repr(found_secrets(tmp_path))


def test_what_only_looks_odd_is_no_secret(tmp_path: Path) -> None:
    """Hashes, test data, binaries, links, other encodings, what is ignored."""
    lay_out(
        tmp_path,
        {
            "a.txt": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n",
            "b.py": 'password = "example"\napi_key = "sk-..."\n',
            "ignored.txt": KEYS["AWS Access Key"],
        },
    )
    (tmp_path / "c.bin").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "d.txt").write_bytes(b"caf\xe9 \xff")
    (tmp_path / "e.txt").symlink_to("ignored.txt")

    assert [] == found_secrets(tmp_path, ["ignored.txt"])
