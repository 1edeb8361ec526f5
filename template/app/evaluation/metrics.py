"""Score one answer: is it right (facts), and is it the way it should be (form)?"""

from __future__ import annotations

from dataclasses import dataclass

from app.evaluation.cases import Case
from app.evaluation.checks import CHECKS
from app.types import Answer


@dataclass(frozen=True, slots=True)
class Result:
    """How one case went. None on an axis: the case has nothing to score there.

    `cited` is whether a right file was cited, for answerable cases. `faults` says what was wrong.
    `answer` is None when there was an error instead; `reached` is False when that error was the
    model's: it could not be asked, or gave nothing usable.
    """

    case: Case
    answer: Answer | None
    facts: bool | None
    form: bool | None
    cited: bool | None
    faults: tuple[str, ...]
    reached: bool = True


def score(case: Case, answer: Answer) -> Result:
    """Score an answer on both axes."""
    facts = fact_faults(case, answer)
    form = form_faults(case, answer)
    return Result(
        case=case,
        answer=answer,
        facts=None if facts is None else not facts,
        form=not form,
        cited=cites_right_file(case, answer) if case.answerable else None,
        faults=(*(facts or ()), *form),
    )


def failed(case: Case, error: Exception, *, reached: bool = True) -> Result:
    """Score a case that gave an error instead of an answer: wrong on both axes."""
    facts = None if case.answerable is None or case.escalate else False
    return Result(case, None, facts, form=False, cited=None, faults=(str(error),), reached=reached)


def fact_faults(case: Case, answer: Answer) -> list[str] | None:
    """Say what is wrong with the facts; None when the case has none to score."""
    if case.answerable is None or case.escalate:
        return None
    if not case.answerable:
        return [] if answer.refused else ["answered although the documents hold no answer"]
    if answer.refused:
        return ["refused although the documents hold the answer"]
    faults = [] if cites_right_file(case, answer) else [f"does not cite {' or '.join(case.cites)}"]
    text = normal(answer.text)
    return faults + [f"lacks {fact!r}" for fact in case.facts if normal(fact) not in text]


def form_faults(case: Case, answer: Answer) -> list[str]:
    """Say what is wrong with the form: the wanted fields, then the repo's own checks."""
    data = answer.data
    wanted = case.form if data is not None else {}
    fields = [
        f"{key} is {data.get(key)!r}, not {value!r}"
        for key, value in wanted.items()
        if data is not None and data.get(key) != value
    ]
    return fields + [fault for check in CHECKS if (fault := check(answer)) is not None]


def cites_right_file(case: Case, answer: Answer) -> bool:
    """Tell whether one of the wanted files is cited; without wanted files any answer will do."""
    return not case.cites or any(citation.path in case.cites for citation in answer.citations)


def normal(text: str) -> str:
    """Fold case and white space."""
    return " ".join(text.casefold().split())
