"""Every error that is the user's to mend. `cli.main` prints it as one line and exits with its code.

FormfactsError (exit 1)     the command could not do its work
├── UsageError (2)          a flag, an answer or a file that was given is wrong
│   ├── AnswerError (2)     an answer to one of the template's questions is unknown or wrong
│   └── InputFileError (2)  a file that was given cannot be read or is malformed
├── TargetError (1)         the folder to write to is taken, or cannot be written
├── GitError (1)            git is missing, or failed
└── TemplateError (1)       the template is missing, broken, or writes where it may not
"""

from __future__ import annotations

LONGEST_VALUE = 80


def brief(value: object) -> str:
    """Return a wrong value as an error shows it: quoted, on one line, its middle left out."""
    text = repr(value)
    half = LONGEST_VALUE // 2
    return text if len(text) <= LONGEST_VALUE else f"{text[:half]} ... {text[-half:]}"


class FormfactsError(Exception):
    """The root: its text is one line that says what, which value, and what to do next."""

    exit_code = 1


class UsageError(FormfactsError):
    """A flag, an answer or a file that was given is wrong."""

    exit_code = 2


class AnswerError(UsageError):
    """An answer to one of the template's questions is unknown or wrong."""


class InputFileError(UsageError):
    """A file that was given cannot be read or is malformed."""


class TargetError(FormfactsError):
    """The folder to write to is taken, or cannot be written."""


class GitError(FormfactsError):
    """Git is missing, or failed."""


class TemplateError(FormfactsError):
    """The template is missing, broken, or writes where it may not."""
