"""`--changed-since REF`: the combinations that a changed file of the template can reach.

A combination that is left out would be rendered just as before. So whatever cannot be placed
reaches all of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from formfacts.errors import UsageError, brief
from formfacts.scaffold.git import PLAIN, git, git_bytes
from formfacts.smoke.cell import Combination
from formfacts.smoke.questionnaire import Questionnaire
from formfacts.smoke.scene import NEVER_RENDERED, Scene, make_scene, matcher

# Words in copier.yml by which the template's own commands and expressions get at any of its files.
READ_ANYTHING = (b"src_path", b"fileglob")
MOST_NAMES = 100


@dataclass(frozen=True, slots=True)
class Reached:
    """The combinations that are reached, in their order, and by id which each path reaches."""

    combinations: tuple[Combination, ...]
    by_path: Mapping[str, tuple[str, ...]]


def changed_paths(root: Path, ref: str) -> tuple[str, ...]:
    """Return the files of the template that differ from a commit, by their paths below its root.

    Those that were deleted and those that git does not know yet are among them. Raises UsageError
    if there is no such commit.
    """
    name = f"{ref}^{{commit}}"
    found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name, check=False)
    commit = found.stdout.strip()
    if found.returncode != 0 or not commit:
        raise UsageError(
            f"--changed-since {brief(ref)}: there is no such commit in the repository of {root}: "
            "name a branch, a tag or a hash that was fetched"
        )
    options = ("--name-only", "-z", "--no-renames", "--relative", "--ignore-submodules=none")
    differing = git_bytes(root, "diff", *options, commit, "--", config=PLAIN)
    new = git_bytes(root, "ls-files", "-z", "--others", "--exclude-standard", config=PLAIN)
    paths = {os.fsdecode(path) for path in (differing + new).split(b"\0") if path}
    return tuple(sorted(paths))


def reached(
    questionnaire: Questionnaire,
    combinations: Sequence[Combination],
    paths: Iterable[str],
    *,
    unrelated: Sequence[str] = (),
) -> Reached:
    """Return the combinations that changes of these files can reach.

    `unrelated` are patterns, as in .gitignore, of files that nothing is made of; raises UsageError
    for one that is no pattern.
    """
    try:
        ignored = matcher(unrelated)
    except ValueError as error:
        raise UsageError(f"unrelated: {error}: write patterns as in .gitignore") from None
    scenes, untold = make_scenes(questionnaire, combinations)
    by_path = {path: (*scenes.reached_by(path), *untold) for path in paths if not ignored(path)}
    hit = {name for names in by_path.values() for name in names}
    return Reached(tuple(c for c in combinations if c.id in hit), by_path)


def make_scenes(
    questionnaire: Questionnaire, combinations: Iterable[Combination]
) -> tuple[Scenes, tuple[str, ...]]:
    """Return the scenes, and the ids of combinations of which nothing can be told.

    Those fail to render as well, as their checks will say.
    """
    scenes, untold = [], []
    for combination in combinations:
        try:
            scenes.append(make_scene(questionnaire, combination))
        except Exception:  # noqa: BLE001  the template's expressions can raise anything
            untold.append(combination.id)
    return Scenes(questionnaire, scenes), tuple(untold)


@dataclass(frozen=True)
class Scenes:
    """The scenes of all combinations, and what they have in common."""

    questionnaire: Questionnaire
    scenes: Sequence[Scene]

    def reached_by(self, path: str) -> tuple[str, ...]:
        """Return the ids of the combinations that a change of one file can reach."""
        names = None if self.is_everywhere(path) else self.names_of(path)
        return tuple(
            scene.combination.id
            for scene in self.scenes
            if names is None or any(scene.is_made_of(name) for name in names)
        )

    def is_everywhere(self, path: str) -> bool:
        """Whether all depend on the file, or might: it is where nothing is known to be taken from.

        What is known is the folders that are rendered and those that files are included from.
        """
        file = self.questionnaire.file
        placed = any(scene.holds(path) for scene in self.scenes) or self._is_fragment(path)
        return (
            not placed
            or self._blind
            or file.is_source(path)
            or (file.root / path).is_dir()  # a submodule, or a link to a folder
        )

    def _is_fragment(self, path: str) -> bool:
        return path in self._included or PurePosixPath(path).parts[0] in self._folders

    def names_of(self, path: str) -> set[str] | None:
        """Return the path and the links that lead to it; None where they go in circles."""
        names = [path]
        for name in names:
            if len(names) > MOST_NAMES:
                return None
            for link, target in self._links:
                below = PurePosixPath(name)
                if below.is_relative_to(target):
                    alias = (link / below.relative_to(target)).as_posix()
                    names += [alias] if alias not in names else []
        return set(names)

    @cached_property
    def _included(self) -> frozenset[str]:
        return frozenset().union(*(scene.asked_for or () for scene in self.scenes))

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(name.split("/")[0] for name in self._included if "/" in name)

    @cached_property
    def _links(self) -> list[tuple[PurePosixPath, PurePosixPath]]:
        """The symbolic links in the folders that matter, each with what it points to.

        Folders that such a link leads to matter too.
        """
        folders = sorted({s.subdirectory.as_posix() for s in self.scenes} | self._folders)
        found = []
        for folder in folders:
            for link, target in links_below(self.questionnaire.file.root, folder):
                found.append((link, target))
                top = target.parts[0] if target.parts else "."
                folders += [top] if top not in {*folders, ".."} else []
        return found

    @cached_property
    def _blind(self) -> bool:
        """Whether the template reads its own files in ways that cannot be followed."""
        file, expressions = self.questionnaire.file, self.questionnaire.expressions
        settings = (file.exclude, file.subdirectory, self.questionnaire.answers_file)
        entries = (*settings, *(entry for entry in file.questions.values()))
        written = b"".join(source.read_bytes() for source in file.sources)
        return (
            bool(file.extensions)
            or any(word in written for word in READ_ANYTHING)
            or any(expressions.loads(text) for text in texts(entries))
        )


def texts(value: object) -> Iterator[str]:
    """Yield every text in what YAML gave."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from texts([*value.values()])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)


def links_below(root: Path, folder: str) -> Iterator[tuple[PurePosixPath, PurePosixPath]]:
    """Yield the symbolic links in a folder with what they point to, both from the root."""
    for where, folders, names in os.walk(root / folder):
        folders[:] = [name for name in folders if name != NEVER_RENDERED]
        for path in (Path(where, name) for name in (*folders, *names)):
            if path.is_symlink():
                target = os.path.relpath(path.parent / path.readlink(), root)
                link = path.relative_to(root)
                yield PurePosixPath(link.as_posix()), PurePosixPath(Path(target).as_posix())
