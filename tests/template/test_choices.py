"""The options stay in step with the questions."""

from __future__ import annotations

import yaml

from tests.template.projects import ROOT


def choices(question: str) -> tuple[str, ...]:
    """Return the values that a question of copier.yml offers."""
    questions = yaml.safe_load((ROOT / "copier.yml").read_text(encoding="utf-8"))
    return tuple(questions[question]["choices"].values())


def test_every_choice_has_its_file() -> None:
    """A choice is a plainly named file, so that a missing one is named here."""
    app = ROOT / "template" / "app"
    wanted = [
        *(app / "models" / f"{choice}.py" for choice in choices("provider")),
        *(app / "rag" / "embedders" / f"{choice}.py" for choice in choices("embedder")),
        *(app / "rag" / "stores" / f"{choice}.py" for choice in choices("vector_store")),
        *(app / "finetune" / "trainers" / f"{choice}.py" for choice in choices("trainer")),
        *(app / "tracking" / f"{choice}.py" for choice in choices("tracking")),
    ]

    assert [] == [path for path in wanted if not path.is_file()]
