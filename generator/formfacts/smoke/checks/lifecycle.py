"""`update` and `promote`: an unedited repo goes there without a conflict and ends as a new one.

Both work on a repo of their own, made and committed as users have it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from formfacts.errors import AnswerError
from formfacts.scaffold.git import init_with_commit
from formfacts.scaffold.lifecycle.carry_out import Done
from formfacts.scaffold.render import Rendering
from formfacts.scaffold.source import Origin
from formfacts.scaffold.template import open_template
from formfacts.scaffold.upgrades import load_upgrades
from formfacts.smoke.checks.content import named_files, patterns
from formfacts.smoke.checks.earlier import as_before
from formfacts.smoke.subject import Subject

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Move:
    """What to render: a subject with these answers; `trust` lets it run its own commands.

    `folder` is a new one to work in, `may_differ` are patterns of files that need not come out as
    in a new repo.
    """

    subject: Subject
    answers: Mapping[str, object]
    folder: Path
    trust: bool = False
    may_differ: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the repo is now, and what is wrong with it; `skipped` says why there was nothing to do.

    `same` is whether all of its files are those of a new repo.
    """

    folder: str = ""
    faults: tuple[str, ...] = ()
    skipped: str = ""
    same: bool = False


def update(move: Move, fresh: Path) -> Moved:
    """Update a repo from the release before; `fresh` is the repo that is generated now.

    What that release did not ask yet is answered as in the new repo.
    Raises FormfactsError where the update is refused.
    """
    from formfacts.scaffold.lifecycle.templates import Templates
    from formfacts.scaffold.lifecycle.update import Request
    from formfacts.scaffold.lifecycle.update import update as run

    subject = move.subject
    if not subject.previous:
        return Moved(skipped="there is no release to update from")
    upgrades = load_upgrades(subject.root, subject.previous, subject.origin.version)
    before = replace(move, answers=as_before(move.answers, upgrades))
    with open_template(subject.origin.source, instead=subject.location) as template:
        older = template.resolve(subject.previous)
        try:
            old = render_old(before, template.checkout(older), older)
        except AnswerError as error:
            return Moved(skipped=f"{subject.previous} has no such combination: {error}")
    request = Request(
        to=subject.origin.version if subject.location is None else subject.origin.commit,
        data={name: v for name, v in before.answers.items() if name not in old.questions},
        answers_file=old.answers_file,
        in_place=False,
        defaults=True,
        trust=move.trust,
    )
    with Templates(subject.location) as templates:
        done = run(move.folder, request, templates)
    return judge(move, done, fresh)


def render_old(move: Move, root: Path, origin: Origin) -> Rendering:
    """Make the repo as an older version has it."""
    return make_repo(replace(move, subject=replace(move.subject, root=root, origin=origin)))


def promote(move: Move, data: Mapping[str, object], fresh: Path) -> Moved:
    """Give a new repo other answers; `fresh` is a folder to generate one with these in.

    Raises FormfactsError where the promotion is refused.
    """
    from formfacts.scaffold.lifecycle.promote import Request
    from formfacts.scaffold.lifecycle.promote import promote as run
    from formfacts.scaffold.lifecycle.templates import Templates

    make_repo(replace(move, answers={**move.answers, **data}, folder=fresh))
    request = Request(data=data, answers_file=make_repo(move).answers_file, trust=move.trust)
    with Templates(move.subject.location) as templates:
        done = run(move.folder, request, templates)
    return judge(move, done, fresh)


def make_repo(move: Move) -> Rendering:
    """Render and commit a repo."""
    from formfacts.scaffold.render import Job, render

    job = Job(move.subject.root, move.subject.origin, data=move.answers, trust=move.trust)
    done = render(replace(job, exclude=left_by_tools(move.subject)), move.folder)
    init_with_commit(move.folder)
    return done


def left_by_tools(subject: Subject) -> tuple[str, ...]:
    """Return what is no part of the template: a checkout that is worked in has caches in it."""
    from formfacts.scaffold.snapshot import LEFT_BY_TOOLS

    return LEFT_BY_TOOLS if subject.location is None else ()


def judge(move: Move, done: Done, fresh: Path) -> Moved:
    """Return what is wrong with a repo that nobody has edited: conflicts, and files unlike new."""
    conflicts = [f"conflict: {change.path}" for change in done.plan.merge.conflicts]
    if conflicts:
        return Moved(str(move.folder), tuple(conflicts))
    differing = differences(fresh, move.folder)
    passed_over = patterns(move.may_differ)
    faults = [f"not as in a new repo: {name}" for name in differing if not passed_over(name)]
    shown = faults[:MOST_SHOWN]
    if len(faults) > len(shown):
        shown.append(f"and {len(faults) - len(shown)} more")
    return Moved(str(move.folder), tuple(shown), same=not differing)


def differences(fresh: Path, folder: Path) -> Sequence[str]:
    """Return the files that one of the repos has otherwise than the other, or not at all."""
    new, old = state(fresh), state(folder)
    return sorted(name for name in new.keys() | old.keys() if new.get(name) != old.get(name))


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return kind, mode and content of each file; a link's content is what it points to."""
    return {
        name: (stat.S_IFLNK, os.fsencode(path.readlink()))
        if path.is_symlink()
        else (path.stat().st_mode, path.read_bytes())
        for name, path in named_files(folder)
    }
