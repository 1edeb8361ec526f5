"""Your own form checks: what every reply must be like, whatever it says.

TODO(you): keep, change or add. A check takes the answer and returns what is wrong, or None.
"""

from __future__ import annotations

from app.types import Answer

MAX_WORDS = 180


def not_too_long(answer: Answer) -> str | None:
    """A reply is read on a phone."""
    count = len(answer.text.split())
    return f"{count} words, more than {MAX_WORDS}" if count > MAX_WORDS else None


def cites_or_refuses(answer: Answer) -> str | None:
    """A reply from documents names its source or says that there is none."""
    if answer.data is not None or answer.support is None or answer.citations or answer.refused:
        return None
    return "neither a citation nor a refusal"


CHECKS = (not_too_long, cites_or_refuses)
