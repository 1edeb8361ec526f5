"""Which questions and choices a new version of the template dropped without saying so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from formfacts.scaffold.questions import Question
from formfacts.scaffold.upgrades import Upgrade, migrate_answers

Questions = Mapping[str, Question]


def undeclared(before: Questions, after: Questions, upgrades: Sequence[Upgrade]) -> list[str]:
    """Return the answers that a project may hold and the new version would not understand.

    Each is `question` or `question=choice`; those that UPGRADES.yaml carries over are left out.
    """
    return [
        label
        for label, answers in possible_answers(before)
        if not understood(migrate_answers(answers, upgrades)[0], after)
    ]


def possible_answers(questions: Questions) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield each question, and each of its choices, with the answer that a project would hold."""
    for question in questions.values():
        if not question.computed:
            yield question.name, {question.name: next(iter(question.choices), "")}
            for choice in question.choices[1:]:
                yield f"{question.name}={choice}", {question.name: choice}


def understood(answers: Mapping[str, object], questions: Questions) -> bool:
    """Whether each answer belongs to a question, and is one of its choices if it has any."""
    return all(
        name in questions
        and not questions[name].computed
        and (not questions[name].choices or str(value) in questions[name].choices)
        for name, value in answers.items()
    )


def unreal(before: Questions, after: Questions, upgrades: Sequence[Upgrade]) -> list[str]:
    """Return the names in UPGRADES.yaml that neither version knows, or only the wrong one."""
    return [name for upgrade in upgrades for name in unreal_names(before, after, upgrade)]


def unreal_names(before: Questions, after: Questions, upgrade: Upgrade) -> Iterator[str]:
    """Yield the wrong names of one entry, which must cover all that changed between the two."""
    old_names = {new: old for old, new in upgrade.renames.items()}
    yield from (old for old in upgrade.renames if old not in before)
    yield from (new for new in upgrade.renames.values() if new not in after)
    for question, renamed in upgrade.choices.items():
        was, known = before.get(old_names.get(question, question)), after.get(question)
        for old, new in renamed.items():
            yield from [f"{question}={old}"] * (was is None or old not in was.choices)
            yield from [f"{question}={new}"] * (known is None or str(new) not in known.choices)
    for removed in upgrade.removed:
        question, _, value = removed.partition("=")
        was, known = before.get(old_names.get(question, question)), after.get(question)
        never_was = was is None or (value and value not in was.choices)
        still_is = known is not None and (not value or value in known.choices)
        if never_was or still_is:
            yield removed
