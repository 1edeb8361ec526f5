"""The choices that a question offers, in whichever of Copier's forms they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formfacts.smoke.expressions import Expressions
from formfacts.smoke.kinds import cast


@dataclass(frozen=True, slots=True)
class Value:
    """An answer: as it is `given` to Copier, and as the template sees it once it is `settled`."""

    given: object
    settled: object


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a question: its value, and why it cannot be taken now, if it cannot."""

    value: Value
    disabled: str


def read_choices(
    written: Any,  # noqa: ANN401  it reads what YAML gave
    kind: str,
    expressions: Expressions,
    context: Mapping[str, object],
) -> list[Choice]:
    """Return the choices as they are now; raises whatever the expressions in them do."""
    if isinstance(written, str):
        written = cast("yaml", expressions.render(written, context))
    entries = written.items() if isinstance(written, Mapping) else written or ()
    return [read_choice(entry, kind, expressions, context) for entry in entries]


def read_choice(
    entry: Any,  # noqa: ANN401  it reads what YAML gave
    kind: str,
    expressions: Expressions,
    context: Mapping[str, object],
) -> Choice:
    """Read one choice: its value alone, or its name with the value, or its name with a mapping."""
    paired = isinstance(entry, list | tuple)
    _, value = entry if paired else (None, entry)
    disabled = ""
    if paired and isinstance(value, Mapping):
        disabled = expressions.render(value.get("validator", ""), context)
        value = value["value"]
    raw = expressions.render(value, context)
    settled = cast(kind, raw)
    return Choice(Value(settled if stays(kind, settled) else raw, settled), disabled)


def stays(kind: str, settled: object) -> bool:
    """Whether an answer is still the same when Copier reads it once more."""
    try:
        return repr(cast(kind, settled)) == repr(settled)
    except (TypeError, ValueError):
        return False


def pick(answer: object, choices: Sequence[Choice]) -> object:
    """Return the answer if the choices, where there are any, offer it; else raise ValueError."""
    same = [choice for choice in choices if choice.value.settled == answer]
    if not choices or any(not choice.disabled for choice in same):
        return answer
    if same:
        raise ValueError(f"not offered now: {same[0].disabled.strip()}")
    raise ValueError(f"not offered: choose from {', '.join(offered(choices))}")


def offered(choices: Sequence[Choice]) -> Iterator[str]:
    """Yield the values that can be taken, as text."""
    return (str(choice.value.settled) for choice in choices if not choice.disabled)


def none_each_all(offered: Sequence[object]) -> list[object]:
    """Return what to try where several choices can be taken together."""
    return [[], *([given] for given in offered), list(offered)]
