"""Faults that can be seen in the files of a repo, without running it."""

from __future__ import annotations

from tests.smoke.planted.copy import Copy
from tests.smoke.planted.fault import RAG, Fault

# In two parts, so that nobody's scanner takes this file for one that has a secret in it.
KEY = "ghp_" + "x7Rk2mVq9LwT4bNc8HsJ3fYd6PzG1aUe5tXo"


def leave_brace(copy: Copy) -> None:
    """Name an answer in a file that is not rendered."""
    copy.add("template/prompts/system.md", "- You speak for {{ project_name }}.\n")


def lose_file(copy: Copy) -> None:
    """Drop the embedder of one approach by a condition that is too wide."""
    copy.replace(
        "copier.yml",
        "{% if embedder != 'none' %}app/rag/embedders/none.py",
        "{% if embedder != 'none' or approach == 'hybrid' %}app/rag/embedders/none.py",
    )


def break_yaml(copy: Copy) -> None:
    """Indent a line less than its siblings."""
    copy.add("partials/embedder-openai/settings.yaml", "   batch_size: 64\n")


def name_place(copy: Copy) -> None:
    """Tell in the README of a folder that the author has."""
    copy.write("partials/rag/readme.md", "The documents are in /home/anna/handbook/.\n\n")


def leave_secret(copy: Copy) -> None:
    """Forget a token in an example."""
    copy.add("partials/provider-openai/env", f"MODELS_TOKEN={KEY}\n")


def mar_format(copy: Copy) -> None:
    """Take an empty line from between two functions."""
    path = "template/app/rag/embedders/none.py"
    copy.replace(path, "\n\n\ndef describe", "\n\ndef describe")


def leave_import(copy: Copy) -> None:
    """Import what nothing uses."""
    path = "template/app/models/openai.py"
    copy.replace(path, "from pathlib import Path\n", "from pathlib import Path, PurePath\n")


def undeclare(copy: Copy) -> None:
    """Forget to declare what an embedder imports; transformers happens to bring it along."""
    copy.replace("partials/embedder-minilm/dependencies.txt", "tokenizers>=0.22\n", "")


def overdeclare(copy: Copy) -> None:
    """Declare what nothing imports."""
    copy.add("partials/provider-openai/dependencies.txt", "requests>=2.31\n")


IN_FILES = (
    Fault(
        "a brace left in",
        "`template/prompts/system.md` names an answer, but is not called `.jinja`",
        leave_brace,
        "braces",
        ("prompt-offline",),
        2,
        "prompts/system.md:11: {{ project_name }}",
        only=("provider=offline", "approach=prompt,finetune"),
    ),
    Fault(
        "a combination whose files are missing",
        "a condition in `copier.yml` drops `app/rag/embedders/none.py` from hybrid repos as well",
        lose_file,
        "files",
        ("hybrid-openai-none",),
        10,
        "missing: app/rag/embedders/none.py",
        besides=(),
    ),
    Fault(
        "YAML that is none",
        "a line of `partials/embedder-openai/settings.yaml` is indented one space too few",
        break_yaml,
        "parse",
        ("hybrid-offline-embedder_openai",),
        2,
        "settings.yaml: while parsing a block mapping",
        only=("provider=offline", "approach=hybrid", "embedder=none,openai"),
    ),
    Fault(
        "a path of this machine",
        "`partials/rag/readme.md` names a folder of its author",
        name_place,
        "paths",
        RAG,
        4,
        "README.md:25: /home/anna/",
        only=("provider=offline", "approach=prompt,rag"),
    ),
    Fault(
        "a secret",
        "`partials/provider-openai/env` has a token in it",
        leave_secret,
        "secrets",
        ("prompt-openai",),
        2,
        ".env.example:4: GitHub Token",
        only=("approach=prompt",),
    ),
    Fault(
        "a file that is not formatted",
        "an empty line is missing in `template/app/rag/embedders/none.py`",
        mar_format,
        "format",
        ("rag-offline-none",),
        2,
        "app/rag/embedders/none.py:15:1: unformatted",
        only=("provider=offline", "approach=rag", "embedder=none,minilm"),
    ),
    Fault(
        "an import that nothing uses",
        "`template/app/models/openai.py`",
        leave_import,
        "lint",
        ("prompt-openai",),
        2,
        "`pathlib.PurePath` imported but unused",
        only=("approach=prompt",),
    ),
    Fault(
        "an import whose dependency is not declared",
        "`partials/embedder-minilm/dependencies.txt` lacks `tokenizers`, which is installed all "
        "the same",
        undeclare,
        "dependencies",
        ("rag-openai-minilm",),
        10,
        "'tokenizers' imported but it is a transitive dependency",
        besides=(),
    ),
    Fault(
        "a dependency that nothing uses",
        "`partials/provider-openai/dependencies.txt` has `requests`",
        overdeclare,
        "dependencies",
        ("prompt-openai",),
        2,
        "'requests' defined as a dependency but not used",
        only=("approach=prompt",),
    ),
)
