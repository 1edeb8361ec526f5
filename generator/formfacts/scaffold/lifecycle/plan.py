"""What an update or a promotion would do: worked out whole, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from formfacts.errors import UsageError
from formfacts.scaffold.lifecycle.generated import Generated
from formfacts.scaffold.lifecycle.rendered import Rendered, Wanted, have_rendered
from formfacts.scaffold.lifecycle.sides import Sides, merge_sides
from formfacts.scaffold.lifecycle.target import Target
from formfacts.scaffold.merge.outcome import Change
from formfacts.scaffold.merge.threeway import Merge
from formfacts.scaffold.merge.tree import Entry
from formfacts.scaffold.source import Origin
from formfacts.scaffold.template import Template
from formfacts.scaffold.upgrades import Upgrade


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of it.

    `theirs` is the new rendering, `merge` holds what changes in git's view, `created` the ignored
    files that are new, `report` a line per file. `answers_said` are sentences on answers that could
    not stay as they were, `open_questions` the questions that took their default, `warnings` what
    was left undone. `trusted` is whether the template's own commands took part.
    """

    project: Generated
    old: Origin
    new: Origin
    theirs: Rendered
    merge: Merge
    created: Mapping[str, Entry]
    report: tuple[Change, ...]
    answers: Mapping[str, object]
    answers_said: tuple[str, ...]
    open_questions: tuple[str, ...]
    upgrades: tuple[Upgrade, ...]
    warnings: tuple[str, ...]
    message: str
    trusted: bool = False

    @property
    def nothing_to_do(self) -> bool:
        """Whether the project would stay exactly as it is."""
        return not self.merge.changes and not self.merge.stages and not self.created


def make_plan(project: Generated, template: Template, target: Target, *, keep: bool = True) -> Plan:
    """Render old and new, and merge the difference into the project's last commit.

    With `keep`, the renderings are kept for the next plan. Raises the errors of rendering;
    UsageError for an answer to a question that is not there.
    """
    repo, name = project.repo, project.answers_file
    old, new = template.resolve(project.version), template.resolve(target.version)
    before = Wanted(old, project.answers, name, trust=target.trust)
    after = replace(before, origin=new, older=old, data=target.data, ask=target.ask)
    base = have_rendered(repo, project.folder, before, template.checkout, keep=keep)
    theirs = base
    if old != new or any(base.answers.get(k) != v for k, v in target.data.items()):
        theirs = have_rendered(repo, project.folder, after, template.checkout, keep=keep)
    check_data(target.data, theirs)
    migrations = None
    if target.trust and theirs.migrations:
        from formfacts.scaffold.lifecycle.migrations import Migrations

        migrations = Migrations(project, template, old, new, theirs)
    sides = Sides(project, base, theirs)
    merge, ignored = merge_sides(sides, target, f"template {new.version}", migrations)
    return Plan(
        project=project,
        old=old,
        new=new,
        theirs=theirs,
        merge=merge,
        created=ignored.created,
        report=(*merge.report, *ignored.report),
        answers=theirs.answers,
        answers_said=(*theirs.said, *changed_answers(target.data, base, theirs)),
        open_questions=() if theirs is base else new_questions(base, theirs),
        upgrades=theirs.upgrades,
        warnings=tuple(left_undone(theirs, target)),
        message=theirs.message,
        trusted=target.trust,
    )


def check_data(data: Mapping[str, object], theirs: Rendered) -> None:
    """Raise UsageError for an answer to a question that the template does not ask."""
    for name in data:
        if name not in theirs.questions or name in theirs.computed:
            asked = [q for q in theirs.questions if q not in theirs.computed]
            raise UsageError(
                f"the template has no question {name!r}: choose from {', '.join(asked)}"
            )


def new_questions(base: Rendered, theirs: Rendered) -> tuple[str, ...]:
    """Return the questions that took their default and did not do so in the old version."""
    return tuple(name for name in theirs.unasked if name not in base.unasked)


def changed_answers(data: Mapping[str, object], base: Rendered, theirs: Rendered) -> list[str]:
    """Say which recorded answers the new version does not take, or does not ask for."""
    gone = [
        f"{name}: {value!r} is not asked for any more"
        for name, value in theirs.last.items()
        if name in base.questions and name not in theirs.questions
    ]
    unfit = [
        f"{name}: {value!r} does not fit any more, it is {theirs.answers[name]!r} now"
        for name, value in theirs.last.items()
        if name in theirs.answers
        and name not in data
        and name not in theirs.computed
        and name not in theirs.hidden
        and theirs.answers[name] != value
        and str(theirs.answers[name]) != str(value)
    ]
    return [*gone, *unfit]


def left_undone(theirs: Rendered, target: Target) -> list[str]:
    """Say what of the template's own commands is not run."""
    # A migration counts for each stage at which it may run: the number would mislead.
    kinds = {f"tasks ({theirs.tasks})": theirs.tasks, "migrations": theirs.migrations}
    return [
        f"the template's {kind} were not run: --trust runs them"
        for kind, count in kinds.items()
        if count and not target.trust
    ]
