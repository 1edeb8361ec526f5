"""`update`: the same answers, a newer version of the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from formfacts.errors import UsageError
from formfacts.scaffold.lifecycle.carry_out import Done, branch_name, carry_out, pick_up
from formfacts.scaffold.lifecycle.generated import read_generated
from formfacts.scaffold.lifecycle.plan import Plan, make_plan
from formfacts.scaffold.lifecycle.target import Target
from formfacts.scaffold.lifecycle.templates import Templates
from formfacts.scaffold.lifecycle.wanted import wanted_version


@dataclass(frozen=True, slots=True)
class Request:
    """What `formfacts update` was given for each of its projects.

    `ask` is whether there is a terminal to ask new questions in; `defaults` whether to take the
    defaults for them instead.
    """

    to: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    answers_file: str | None = None
    in_place: bool = False
    dry_run: bool = False
    defaults: bool = False
    ask: bool = False
    trust: bool = False


def update(folder: Path, request: Request, templates: Templates) -> Done:
    """Bring one project to the latest version of its template, or the one asked for.

    Raises the errors of `make_plan` and of `apply_change`; then nothing has changed.
    """
    project = read_generated(folder, request.answers_file)
    recovered = pick_up(project, dry_run=request.dry_run)
    if recovered is not None:
        project = read_generated(folder, request.answers_file)
    template = templates.of(project)
    target = Target(
        version=wanted_version(template, project.version, request.to),
        data=request.data,
        ask=request.ask and not request.defaults,
        trust=request.trust,
    )
    plan = make_plan(project, template, target, keep=request.dry_run)
    refuse_other_answers(plan, request)
    require_answers(plan, request)
    branch = None if request.in_place else branch_name(plan, f"update-{plan.new.version}")
    journal = carry_out(plan, "update", message(plan), branch, dry_run=request.dry_run)
    return Done(plan, journal, recovered)


def refuse_other_answers(plan: Plan, request: Request) -> None:
    """Raise UsageError for another answer to a question that is answered: that is a promotion.

    A new version and new answers in one merge could not be told apart afterwards.
    """
    known = plan.theirs.last
    for name, value in request.data.items():
        if name in known and str(known[name]) != str(value):
            raise UsageError(
                f"--data {name}={value}: the project's answer is {known[name]!r}: update first, "
                f"then formfacts promote --set {name}={value}"
            )


def require_answers(plan: Plan, request: Request) -> None:
    """Raise UsageError if there are new questions and nobody to ask."""
    open_questions = plan.open_questions
    if open_questions and not (request.ask or request.defaults or request.dry_run):
        raise UsageError(
            f"{plan.new.version} has new questions ({', '.join(open_questions)}) and there is no "
            "terminal to ask on: pass --defaults, or --data KEY=VALUE for each"
        )


def message(plan: Plan) -> str:
    """Return the commit message of the update."""
    return f"Update the template from {plan.old.version} to {plan.new.version}\n"
