"""The templates of many projects, each opened once."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from formfacts.scaffold.lifecycle.generated import Generated
from formfacts.scaffold.staging import terminated_as_exit
from formfacts.scaffold.template import Template, open_template


class Templates:
    """Opens templates as they are asked for, and closes them at the end of the `with`.

    A SIGTERM in between closes them too.

    `instead` is where the user says to read them from.
    """

    def __init__(self, instead: str | None = None) -> None:
        self._instead = instead
        self._stack = ExitStack()
        self._open: dict[tuple[str, str], Template] = {}

    def __enter__(self) -> Self:
        """Open nothing yet."""
        self._stack.enter_context(terminated_as_exit())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what was opened."""
        self._stack.close()

    def of(self, project: Generated) -> Template:
        """Return the template of a project."""
        # A relative folder may mean another one for each project.
        relative = "" if ":" in project.source else str(project.folder)
        key = (project.source, relative)
        if key not in self._open:
            opening = open_template(project.source, instead=self._instead, base=project.folder)
            self._open[key] = self._stack.enter_context(opening)
        return self._open[key]
