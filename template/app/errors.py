"""Every error that is the user's to mend. `cli.py` prints it as one line and exits with its code.

AppError (exit 1)
├── SettingsError (2)   a key in settings.yaml or the environment is missing or wrong
├── DataError (2)       a document, training row, case or prompt file is missing or malformed
├── NotReady (2)        a step has to run first: ingest, train
├── PromptTooLong (2)   the prompt does not fit into prompt.max_tokens
├── ModelError (1)      the model cannot be reached, refused the call, or gave nothing usable
└── FormError (1)       the reply does not meet the answer schema, even after one repair round
"""

from __future__ import annotations


class AppError(Exception):
    """The root: its text is one line that says what, which value, and what to do next."""

    exit_code = 1


class SettingsError(AppError):
    """A key in settings.yaml or the environment is missing or wrong."""

    exit_code = 2


class DataError(AppError):
    """A document, training row, case or prompt file is missing or malformed."""

    exit_code = 2


class NotReady(AppError):  # noqa: N818  it names a state of the repo, not a failure
    """A step has to run before this one."""

    exit_code = 2


class PromptTooLong(AppError):  # noqa: N818  reads as a sentence where it is raised
    """The prompt does not fit into prompt.max_tokens."""

    exit_code = 2


class ModelError(AppError):
    """The model cannot be reached, refused the call, or gave nothing usable."""


class FormError(AppError):
    """The reply does not meet the answer schema, even after one repair round."""
