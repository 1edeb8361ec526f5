"""Generate a project: gather the answers, render, commit, and only then put it in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from formfacts.errors import AnswerError, UsageError, brief
from formfacts.scaffold import git
from formfacts.scaffold.answers import parse_data, read_answers
from formfacts.scaffold.examples import Example, find_example
from formfacts.scaffold.lifecycle.baseline import keep_baseline, take_baseline
from formfacts.scaffold.questions import Question, check_answers, load_questions, name_fault
from formfacts.scaffold.refuse import rendered
from formfacts.scaffold.source import Origin, is_wheel, template_root, working_origin
from formfacts.scaffold.staging import Staging, check_target, staged, terminated_as_exit
from formfacts.scaffold.template import open_template

if TYPE_CHECKING:
    from formfacts.advisor.recommendation import Advice

DECISION_RECORD = Path("docs", "decisions", "0001-approach.md")


@dataclass(frozen=True, slots=True)
class Request:
    """What `formfacts new` was given.

    `ask` is whether there is a terminal to ask the open questions in; `defaults` whether to take
    the defaults for them instead.
    """

    target: Path
    data: tuple[str, ...] = ()
    answers: Path | None = None
    advice: Path | None = None
    example: str | None = None
    defaults: bool = False
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """What came of it. `inside` is the root of the repo around it, if it got none of its own."""

    path: Path
    approach: str
    origin: Origin
    files: int
    inside: Path | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A request that was checked: all that is needed to make the project.

    The template is that of `origin`, under `root`. `answers` are settled; `defaults` stand in for
    open ones, before the template's own defaults.
    """

    root: Path
    origin: Origin
    answers: Mapping[str, object]
    defaults: Mapping[str, object]
    ask: bool
    example: Example | None
    advice: Advice | None


def create(request: Request) -> Project:
    """Generate the project, whole or not at all."""
    git.require_git()
    target = request.target.expanduser().resolve()
    check_target(target)
    with terminated_as_exit(), template_to_render() as (root, origin):
        plan = make_plan(request, root, origin, target.name)
        with staged(target) as staging:
            return build(plan, staging)


@contextmanager
def template_to_render() -> Iterator[tuple[Path, Origin]]:
    """Give the folder of a checkout's working template, or of a wheel's newest release."""
    origin = working_origin()
    if not is_wheel():
        yield template_root(), origin
        return
    with open_template(origin.source) as template:
        yield template.checkout(origin), origin


def make_plan(request: Request, root: Path, origin: Origin, folder_name: str) -> Plan:
    """Check the request against the template's questions; nothing is written."""
    questions = load_questions(root)
    example = find_example(template_root(), request.example) if request.example else None
    advice = find_advice(request, example)
    answers = gather(request, questions, example, advice)
    defaults = open_questions(request, questions, answers, folder_name)
    return Plan(root, origin, answers, defaults, request.ask, example, advice)


def build(plan: Plan, staging: Staging) -> Project:
    """Make the project in the staging folder and publish it."""
    from formfacts.scaffold.render import Job, render_new  # it imports Copier

    folder = staging.folder
    job = Job(plan.root, plan.origin, data=plan.answers, defaults=plan.defaults, ask=plan.ask)
    done = render_new(job, folder)
    approach = str(done.answers["approach"])
    inside = git.enclosing_work_tree(staging.base, staging.target)
    baseline = None
    if inside is None:
        git.init(folder)
        baseline = take_baseline(folder)
    put_content(plan, folder, approach)
    files = sum(
        not path.is_dir()
        for path in rendered(folder)
        if ".git" not in path.relative_to(folder).parts
    )
    if baseline is not None:
        git.commit_all(folder)
        keep_baseline(folder, baseline, done, plan.origin)
    staging.publish()
    return Project(staging.target, approach, plan.origin, files, inside)


def put_content(plan: Plan, folder: Path, approach: str) -> None:
    """Put the example's content and the advice in the place of the template's own."""
    if plan.example is not None:
        plan.example.put_into(folder)
    if plan.advice is not None:
        write_decision(folder / DECISION_RECORD, plan.advice, approach)


def find_advice(request: Request, example: Example | None) -> Advice | None:
    """Return the advice that was saved, or the advice on the example's situation."""
    if request.advice is None and example is None:
        return None
    from formfacts.advisor.files import load_advice, load_situation
    from formfacts.advisor.recommendation import advise

    if request.advice is not None:
        return load_advice(request.advice)
    if example is not None and example.situation.is_file():
        return advise(load_situation(example.situation))
    return None


def write_decision(path: Path, advice: Advice, approach: str) -> None:
    """Write the decision record in the place of the template's own.

    Where the approach was chosen against the advice, the record says so below its title.
    """
    from formfacts.advisor.record import decision_record

    text = decision_record(advice)
    if approach != advice.approach:
        title, _, rest = text.partition("\n")
        against = f"Generated as **{approach}**, chosen against the advice that follows."
        text = f"{title}\n\n{against}\n{rest}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def gather(
    request: Request,
    questions: Mapping[str, Question],
    example: Example | None,
    advice: Advice | None,
) -> dict[str, object]:
    """Put together the answers given, the stronger over the weaker.

    --data, then --answers, then --advice, then --example.
    """
    answers: dict[str, object] = {}
    if example is not None:
        answers |= read_answers(example.answers, questions)
    if request.advice is not None and advice is not None:
        answers |= check_answers({"approach": advice.approach}, questions)
    if request.answers is not None:
        answers |= read_answers(request.answers, questions)
    answers |= check_answers(parse_data(request.data), questions)
    if example is not None:
        example.check_approach(answers, questions)
    return answers


def open_questions(
    request: Request,
    questions: Mapping[str, Question],
    answers: Mapping[str, object],
    folder_name: str,
) -> dict[str, object]:
    """Return defaults of ours for what is not answered: the project is named like its folder.

    Raises UsageError if there is something left to ask and nobody to ask.
    """
    missing = [q.name for q in questions.values() if q.asked and q.name not in answers]
    if missing and not request.defaults and not request.ask:
        raise UsageError(
            f"no terminal to ask on, and no answer for {', '.join(missing)}: pass --defaults to "
            "take the defaults, or --data KEY=VALUE for each"
        )
    if "project_name" not in missing:
        return {}
    if fault := name_fault(folder_name):
        raise AnswerError(
            f"project_name: {brief(folder_name)}, the folder's name, {fault}: "
            "pass --data project_name='My App'"
        )
    return {"project_name": folder_name}
