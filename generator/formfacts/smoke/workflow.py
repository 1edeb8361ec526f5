"""A GitHub Actions workflow that smokes a template: in shards, with one report in the end."""

from __future__ import annotations

import re
import shlex
from importlib.resources import files

from formfacts.errors import UsageError

INSTALL = "pip install formfacts uv"
MOST_SHARDS = 256  # jobs that one matrix may have


def workflow(template: str = ".", *, shards: int = 4, install: str = INSTALL) -> str:
    """Return the workflow for the template in a folder of the repo that it is for.

    `install` is the command that makes `formfacts` available. Raises UsageError for a number of
    shards that there cannot be, and for an install command of several lines.
    """
    if not 1 <= shards <= MOST_SHARDS:
        raise UsageError(f"--shards {shards}: choose from 1 to {MOST_SHARDS}")
    for name, text in (("--install", install), ("TEMPLATE", template)):
        if not text.isprintable() or not text or "${{" in text:
            raise UsageError(f"{name} {text!r} cannot stand in a workflow: write one line")
    command = ["formfacts", "smoke", "workflow", template, "--shards", str(shards)]
    made_by = shlex.join([*command, *(["--install", install] if install != INSTALL else [])])
    text = (files("formfacts.smoke") / "workflow.yml").read_text(encoding="utf-8")
    values = {
        "MADE_BY": made_by,
        "TEMPLATE": shlex.quote(template),
        "SHARDS": str(shards),
        "INSTALL": as_yaml(install),
    }
    return re.sub("@([A-Z_]+)@", lambda found: values[found[1]], text)


def as_yaml(text: str) -> str:
    """Return a text as YAML holds it on one line."""
    import yaml

    written: str = yaml.safe_dump(text, width=10**6, default_flow_style=True, allow_unicode=True)
    return written.removesuffix("\n").removesuffix("\n...")
