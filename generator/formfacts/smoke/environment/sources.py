"""Where packages come from: what pip is configured to use, for uv too, which does not read that.

A machine that prefers a build of its own (a CPU build of PyTorch, say) gets that build either way.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from formfacts.smoke.process import run_command

# pip's option, the variable by which uv takes the same, and what stands between several values.
SOURCES = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
}
# Of pip's configuration, what decides which packages are installed.
DECISIVE = (
    "index-url",
    "extra-index-url",
    "find-links",
    "no-index",
    "no-binary",
    "only-binary",
    "constraint",
    "pre",
)
# A later section overrides an earlier one.
SECTIONS = ("global", "install", ":env:")
# Of uv's variables likewise; its own go before those made of pip's configuration.
UV_DECISIVE = (
    "UV_DEFAULT_INDEX",
    "UV_INDEX",
    "UV_INDEX_URL",
    "UV_EXTRA_INDEX_URL",
    "UV_FIND_LINKS",
    "UV_NO_BINARY",
    "UV_TORCH_BACKEND",
    "UV_EXCLUDE_NEWER",
    "UV_RESOLUTION",
    "UV_PRERELEASE",
    "UV_CONSTRAINT",
    "UV_OVERRIDE",
)
PASSWORD = re.compile(r"(?<=//)[^/@\s]+@")
LONGEST = 30.0


def pip_configuration(pip: Sequence[str], env: Mapping[str, str]) -> dict[str, str]:
    """Return pip's options for installing, from its files and variables; empty without pip."""
    try:
        mark = f"sources-{uuid4().hex}"
        listed = run_command(
            [*pip, "config", "list"], folder=Path(os.sep), env=env, timeout=LONGEST, mark=mark
        )
    except OSError:
        return {}
    return read_configuration(listed.output) if listed.code == 0 else {}


def read_configuration(listed: str) -> dict[str, str]:
    """Return the options that `pip config list` printed, several values with a space between."""
    found: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, option = key.rpartition(".")
        if section in found:
            with suppress(ValueError, SyntaxError):
                found[section][option] = " ".join(str(ast.literal_eval(value)).split())
    return {option: value for section in SECTIONS for option, value in found[section].items()}


def uv_variables(configured: Mapping[str, str]) -> dict[str, str]:
    """Return pip's options as variables of uv."""
    return {
        variable: between.join(configured[option].split())
        for option, (variable, between) in SOURCES.items()
        if option in configured
    }


def is_on(value: str) -> bool:
    """Whether pip takes the value of an option for yes."""
    return value.lower() in {"1", "true", "yes", "on", "y", "t"}


def without_passwords(value: str) -> str:
    """Return the addresses without the names and passwords in them."""
    return PASSWORD.sub("", value)
