"""What a template's maintainers say of its versions, in UPGRADES.yaml at the template's root.

    0.2.0:
      notes: [One sentence that the user reads in the report of an update.]
      renames: {old_question: new_question}
      choices: {question: {old_value: new_value}}
      removed: {question: why, "question=value": why}
      breaking: [One sentence.]
      manual: [One step that the user has to take.]

Each part may be left out. Within a version, `choices` and `removed` call a renamed question by its
new name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formfacts.errors import InputFileError, TemplateError, brief
from formfacts.scaffold.refuse import check_message
from formfacts.scaffold.source import UNTAGGED
from formfacts.scaffold.versions import compare, in_order, parse
from formfacts.yamlfile import load_mapping

UPGRADES_FILE = "UPGRADES.yaml"
SENTENCES = ("notes", "breaking", "manual")
MAPPINGS = ("renames", "choices", "removed")

Value = str | bool | int | float


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What one version changed; `choices` holds the new value of an old one, by question."""

    version: str
    notes: tuple[str, ...] = ()
    renames: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    removed: Mapping[str, str] = field(default_factory=dict)
    breaking: tuple[str, ...] = ()
    manual: tuple[str, ...] = ()


def load_upgrades(root: Path, after: str, upto: str) -> tuple[Upgrade, ...]:
    """Return what changed in the template under `root` after one version, up to another.

    Oldest first; empty where the template says nothing. A pre-release, or any state between two
    versions, has whatever the file names. Raises TemplateError for a malformed file.
    """
    upgrades = read_upgrades(root / UPGRADES_FILE)
    version = parse(upto)
    between = version is None or version.is_prerelease or UNTAGGED in upto
    return tuple(
        upgrades[name]
        for name in in_order(upgrades)
        if compare(name, after) > 0 and (between or compare(name, upto) <= 0)
    )


def read_upgrades(path: Path) -> dict[str, Upgrade]:
    """Return what the file says of each version; nothing if there is no such file."""
    if not path.exists():
        return {}
    try:
        entries = load_mapping(path)
    except InputFileError as error:
        raise TemplateError(f"in the template, {error}") from None
    return {version: read_upgrade(version, entry or {}) for version, entry in entries.items()}


def read_upgrade(version: Any, entry: Any) -> Upgrade:  # noqa: ANN401  it reads what YAML gave
    """Return what the file says of one version."""
    if not isinstance(version, str) or parse(version) is None:
        raise fault(version, 'is no version; write it in quotes, such as "1.10"')
    if not isinstance(entry, dict):
        raise fault(version, f"holds {brief(entry)}; write `notes: [...]` below it")
    for name in entry:
        if name not in {*SENTENCES, *MAPPINGS}:
            raise fault(
                version, f"has {brief(name)}; it may have {', '.join(SENTENCES + MAPPINGS)}"
            )
    choices = mapping(version, "choices", entry)
    return Upgrade(
        version,
        renames=words(version, mapping(version, "renames", entry)),
        choices={str(name): mapping(version, name, choices) for name in choices},
        removed=words(version, mapping(version, "removed", entry)),
        **{name: sentences(version, name, entry) for name in SENTENCES},
    )


def fault(version: object, what: str) -> TemplateError:
    """Return the error about the entry of one version."""
    return TemplateError(f"the template's {UPGRADES_FILE} is malformed: {brief(version)} {what}")


def sentences(version: str, name: str, entry: Mapping[str, object]) -> tuple[str, ...]:
    """Return a list of sentences, each fit to be printed."""
    found = entry.get(name) or []
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise fault(version, f"has {name}: {brief(found)}; write a list of sentences")
    return tuple(check_message(text, f"{UPGRADES_FILE}, {version}, {name}") for text in found)


def mapping(version: str, name: str, entry: Mapping[str, object]) -> dict[str, Any]:
    """Return a mapping with text as its keys."""
    found = entry.get(name) or {}
    if not isinstance(found, dict):
        raise fault(version, f"has {name}: {brief(found)}; write one `old: new` on each line")
    return {str(key): value for key, value in found.items()}


def words(version: str, given: Mapping[str, object]) -> dict[str, str]:
    """Return the mapping, all of whose values must be text fit to be printed."""
    for name, value in given.items():
        if not isinstance(value, str):
            raise fault(version, f"has {name}: {brief(value)}; write text")
    return {name: check_message(str(value), UPGRADES_FILE) for name, value in given.items()}


def migrate_answers(
    answers: Mapping[str, object], upgrades: Sequence[Upgrade]
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return the answers as a newer version knows them, and sentences on what is called otherwise.

    What was removed is dropped, so that the newer version asks again or takes its default.
    """
    migrated, said = dict(answers), list[str]()
    for upgrade in upgrades:
        migrated = rename_questions(migrated, upgrade, said)
        rename_choices(migrated, upgrade, said)
        drop_removed(migrated, upgrade, said)
    return migrated, tuple(said)


def rename_questions(
    answers: Mapping[str, object], upgrade: Upgrade, said: list[str]
) -> dict[str, object]:
    """Return the answers under their new names; an answer that has the new name already stays."""
    kept = {name: value for name, value in answers.items() if name not in upgrade.renames}
    for old, new in upgrade.renames.items():
        if old in answers:
            said.append(f"{old} is now called {new}")
            kept.setdefault(new, answers[old])
    return kept


def rename_choices(answers: dict[str, object], upgrade: Upgrade, said: list[str]) -> None:
    """Give each answer the new name of the choice, also where several were chosen."""
    for question, renamed in upgrade.choices.items():
        chosen = answers.get(question)
        for old, new in renamed.items():
            if old in as_texts(chosen):
                said.append(f"{question}: {old} is now called {new}")
        if isinstance(chosen, list):
            answers[question] = [renamed.get(str(value), value) for value in chosen]
        elif question in answers:
            answers[question] = renamed.get(str(chosen), chosen)


def drop_removed(answers: dict[str, object], upgrade: Upgrade, said: list[str]) -> None:
    """Drop the answers that nothing asks for any more, or that are offered no longer."""
    for removed, why in upgrade.removed.items():
        question, _, value = removed.partition("=")
        if question in answers and (not value or value in as_texts(answers[question])):
            del answers[question]
            said.append(f"{removed} was removed: {why}")


def as_texts(chosen: object) -> list[str]:
    """Return the choice, or each of several, as text."""
    return [str(value) for value in (chosen if isinstance(chosen, list) else [chosen])]
