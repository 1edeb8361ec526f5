"""What all checks of a run have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from formfacts.errors import InputFileError, brief
from formfacts.smoke.config import Config
from formfacts.smoke.expressions import Expressions
from formfacts.smoke.subject import Subject

NO = {"", "0", "[]", "false", "n", "no", "none", "null", "{}"}
# What an expression in smoke.yml can read besides the answers.
OWN = "smoke"
OWN_NAMES = ("cache", "port")


@dataclass(frozen=True, slots=True)
class Setting:
    """A run: what is tested, how, and where.

    `scratch` is a folder for this run, `cache` one that stays, `kept` where failing repos go, if
    anywhere; `mark` is on every process. `home` is the template's own folder, `options` those of
    `formfacts smoke` that lead to the same environment and checks.
    """

    subject: Subject
    config: Config
    expressions: Expressions
    suffix: str
    home: Path
    scratch: Path
    cache: Path
    mark: str
    kept: Path | None = None
    options: tuple[str, ...] = ()

    def folder(self, number: int) -> Path:
        """Return the folder of one combination; its name is short, for the sake of sockets."""
        return self.scratch / str(number)

    def context(self, answers: Mapping[str, object], port: int = 0) -> dict[str, object]:
        """Return what expressions of smoke.yml see."""
        return {**answers, OWN: {"cache": str(self.cache / "kept"), "port": port}}

    def holds(self, expression: str, answers: Mapping[str, object]) -> bool:
        """Whether an expression is true of the answers; an empty one is."""
        if not expression:
            return True
        return self.text(expression, answers).strip().lower() not in NO

    def text(self, expression: str, answers: Mapping[str, object], port: int = 0) -> str:
        """Return what an expression comes to; raise InputFileError where it comes to nothing."""
        try:
            return str(self.expressions.render(expression, self.context(answers, port)))
        except Exception as error:  # noqa: BLE001  Jinja's, or whatever the expression does
            why = " ".join(str(error).split()) or type(error).__name__
            raise InputFileError(f"smoke.yml: {brief(expression)}: {why}") from None

    def variables(self, answers: Mapping[str, object]) -> dict[str, str]:
        """Return the environment variables that smoke.yml sets."""
        return {name: self.text(value, answers) for name, value in self.config.env.items()}
