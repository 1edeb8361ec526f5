"""The interaction log: one JSON line per question. `log.enabled: false` switches it off."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from app.errors import SettingsError
from app.settings import LogSettings
from app.types import Answer


def write_log(question: str, answer: Answer, settings: LogSettings, root: Path) -> None:
    """Append one line: when, what was asked, what was answered, from which spans, by which model.

    One write of one line in append mode, so that processes side by side do not mix their lines.
    Raises SettingsError when the file cannot be written.
    """
    if not settings.enabled:
        return
    path = root / settings.path
    line = json.dumps(record(question, answer), ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(line)
    except OSError as error:
        raise SettingsError(
            f"the interaction log {path} cannot be written ({error.strerror}): "
            "change log.path in settings.yaml or set log.enabled to false"
        ) from None


def record(question: str, answer: Answer) -> dict[str, object]:
    """Say what happened, without the text of the passages: their spans are enough to find it."""
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": question,
        "answer": answer.text,
        "refused": answer.refused,
        "data": answer.data,
        "citations": [[c.path, c.start, c.end] for c in answer.citations],
        "passages": [[p.path, p.start, p.end, p.scores.fused] for p in answer.passages],
        "support": answer.support,
        "model": answer.model,
        "usage": asdict(answer.usage),
    }
