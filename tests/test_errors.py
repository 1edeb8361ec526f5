"""The error tree and the docstring that draws it."""

from __future__ import annotations

import re

from formfacts import errors


def test_a_long_value_is_shown_by_its_ends() -> None:
    """A value of any length leaves an error one readable line."""
    shown = errors.brief("a\n" + "b" * 1_000_000)

    assert ("'a\\nbbb", " ... ", 85) == (shown[:7], shown[40:45], len(shown))


def test_docstring_draws_every_error_with_its_exit_code() -> None:
    """The tree in the docstring is the tree in the code."""
    drawn = dict(re.findall(r"(\w+Error) \((?:exit )?(\d)\)", errors.__doc__ or ""))

    classes = {
        name: str(value.exit_code)
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.FormfactsError)
    }
    assert drawn == classes
