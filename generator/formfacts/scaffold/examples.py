"""The examples that travel with the template: answers, a situation, and content of their own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from formfacts.errors import UsageError, brief
from formfacts.scaffold.answers import read_answers
from formfacts.scaffold.questions import Question, nearest

ANSWERS = "answers.yml"
SITUATION = "situation.yml"
CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Example:
    """One folder of `examples/`; `content` replaces folders and files of the same name."""

    name: str
    answers: Path
    situation: Path
    content: Path

    def check_approach(
        self, answers: Mapping[str, object], questions: Mapping[str, Question]
    ) -> None:
        """Raise UsageError for an approach that the example's content was not made for."""
        own, wanted = read_answers(self.answers, questions)["approach"], answers["approach"]
        if self.content.is_dir() and wanted != own:
            raise UsageError(
                f"the example {self.name!r} has content for {own!r}, not for {wanted!r}: "
                "leave the approach to it, or generate without --example"
            )

    def put_into(self, folder: Path) -> None:
        """Replace what the template rendered with the example's own data, cases and prompts."""
        for entry in sorted(self.content.iterdir()) if self.content.is_dir() else ():
            destination = folder / entry.name
            if entry.is_dir():
                shutil.rmtree(destination, ignore_errors=True)
                shutil.copytree(entry, destination, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(entry, destination)


def find_example(root: Path, name: str) -> Example:
    """Return the example of this name; raise UsageError naming the nearest one."""
    names = sorted(path.parent.name for path in (root / "examples").glob(f"*/{ANSWERS}"))
    if name not in names:
        raise UsageError(f"there is no example {brief(name)}: {nearest(name, names)}")
    folder = root / "examples" / name
    return Example(name, folder / ANSWERS, folder / SITUATION, folder / CONTENT)
