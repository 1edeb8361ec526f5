"""Copier itself, asked for every combination: what the matrix is measured against."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from copier import _main as copier_main
from copier._user_data import Question

from formfacts.scaffold.render import Job, opened, path_hidden
from formfacts.scaffold.source import Origin

Combinations = dict[str, dict[str, object]]


def combinations(
    root: Path, values: Mapping[str, list[object]], monkeypatch: pytest.MonkeyPatch
) -> Combinations:
    """Answer as a person would, in every way there is, and keep what Copier then accepts.

    The result maps what was asked and answered, as text, to all answers that Copier ends up with.
    """
    found: Combinations = {}
    for picks in product(*values.values()):
        person = Person(dict(zip(values, picks, strict=True)))
        try:
            with monkeypatch.context() as patched:
                patched.setattr(copier_main, "unsafe_prompt", person.answer)
                # The terminal shows the default, and fails if it is rejected, whatever is answered.
                patched.setattr(Question, "validate_answer", lambda *_: None)
                interactive = ask(root, {}, defaults=False)
            given = {name: person.said[name] for name in person.said if name in values}
            settled = ask(root, given, defaults=True)
        except (ValueError, TypeError):
            continue  # Copier, or the person, found a choice that is not on offer
        assert interactive == settled
        found[repr(given)] = settled
    return found


class Person:
    """Somebody at a terminal who knows what to answer, and takes the default elsewhere."""

    def __init__(self, wants: Mapping[str, object]) -> None:
        self.wants = wants
        self.said: dict[str, object] = {}

    def answer(self, asked: list[dict[str, Any]], answers: dict[str, object]) -> dict[str, object]:
        """Answer one question as Copier puts it; raise ValueError if that is not possible."""
        (question,) = asked
        if not question["when"]({}):
            return answers
        name = question["name"]
        offered = [choice for choice in question.get("choices", ()) if not choice.disabled]
        default = question.get("default")
        said = self.wants.get(name, getattr(default, "value", default))
        for item in said if isinstance(said, list) else [said]:
            if question.get("choices") and item not in [choice.value for choice in offered]:
                raise ValueError(name)
        self.said[name] = said
        return {name: question["filter"](said)}


def ask(root: Path, data: dict[str, object], *, defaults: bool) -> dict[str, object]:
    """Return the answers that Copier ends up with; raises what it does."""
    job = Job(root, Origin(str(root), "v1", ""), data=data, ask=not defaults)
    with opened(job, root / "project") as worker, path_hidden():
        worker._ask()  # noqa: SLF001  the questions alone, without a rendering
    names = worker.template.questions_data
    return {name: value for name, value in worker.answers.combined.items() if name in names}
