"""The answers file in a merge: what counts is what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

# As YAML has it: a # begins a comment at the start of a line and after a space.
COMMENT = re.compile(rb"(?:^|\s)(#.*)")


def load(content: bytes) -> Any:  # noqa: ANN401  it reads what YAML gave
    """Return what an answers file says, None if it is no YAML."""
    import yaml

    try:
        return yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, ValueError):
        return None


def same_answers(one: bytes, other: bytes) -> bool:
    """Whether two answers files say the same, however they were written."""
    found = load(one)
    return isinstance(found, dict) and found == load(other)


def with_comments(content: bytes, base: bytes, ours: bytes) -> bytes:
    """Return an answers file with the comments at its end that the user wrote into theirs."""
    known = {*base.splitlines(), *content.splitlines()}
    written = (COMMENT.search(line) for line in ours.splitlines() if line not in known)
    comments = [found[1] for found in written if found is not None]
    newline = b"\r\n" if b"\r\n" in content else b"\n"
    if comments and not content.endswith(newline):
        content += newline
    return content + b"".join(comment + newline for comment in comments)


def with_hidden(content: bytes, answers: Mapping[str, object], names: Iterable[str]) -> bytes:
    """Return an answers file with those of the answers that it lacks added at its end.

    Copier forgets the answer to a question that a `when:` hides; it is wanted again when the
    question is.
    """
    import yaml

    found = load(content)
    missing = {
        name: answers[name] for name in names if name in answers and name not in (found or {})
    }
    if not isinstance(found, dict) or not missing:
        return content
    added = yaml.safe_dump(missing, allow_unicode=True, sort_keys=True).encode()
    return content + (b"" if content.endswith(b"\n") else b"\n") + added
