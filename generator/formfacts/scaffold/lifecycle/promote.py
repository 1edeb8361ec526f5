"""`promote`: the same version of the template, other answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from formfacts.errors import InputFileError, TemplateError, UsageError
from formfacts.scaffold.lifecycle.carry_out import Done, branch_name, carry_out, pick_up
from formfacts.scaffold.lifecycle.generated import Generated, read_generated
from formfacts.scaffold.lifecycle.plan import make_plan
from formfacts.scaffold.lifecycle.target import Target
from formfacts.scaffold.lifecycle.templates import Templates
from formfacts.scaffold.merge.answers_file import load
from formfacts.scaffold.merge.tree import read_project
from formfacts.scaffold.questions import check_answers, load_questions
from formfacts.scaffold.template import Template

APPROACH = "approach"
DECISIONS = "docs/decisions"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Request:
    """What `formfacts promote` was given; `reasons` is Markdown for the decision record."""

    data: Mapping[str, object] = field(default_factory=dict)
    reasons: str = ""
    answers_file: str | None = None
    in_place: bool = False
    dry_run: bool = False
    trust: bool = False


def promote(folder: Path, request: Request, templates: Templates) -> Done:
    """Give one project other answers, and record the decision.

    Raises the errors of `make_plan` and of `apply_change`; then nothing has changed.
    """
    project = read_generated(folder, request.answers_file)
    recovered = pick_up(project, dry_run=request.dry_run)
    if recovered is not None:
        project = read_generated(folder, request.answers_file)
    template = templates.of(project)
    data = checked(template, project, request.data)
    before = project.answers
    changed = {name: value for name, value in data.items() if not says(value, before.get(name))}
    target = Target(
        version=project.version,
        data=data,
        trust=request.trust,
        same_files=True,
        added=decision(project, changed, request.reasons) if changed else {},
    )
    plan = make_plan(project, template, target, keep=request.dry_run)
    what = "-".join(["promote", *(f"{name}-{value}" for name, value in changed.items())])
    branch = None if request.in_place else branch_name(plan, what.replace("approach", "to"))
    journal = carry_out(plan, "promote", message(changed), branch, dry_run=request.dry_run)
    return Done(plan, journal, recovered)


def checked(
    template: Template, project: Generated, data: Mapping[str, object]
) -> Mapping[str, object]:
    """Return the answers as the template takes them; raise AnswerError for a wrong one.

    Where the questions are written in a way that only Copier reads, it is left to Copier.
    """
    root = template.checkout(template.resolve(project.version))
    try:
        questions = load_questions(root)
    except TemplateError:
        return data
    if APPROACH in data and APPROACH not in questions:
        raise UsageError(
            f"the template {project.source} has no question {APPROACH!r}: name one of its own with "
            f"--set ({', '.join(q.name for q in questions.values() if not q.computed)})"
        )
    return check_answers(data, questions)


def says(given: object, answer: object) -> bool:
    """Whether what was given, as text from the command line may be, is the recorded answer."""
    if given == answer or isinstance(answer, str) or not isinstance(given, str):
        return given == answer
    return answer is not None and load(given.encode()) == answer


def decision(project: Generated, changed: Mapping[str, object], reasons: str) -> dict[str, bytes]:
    """Return the next decision record, by path, if the project keeps such records."""
    tree = read_project(project.repo, project.repo.commit)
    numbers = [
        int(found[1])
        for path in tree
        if (found := re.fullmatch(rf"{DECISIONS}/(\d+)-[^/]*\.md", path))
    ]
    if not numbers:
        return {}
    number = max(numbers) + 1
    to = changed.get(APPROACH)
    name = f"promote-to-{to}" if to else "-".join(f"set-{k}-{v}" for k, v in changed.items())
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower())[:LONGEST_NAME].strip("-")
    text = record(number, project.answers, changed, reasons)
    return {f"{DECISIONS}/{number:04d}-{slug}.md": text.encode()}


def record(
    number: int, before: Mapping[str, object], changed: Mapping[str, object], reasons: str
) -> str:
    """Return the text of a decision record."""
    to = changed.get(APPROACH)
    title = f"Approach: {to}" if to else ", ".join(f"{k}: {v}" for k, v in changed.items())
    moves = "\n".join(f"- `{k}`: {before.get(k, 'unset')} → {v}" for k, v in changed.items())
    why = reasons.strip() or (
        "TODO(you): why? Nothing was given with `--advice` or `--because` when this was made."
    )
    return (
        f"# {number}. {title}\n\nStatus: accepted, {datetime.now(UTC):%Y-%m-%d}\n\n"
        f"## Decision\n\n{moves}\n\n## Context\n\n{why}\n\n"
        "## Consequences\n\nRun `make evaluate` before and after, and write here what it showed.\n"
    )


def message(changed: Mapping[str, object]) -> str:
    """Return the commit message of the promotion."""
    return f"Promote: {', '.join(f'{name} = {value}' for name, value in changed.items())}\n"


def reasons_from(advice: Path | None, because: str | None) -> str:
    """Return the reasons for a decision record as Markdown."""
    parts = []
    if because:
        parts.append(because)
    if advice is not None:
        from formfacts.advisor.files import load_advice
        from formfacts.advisor.record import decision_record

        text = decision_record(load_advice(advice))
        body = text.partition("\n## ")[2]
        if not body:
            raise InputFileError(f"{advice} holds no reasons")
        parts.append(f"The advice was:\n\n### {body.replace(chr(10) + '## ', chr(10) + '### ')}")
    return "\n\n".join(parts)
