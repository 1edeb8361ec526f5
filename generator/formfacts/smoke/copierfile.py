"""Read the copier.yml of any template without Copier, as Copier 9.19 reads it.

It may consist of several YAML documents, and take in other files of the template by `!include`.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from formfacts.errors import TemplateError

DEFAULT_SUFFIX = ".jinja"
# What Copier leaves out where the template is the root of its repository.
DEFAULT_EXCLUDE = (
    "copier.yaml",
    "copier.yml",
    "~*",
    "*.py[co]",
    "__pycache__",
    ".git",
    ".DS_Store",
    ".svn",
)
# Lists that add up where several documents have them; of anything else the last document counts.
ADDED_UP = ("_exclude", "_jinja_extensions", "_secret_questions", "_skip_if_exists")


@dataclass(frozen=True, slots=True)
class CopierFile:
    """What a template says of itself: its `settings`, without the underscore, and its `questions`.

    `sources` are the files it was read from, none where the template has no copier.yml; `patterns`
    are what it includes.
    """

    root: Path
    sources: tuple[Path, ...]
    patterns: tuple[str, ...]
    settings: Mapping[str, Any]
    questions: Mapping[str, Mapping[str, Any]]

    def is_source(self, path: str) -> bool:
        """Whether copier.yml was, or with another version of that file would be, read from it."""
        named = is_config(PurePosixPath(path)) and "/" not in path
        known = (self.root / path).resolve() in self.sources
        return named or known or any(fnmatch(path, p.replace("**/", "*")) for p in self.patterns)

    @property
    def subdirectory(self) -> str:
        """Where the files to render lie below the root; an expression, empty for the root."""
        return str(self.settings.get("subdirectory", ""))

    @property
    def suffix(self) -> str:
        """What the names of files end in that are rendered; empty where all of them are."""
        suffix = self.settings.get("templates_suffix")
        return DEFAULT_SUFFIX if suffix is None else str(suffix)

    @property
    def exclude(self) -> tuple[str, ...]:
        """The patterns of files that are left out, each an expression."""
        default = DEFAULT_EXCLUDE if Path(self.subdirectory) == Path() else ()
        return tuple(self.settings.get("exclude", default))

    @property
    def extensions(self) -> tuple[str, ...]:
        """The Jinja extensions it loads: Python code of its own."""
        return tuple(self.settings.get("jinja_extensions", ()))


def read_copier_file(root: Path) -> CopierFile:
    """Read the template under `root`; raise TemplateError for what Copier could not read either."""
    try:
        found = sorted(path for path in root.iterdir() if is_config(path) and path.is_file())
    except OSError as error:
        raise TemplateError(f"there is no template in {root}: {error.strerror}") from None
    if len(found) > 1:
        names = " and ".join(path.name for path in found)
        raise TemplateError(f"the template in {root} has {names}: keep one of them")
    reader = Reader(root.resolve())
    merged = merge([part for path in found for part in reader.read(path)])
    settings = {name[1:]: value for name, value in merged.items() if name.startswith("_")}
    questions = {
        name: dict(value) if isinstance(value, dict) else {"default": value}
        for name, value in merged.items()
        if not name.startswith("_")
    }
    for name in settings.get("secret_questions", ()):
        if name in questions:
            questions[name]["secret"] = True
    sources, patterns = tuple(reader.sources), tuple(reader.patterns)
    return CopierFile(root.resolve(), sources, patterns, settings, questions)


def is_config(path: PurePath) -> bool:
    """Whether Copier takes a file in the root for the template's configuration."""
    return path.stem == "copier" and re.match(r"\.ya?ml", path.suffix, re.IGNORECASE) is not None


def merge(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Put the documents into one: a question stands where it came first, as it was said last."""
    for document in documents:
        if not isinstance(document, dict) or not all(isinstance(name, str) for name in document):
            raise TemplateError("copier.yml: each document is to be a mapping of names")
    added_up = {
        name: [item for document in documents for item in document.get(name) or ()]
        for name in ADDED_UP
        if any(name in document for document in documents)
    }
    return dict(ChainMap(added_up, *reversed(documents)))


@dataclass
class Reader:
    """Reads YAML that may include other files of the template; notes which, and by what pattern."""

    root: Path
    sources: list[Path] = field(default_factory=list)
    patterns: list[str] = field(default_factory=list)

    def read(self, path: Path) -> list[Any]:
        """Return the documents in the file, flat."""
        import yaml  # not needed for --help

        try:
            return self._load(path.resolve())
        except (OSError, ValueError, TypeError, RecursionError, yaml.YAMLError) as error:
            raise TemplateError(f"cannot read {path}: {' '.join(str(error).split())}") from None

    def _load(self, path: Path) -> list[Any]:
        import yaml

        base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        # Its own, so that nobody else's learns `!include`.
        loader: Any = type("Loader", (base,), {})
        loader.add_constructor("!include", self._include)
        self.sources.append(path)
        documents = yaml.load_all(path.read_bytes(), Loader=loader)
        return list(flat(document for document in documents if document))

    def _include(self, loader: Any, node: Any) -> list[Any]:  # noqa: ANN401  PyYAML has two kinds
        pattern = str(loader.construct_scalar(node))
        self.patterns.append(pattern)
        return [part for path in included(self.root, pattern) for part in self._load(path)]


def included(root: Path, pattern: str) -> list[Path]:
    """Return the files that an `!include` names, none from outside the template."""
    if not pattern or PurePosixPath(pattern).is_absolute():
        raise TemplateError(f"!include {pattern}: name a file by its path from the template's root")
    files = sorted(path.resolve() for path in root.glob(pattern))
    for file in files:
        if not file.is_relative_to(root):
            raise TemplateError(f"!include {pattern} leads out of the template: refused")
    return files


def flat(items: Any) -> Iterator[Any]:  # noqa: ANN401  it reads what YAML gave
    """Yield what lists of lists hold."""
    for item in items:
        if isinstance(item, list | tuple):
            yield from flat(item)
        else:
            yield item
