"""One question of copier.yml: what its answer can be, once the answers before it are known.

The order of the steps and what counts as an error are Copier 9.19's, for answers that are given
beforehand (`--data`) with the defaults for the rest (`--defaults`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final, Literal

from jinja2 import StrictUndefined, TemplateSyntaxError

from formfacts.errors import TemplateError, UsageError, brief
from formfacts.smoke.choices import Choice, Value, none_each_all, pick, read_choices
from formfacts.smoke.expressions import Expressions, UnsetError, union
from formfacts.smoke.kinds import KINDS, cast, list_items, to_bool


class Nothing(Enum):
    """Has the one member MISSING: no answer at all."""

    MISSING = auto()


MISSING: Final = Nothing.MISSING
NO_ANSWER: Final = Value(MISSING, MISSING)
Place = Literal["asked", "hidden", "alone"]
EXPRESSIONS = ("when", "ask", "type", "choices", "default", "validator")


@dataclass(frozen=True, slots=True)
class Step:
    """What comes of a question: the answers it can get, and why it cannot get others.

    It `varies` where it is asked and offers a choice. Without values there is no way on; after
    NO_ANSWER the next question is asked all the same.
    """

    values: tuple[Value, ...]
    varies: bool = False
    hidden: bool = False
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question by name, with its entry in copier.yml; `named` are answers to try, if any are."""

    name: str
    details: Mapping[str, Any]
    expressions: Expressions
    named: tuple[object, ...] | None = None

    def reads(self) -> frozenset[str] | None:
        """Return the variables that its step depends on; None: it could depend on any."""
        return union(self._reads(part, self.details.get(part)) for part in EXPRESSIONS)

    def _reads(self, part: str, written: object) -> frozenset[str] | None:
        if isinstance(written, Mapping):
            written = [*written.values()]
        if isinstance(written, list | tuple):
            return union(self._reads(part, item) for item in written)
        try:
            return self.expressions.reads(written)
        except TemplateSyntaxError as error:
            raise self._broken(part, error) from None

    def step(self, context: Mapping[str, object]) -> Step:
        """Return what comes of the question when nobody has said which answer to take.

        Raises TemplateError for an expression that fails, UsageError for want of a default.
        """
        place = self.place(context)
        if place != "asked":
            return self.by_default(context, hidden=place == "hidden")
        candidates = self.candidates(context)
        if candidates is not None:
            return self._tried(candidates, context)
        step = self.by_default(context)
        if NO_ANSWER in step.values:
            raise UsageError(
                f"the question {self.name!r} has no default: name answers to try under `values:` "
                "in smoke.yml"
            )
        return step

    def place(self, context: Mapping[str, object]) -> Place:
        """Say whether the question is asked, is `hidden` by `when`, or left `alone` by `ask`."""
        asked = self._flag("ask", context)
        if not self._flag("when", context):
            return "hidden"
        return "asked" if asked else "alone"

    def settle(self, given: object, context: Mapping[str, object], *, check: bool = True) -> object:
        """Return a given answer as the template sees it; raise ValueError if it is rejected."""
        kind, choices = self._kind(context), self._choices(context)
        try:
            if self._several:
                items = [pick(cast(kind, item), choices) for item in list_items(given)]
                answer: object = [c.value.settled for c in choices if c.value.settled in items]
            else:
                answer = pick(cast(kind, given), choices)
        except TypeError as error:
            raise ValueError(str(error)) from None
        if check and (fault := self._fault(answer, context)):
            raise ValueError(fault)
        return answer

    @property
    def _several(self) -> bool:
        return to_bool(self.details.get("multiselect", False))

    def by_default(self, context: Mapping[str, object], *, hidden: bool = False) -> Step:
        """Take the default, as for a question that nobody is asked; a hidden one goes unchecked."""
        default = self._default(context)
        if default is MISSING:
            return Step((NO_ANSWER,), hidden=hidden)
        check = not hidden and not self.details.get("secret")
        try:
            settled = self.settle(default, context, check=check)
        except ValueError as error:
            why = f"{self.name}: {brief(default)}, its default: {error}"
            return Step((), hidden=hidden, rejected=(why,))
        return Step((Value(default, settled),), hidden=hidden)

    def _tried(self, candidates: Sequence[object], context: Mapping[str, object]) -> Step:
        """Return the candidates that are accepted, each once."""
        values: dict[str, Value] = {}
        rejected = []
        for given in candidates:
            try:
                settled = self.settle(given, context)
            except ValueError as error:
                rejected.append(f"{self.name}: {brief(given)}: {error}")
            else:
                values.setdefault(repr(settled), Value(given, settled))
        return Step(tuple(values.values()), varies=True, rejected=tuple(rejected))

    def candidates(self, context: Mapping[str, object]) -> Sequence[object] | None:
        """Return the answers to try; None where the question is open, so that its default does."""
        if self.named is not None:
            return self.named
        if choices := self._choices(context):
            offered = [choice.value.given for choice in choices if not choice.disabled]
            return none_each_all(offered) if self._several else offered
        return (False, True) if self._kind(context) == "bool" else None

    def _choices(self, context: Mapping[str, object]) -> list[Choice]:
        written, kind = self.details.get("choices"), self._kind(context)
        try:
            return read_choices(written, kind, self.expressions, context)
        except Exception as error:  # noqa: BLE001  an expression can raise anything
            raise self._broken("choices", error) from None

    def _default(self, context: Mapping[str, object]) -> Any:  # noqa: ANN401  whatever YAML gave
        unset = StrictUndefined("UNSET", exc=UnsetError)
        try:
            default = self.details.get("default", MISSING)
            return self.expressions.render(default, {**context, "UNSET": unset})
        except UnsetError:
            return MISSING
        except Exception as error:  # noqa: BLE001  an expression can raise anything
            raise self._broken("default", error) from None

    def _fault(self, answer: object, context: Mapping[str, object]) -> str:
        """Return what the validator says against an answer; an error in it is said against it."""
        validator = self.details.get("validator", "")
        try:
            said = self.expressions.render(validator, {**context, self.name: answer})
        except Exception as error:  # noqa: BLE001  an expression can raise anything
            return str(error) or type(error).__name__
        return str(said).strip()

    def _flag(self, part: str, context: Mapping[str, object]) -> bool:
        try:
            return to_bool(self.expressions.render(self.details.get(part, True), context))
        except Exception as error:  # noqa: BLE001  an expression can raise anything
            raise self._broken(part, error) from None

    def _kind(self, context: Mapping[str, object]) -> str:
        """Return the question's type: what it says, or that of the default."""
        said = self.details.get("type", "")
        if said == "":
            kind = type(self.details.get("default", MISSING)).__name__
            return kind if kind in KINDS else "yaml"
        try:
            kind = str(self.expressions.render(said, context))
        except Exception as error:  # noqa: BLE001  an expression can raise anything
            raise self._broken("type", error) from None
        if kind not in KINDS:
            types = ", ".join(sorted(KINDS))
            raise TemplateError(f"the question {self.name!r} has the type {kind!r}: use {types}")
        return kind

    def _broken(self, part: str, error: Exception) -> TemplateError:
        why = " ".join(f"{type(error).__name__}: {error}".split())
        return TemplateError(f"copier.yml: {part!r} of the question {self.name!r} fails: {why}")
