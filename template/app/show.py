"""An answer as text for people and as JSON for programs."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

from app.types import Answer, Passage, Sentence

# Documents and model output are not trusted: no escape sequence of theirs reaches the terminal.
# A lone surrogate, which a model can write as a JSON escape, cannot be printed at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def answer_text(answer: Answer) -> str:
    """Write the answer, then each citation with its file, place and characters."""
    lines = [answer.text]
    if answer.citations:
        lines += ["", *(f"  [{c.number}] {place(c)}" for c in answer.citations)]
    return plain("\n".join(lines))


def passages_text(answer: Answer) -> str:
    """Write what was retrieved, best first, with scores: was it retrieval or the model?"""
    lines = []
    if answer.support is not None:
        lines.append(f"support {answer.support:.2f}")
    for rank, passage in enumerate(answer.passages, 1):
        lines += [
            f"{rank}. {place(passage)}  {scores(passage)}".rstrip(),
            *(f"   {line}" for line in passage.text.strip().splitlines()),
        ]
    return plain("\n".join([*lines, ""]) if lines else "nothing was retrieved\n")


def place(span: Passage | Sentence) -> str:
    """Name a span so that a reader finds it."""
    page = f", page {span.page}" if span.page is not None else ""
    heading = f" > {span.heading}" if span.heading else ""
    return f"{span.path}{heading}{page}, characters {span.start}-{span.end}"


def scores(passage: Passage) -> str:
    """Write the scores that there are."""
    named = asdict(passage.scores)
    return "  ".join(f"{name} {value:.3f}" for name, value in named.items() if value is not None)


def plain(text: str) -> str:
    """Take control characters out."""
    return _CONTROL.sub("", text)


def answer_json(answer: Answer) -> str:
    """Write the whole answer as JSON."""
    return as_json(asdict(answer))


def as_json(value: object) -> str:
    """Write JSON for people and programs: letters stay letters, control characters are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
