"""Which files of a template one combination is made of, worked out without rendering it to disk.

Where something cannot be told, the answer is that the combination is made of the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from formfacts.smoke.cell import Combination
from formfacts.smoke.questionnaire import Questionnaire

OPERATIONS = ("copy", "update")
NEVER_RENDERED = ".git"
MOST_FOLDERS = 10_000
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Scene:
    """What the file names, the patterns and the includes are evaluated with, for a combination."""

    combination: Combination
    questionnaire: Questionnaire
    context: Mapping[str, object]
    subdirectory: PurePosixPath
    excluded: tuple[Callable[[str], bool], ...]

    def is_made_of(self, path: str) -> bool:
        """Whether a change of the file, by its path below the template's root, can show."""
        return self.renders(path) or self.asked_for is None or path in self.asked_for

    def renders(self, path: str) -> bool:
        """Whether the file is rendered, or copied, into a new project or on an update."""
        file = self.questionnaire.file
        pure = PurePosixPath(path)
        if not self.holds(path):
            return False
        below = pure.relative_to(self.subdirectory)
        is_template = below.name.endswith(file.suffix)
        if file.suffix and not is_template and (file.root / f"{path}{file.suffix}").exists():
            return False
        name = self.rendered_name(below.with_suffix("") if file.suffix and is_template else below)
        return name is None or (name != "" and not all(match(name) for match in self.excluded))

    def holds(self, path: str) -> bool:
        """Whether the file lies in the folder that this combination renders."""
        return PurePosixPath(path).is_relative_to(self.subdirectory)

    def rendered_name(self, below: PurePosixPath) -> str | None:
        """Return what the file is called in the project.

        Empty where its name says that it is not made, None where it cannot be told, as with
        Copier's `yield`, which makes several files of one.
        """
        parts = []
        for part in below.parts:
            try:
                rendered = self.questionnaire.expressions.render(part, self.context)
            except Exception:  # noqa: BLE001  Copier's own `yield`, or whatever an expression raises
                return None
            if not rendered:
                return ""
            parts.append(rendered)
        return "/".join(parts)

    @cached_property
    def asked_for(self) -> frozenset[str] | None:
        """The files that the rendered ones include, by name; None where it cannot be told."""
        try:
            found = {name for path in self.templates() for name in self.includes(path)}
        except Exception:  # noqa: BLE001  a file can raise anything; its check will say so
            return None
        return frozenset(PurePosixPath(name).as_posix() for name in found)

    def templates(self) -> Iterator[str]:
        """Yield the files that are rendered with Jinja; raise ValueError if there is no end."""
        file = self.questionnaire.file
        # Copier follows links as well, and so has no end either where they go in circles.
        walk = os.walk(file.root / self.subdirectory, followlinks=True)
        for number, (folder, folders, names) in enumerate(walk):
            folders[:] = [name for name in folders if name != NEVER_RENDERED]
            if number > MOST_FOLDERS:
                raise ValueError(folder)
            for name in names:
                path = (Path(folder) / name).relative_to(file.root).as_posix()
                if name.endswith(file.suffix) and self.renders(path):
                    yield path

    def includes(self, path: str) -> set[str]:
        """Return what a file includes; raises whatever the file does, ValueError for a riddle."""
        expressions = self.questionnaire.expressions
        below = PurePosixPath(path).relative_to(self.subdirectory)
        try:
            if self.rendered_name(below) is None and expressions.file_loads(path):
                raise ValueError(path)  # it depends on a variable that only `yield` knows
            return expressions.files_asked_for(path, self.context)
        except UnicodeDecodeError:
            if self.questionnaire.file.suffix:
                raise
            return set()  # without a suffix every file is rendered, unless it is no text


def make_scene(questionnaire: Questionnaire, combination: Combination) -> Scene:
    """Return the scene of a combination; raises whatever the template's expressions do."""
    render = questionnaire.expressions.render
    asked = questionnaire.ask(combination.answers)
    context = questionnaire.context(asked.answers, asked.hidden) | {"_copier_phase": "render"}
    context["_copier_conf"] = questionnaire.conf(render(questionnaire.answers_file, context))
    excluded = []
    for operation in OPERATIONS:
        told = {**context, "_copier_operation": operation}
        lines = [
            line
            for pattern in questionnaire.file.exclude
            for line in LINE_END.split(str(render(pattern, told)))
        ]
        excluded.append(matcher(lines))
    subdirectory = PurePosixPath(render(questionnaire.file.subdirectory, context))
    return Scene(combination, questionnaire, context, subdirectory, tuple(excluded))


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return what tells whether a path is excluded by patterns such as those of .gitignore."""
    from pathspec import PathSpec  # not needed for --help

    spec = PathSpec.from_lines("gitignore", (normalize("NFD", pattern) for pattern in patterns))
    return spec.match_file
