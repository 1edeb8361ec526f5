"""Read plain options without Pydantic, whose import is half the time of a short command.

Typer makes a Pydantic adapter for each option, also where text is to stay text. The commands here
read text, paths, flags and whole numbers with the type itself; every other option is still Typer's
to read, and so is everything should a later Typer no longer have the names used here.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args, get_origin

import typer
from typer.core import TyperCommand, TyperGroup

try:
    from typer._coercion import RuntimeParam
except ImportError:  # a Typer with other insides: it reads the options its own way
    RuntimeParam = None  # type: ignore[assignment, misc]

PLAIN = (bool, int, str, Path, list[str], list[Path])


def spare_pydantic(parameters: Iterable[Any]) -> None:
    """Let the parameters of a plain type be read by that type."""
    for parameter in parameters if RuntimeParam is not None else ():
        descriptor = getattr(parameter, "type_descriptor", None)
        unread = getattr(parameter, "_runtime_param", parameter) is None
        if unread and descriptor is not None and is_plain(descriptor):
            as_typed = AsTyped(descriptor.parameter_info, descriptor.annotation)
            parameter._runtime_param = as_typed  # noqa: SLF001


def is_plain(descriptor: Any) -> bool:  # noqa: ANN401  Typer's class is private
    """Whether an option's values are all that its type can read; a range of numbers is not."""
    return descriptor.annotation in PLAIN and not getattr(descriptor, "is_ranged", True)


class QuickCommand(TyperCommand):
    """A command that starts without Pydantic, where its options allow it."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401  Typer's class is private
        """Return the options, --help included, ready to be read."""
        parameters = super().get_params(ctx)
        spare_pydantic(parameters)
        return parameters


class QuickGroup(TyperGroup):
    """The same for the options that stand before a command."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401  Typer's class is private
        """Return the options, --help included, ready to be read."""
        parameters = super().get_params(ctx)
        spare_pydantic(parameters)
        return parameters


if RuntimeParam is not None:

    class AsTyped(RuntimeParam):
        """A value that is its type, called with what was typed."""

        def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401, ARG002
            origin: Any = get_origin(self.annotation)
            if origin is list:
                (kind,) = get_args(self.annotation)
                return [as_typed(kind, item, param) for item in value]
            return as_typed(self.annotation, value, param)


def as_typed(kind: Any, value: Any, param: Any) -> Any:  # noqa: ANN401  whatever Typer passes
    """Return the value as the type makes it; raise BadParameter for one that it cannot read."""
    if kind is Path and not str(value):
        # Path("") is the current folder, which nobody means by an unset shell variable.
        raise typer.BadParameter("the path is empty: write one", param=param)
    try:
        return kind(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a whole number", param=param) from None
