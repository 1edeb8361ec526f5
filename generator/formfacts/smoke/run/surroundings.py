"""The environment variables of a check's commands: few of the caller's, and none of its keys."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

# What programs need to find their way on this machine. A key of the caller's is not among them: a
# repo has to pass without one, and no log may show it.
KEPT = (
    "CURL_CA_BUNDLE",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LD_LIBRARY_PATH",
    "LOGNAME",
    "NO_PROXY",
    "PATH",
    "REQUESTS_CA_BUNDLE",
    "SHELL",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TZ",
    "USER",
    "https_proxy",
    "http_proxy",
    "no_proxy",
)
SETTLED = {
    "GIT_AUTHOR_EMAIL": "smoke@localhost",
    "GIT_AUTHOR_NAME": "smoke",
    "GIT_COMMITTER_EMAIL": "smoke@localhost",
    "GIT_COMMITTER_NAME": "smoke",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "NO_COLOR": "1",
    "PYTHONUNBUFFERED": "1",  # a check that hangs leaves what it printed
    "TERM": "dumb",
}


# They may hold a password.
OF_PROXIES = frozenset(name for name in KEPT if name.lower().endswith("_proxy"))


def bare(folder: Path, passed: Iterable[str]) -> dict[str, str]:
    """Return the whole environment of what needs no Python environment, with places in a folder."""
    return surroundings({}, {}, passed, **places_in(folder))


def places_in(folder: Path) -> dict[str, Path]:
    """Make and return a home and a place for temporary files in a folder."""
    places = {"home": folder / "home", "temporary": folder / "tmp"}
    for place in places.values():
        place.mkdir(exist_ok=True)
    return places


def surroundings(
    own: Mapping[str, str],
    added: Mapping[str, str],
    passed: Iterable[str],
    *,
    home: Path,
    temporary: Path,
) -> dict[str, str]:
    """Return the whole environment of a command.

    `own` are the variables of the Python environment, `added` those of smoke.yml; `passed` names
    further ones to take over from the caller.
    """
    kept = {name: os.environ[name] for name in (*KEPT, *passed) if name in os.environ}
    places = {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "XDG_CACHE_HOME": str(home / ".cache"),
    }
    return {**kept, **SETTLED, **places, **own, **added}
