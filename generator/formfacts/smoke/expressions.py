"""The Jinja expressions of a template, rendered as Copier 9.19 renders them, without Copier."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Any

from jinja2 import (
    BaseLoader,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    meta,
    nodes,
)
from jinja2.sandbox import SandboxedEnvironment

from formfacts.errors import TemplateError, UsageError
from formfacts.smoke.copierfile import CopierFile

# Copier loads them for every template; the name is enough, as it is for Copier.
FILTERS = "jinja2_ansible_filters.AnsibleCoreFiltersExtension"
LOADING = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
UNDEFINED = {"jinja2.Undefined": Undefined, "jinja2.StrictUndefined": StrictUndefined}
PATHS = {"posix": PurePosixPath, "windows": PureWindowsPath, "native": PurePath}
# Variables that hold all the others.
OF_EVERYTHING = "_copier_answers"


class UnsetError(UndefinedError):
    """A default says by `{{ UNSET }}` that there is none."""


class Sandbox(SandboxedEnvironment):
    """Jinja as Copier sets it up, which also notes the names of the files that files include."""

    asked_for: set[str]

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401
        """Keep from templates what leads from a path to the modules behind it."""
        hidden = isinstance(obj, PurePath) and attr == "parser"
        return not hidden and super().is_safe_attribute(obj, attr, value)

    def join_path(self, template: str, parent: str) -> str:
        """Note the name of a file that another includes, whether there is one or not."""
        self.asked_for.add(template)
        return super().join_path(template, parent)


class Expressions:
    """Renders values of copier.yml, names of files, and files, each compiled once."""

    def __init__(self, file: CopierFile, *, trust: bool = False) -> None:
        """Raise UsageError for a template that needs trust, TemplateError for wrong settings."""
        if file.extensions and not trust:
            raise UsageError(
                "the template uses jinja_extensions, which run its own code: pass --trust if you "
                "trust it"
            )
        self.environment = make_environment(file)
        self._root = str(file.root)
        self._blind = bool(file.extensions)
        self._compiled: dict[str, Template] = {}
        self._reads: dict[str, frozenset[str] | None] = {}

    def render(self, value: Any, context: Mapping[str, object]) -> Any:  # noqa: ANN401
        """Render a text, and each text of a list; anything else comes back as it is.

        Raises whatever Jinja or the expression does; UnsetError for a default that is none.
        """
        if isinstance(value, list):
            return [self.render(item, context) for item in value]
        if not isinstance(value, str):
            return value
        if value not in self._compiled:
            self._compiled[value] = self.environment.from_string(value)
        return self._compiled[value].render(context)

    def reads(self, value: object) -> frozenset[str] | None:
        """Return the variables that a value depends on; None: it could depend on any.

        Raises jinja2.TemplateSyntaxError.
        """
        if isinstance(value, list):
            return union(self.reads(item) for item in value)
        if not isinstance(value, str):
            return frozenset()
        if value not in self._reads:
            self._reads[value] = self._read_off(value)
        return self._reads[value]

    def _read_off(self, text: str) -> frozenset[str] | None:
        tree = self.environment.parse(text)
        names = meta.find_undeclared_variables(tree)
        anything = (
            self._blind or OF_EVERYTHING in names or any(True for _ in tree.find_all(LOADING))
        )
        return None if anything else frozenset(names)

    def loads(self, text: str) -> bool:
        """Whether an expression takes in files; one that is no expression does not."""
        try:
            return any(True for _ in self.environment.parse(text).find_all(LOADING))
        except TemplateSyntaxError:
            return False

    def file_loads(self, name: str) -> bool:
        """Whether a file of the template takes in others; raises whatever reading it does."""
        loader = FileSystemLoader(self._root)
        source, _, _ = loader.get_source(self.environment, name)
        return any(True for _ in self.environment.parse(source).find_all(LOADING))

    def files_asked_for(self, name: str, context: Mapping[str, object]) -> set[str]:
        """Render a file of the template and return the names of the files it includes.

        Raises whatever Jinja or the file does.
        """
        self.environment.asked_for = asked_for = set[str]()
        self.environment.get_template(name).render(context)
        return asked_for


def union(parts: Iterator[frozenset[str] | None]) -> frozenset[str] | None:
    """Return what several values depend on together."""
    names: frozenset[str] = frozenset()
    for part in parts:
        if part is None:
            return None
        names |= part
    return names


def make_environment(file: CopierFile) -> Sandbox:
    """Return Jinja with the filters, functions and signs that the template gets from Copier."""
    options = {"keep_trailing_newline": True, **(file.settings.get("envops") or {})}
    if name := options.get("undefined"):
        if name not in UNDEFINED:
            raise TemplateError(f"_envops: undefined: {name!r}: use one of {', '.join(UNDEFINED)}")
        options["undefined"] = UNDEFINED[name]
    loader: BaseLoader = FileSystemLoader(str(file.root))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            extensions = [FILTERS, *file.extensions]
            environment = Sandbox(loader=loader, extensions=extensions, **options)
    except (ImportError, AttributeError, TypeError) as error:
        raise TemplateError(f"copier.yml: Jinja could not be set up: {error}") from None
    environment.asked_for = set()
    environment.globals["pathjoin"] = join_parts
    return environment


def join_parts(*parts: str, mode: str = "posix") -> str:
    """Join the parts of a path, as the function `pathjoin` that Copier gives to templates."""
    return str(PATHS[mode](*parts))
