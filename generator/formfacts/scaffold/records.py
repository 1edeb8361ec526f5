"""What formfacts keeps in a project's repo: JSON and its trees, under `refs/formfacts/`.

A record is a tree object, not a commit, so that `git log --all` and graphs of the history stay as
they are. The trees inside it are kept from being pruned.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from formfacts.scaffold.repo import Repo

CONTENT = "record.json"


def write_record(repo: Repo, data: Mapping[str, Any], trees: Mapping[str, str]) -> str:
    """Store a record with its trees (hashes by name) and return its hash; no ref names it yet."""
    text = json.dumps(data, default=str).encode()
    blob = repo.git_bytes("hash-object", "-w", "--stdin", stdin=text).decode().strip()
    lines = [f"100644 blob {blob}\t{CONTENT}"]
    lines += [f"040000 tree {oid}\t{name}" for name, oid in trees.items()]
    return repo.git_bytes("mktree", stdin="\n".join(lines).encode()).decode().strip()


def read_record(repo: Repo, ref: str) -> Any:  # noqa: ANN401  it reads what JSON gave
    """Return what the record under a ref says, None where there is none; ValueError if garbled."""
    text = repo.git("cat-file", "blob", f"{ref}:{CONTENT}", check=False)
    return json.loads(text) if text else None
