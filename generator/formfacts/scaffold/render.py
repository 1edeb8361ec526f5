"""Render a template into a folder. The only module that imports Copier."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field, replace
from errno import EACCES, EDQUOT, EFBIG, EIO, EMFILE, ENFILE, ENOSPC, EPERM, EROFS
from functools import partial
from io import StringIO
from pathlib import Path
from tempfile import gettempdir
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, Literal

from formfacts.errors import (
    AnswerError,
    FormfactsError,
    TargetError,
    TemplateError,
    UsageError,
    brief,
)
from formfacts.scaffold.refuse import (
    check_message,
    check_paths,
    check_questions,
    plain,
    rendered,
    settle_modes,
)
from formfacts.scaffold.snapshot import LEFT_BY_TOOLS
from formfacts.scaffold.source import Origin
from formfacts.scaffold.staging import refusal

if TYPE_CHECKING:
    from copier._main import Worker
    from copier._template import Template

ANSWERS_FILE = ".copier-answers.yml"

Operation = Literal["copy", "update"]
# Jinja environments by template and settings.
ENVIRONMENTS: dict[str, Any] = {}
REFUSED_BY_DISK = frozenset({EACCES, EDQUOT, EFBIG, EIO, EMFILE, ENFILE, ENOSPC, EPERM, EROFS})


@dataclass(frozen=True, slots=True)
class Job:
    """One rendering: the template under `root`, which is that of `origin`, and its answers.

    `older` is the version that an update comes from.

    `data` are settled answers; `last` those of an earlier rendering, which are taken where they
    still fit; `defaults` come before the template's own. With `ask`, what is still open is asked in
    the terminal. `trust` lets the template run its tasks and load its extensions. `project` is
    where the files lie that the template's `_external_data` names.
    """

    root: Path
    origin: Origin
    older: Origin | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    last: Mapping[str, object] = field(default_factory=dict)
    defaults: Mapping[str, object] = field(default_factory=dict)
    operation: Operation = "copy"
    answers_file: str | None = None
    exclude: tuple[str, ...] = ()
    ask: bool = False
    trust: bool = False
    project: Path | None = None


@dataclass(frozen=True, slots=True)
class Rendering:
    """What came of a job, besides the files.

    `answers` are all of them; `questions` the names of the template's; `computed` those that are
    never asked, `hidden` those that are not asked now, `unasked` those that took their default and
    could have been asked; `skip` are the files that the template never writes over; `tasks` and
    `migrations` are how many of its commands there are to run; `external` is whether other files of
    the project were taken in.
    """

    answers: Mapping[str, object]
    questions: tuple[str, ...]
    computed: tuple[str, ...]
    hidden: tuple[str, ...]
    unasked: tuple[str, ...]
    answers_file: str
    skip: tuple[str, ...]
    tasks: int
    migrations: int
    message: str
    external: bool = False


def render_new(job: Job, folder: Path) -> Rendering:
    """Render a new project of our own template, from a release or a checkout's working template.

    Raises as `render` does; TemplateError too for what would spoil later updates.
    """
    done = render(replace(job, exclude=LEFT_BY_TOOLS), folder)
    if not (folder / ANSWERS_FILE).is_file():
        raise TemplateError(f"the template rendered no {ANSWERS_FILE}: later updates need it")
    if done.tasks:
        raise TemplateError("the template has tasks, which formfacts new does not run: refused")
    return done


def render(job: Job, folder: Path) -> Rendering:
    """Render into the folder, which is new, and check what was written.

    Raises AnswerError for an answer that the template's validators reject, UsageError where the
    template needs trust, TemplateError for whatever else is the template's fault.
    """
    from copier import Phase
    from copier._main import as_operation

    with told_plainly(job), opened(job, folder) as worker:
        check_questions(worker.template.questions_data)
        # Without git in its reach Copier starts no git process for each rendered file.
        with path_hidden():
            as_operation(job.operation)(worker.run_copy)()
        if job.trust:
            with Phase.use(Phase.TASKS):
                as_operation(job.operation)(worker._execute_tasks)(worker.template.tasks)  # noqa: SLF001
        done = describe(worker, folder, job.older)
    check_paths(folder)
    settle_modes(folder)
    return done


def load_copier() -> None:
    """Import Copier now: processes that are forked from this one then have it."""
    import copier._main  # noqa: F401  its effect is all that is wanted


@contextmanager
def opened(job: Job, folder: Path) -> Iterator[Worker]:
    """Give Copier's worker for the job, told where the template lies instead of cloning it."""
    from copier._main import Worker  # 0.3 CPU seconds that --help and advise need not pay
    from copier._settings import SettingsModel
    from plumbum import local

    # Its commands would get the variables that there were when it was imported.
    local.env.clear()
    local.env.update(os.environ)
    with Worker(
        src_path=job.origin.source,
        dst_path=folder,
        data=dict(job.data),
        answers_file=Path(job.answers_file) if job.answers_file else None,
        settings=SettingsModel(),  # the user's own defaults would change renderings
        exclude=job.exclude,
        user_defaults=dict(job.defaults),
        defaults=not job.ask,
        skip_answered=True,
        quiet=True,
        unsafe=job.trust,
        skip_tasks=True,
    ) as worker:
        vars(worker)["template"] = pinned_template(job.root, job.origin)
        compile_once(worker)
        vars(worker.subproject)["last_answers"] = dict(job.last)
        if job.project is not None:
            vars(worker)["_external_data"] = partial(read_external_data, worker, job.project)
        yield worker


def pinned_template(root: Path, origin: Origin) -> Template:
    """Return Copier's record of a template whose files lie in `root` already."""
    from copier._template import Template
    from packaging.version import InvalidVersion, Version

    template = Template(url=origin.source)
    try:
        version = Version(origin.version)
    except InvalidVersion:
        version = None
    vars(template).update(
        vcs=None,
        local_abspath=root.resolve(),
        commit=origin.version,
        commit_hash=origin.commit,
        version=version,
    )
    return template


def compile_once(worker: Worker) -> None:
    """Have each text of a template compiled once in this process: Copier does so for every path.

    A template that brings code of its own gets a Jinja of its own each time.
    """
    from copier._jinja_ext import get_yield_context

    template = worker.template
    if template.jinja_extensions:
        return
    key = f"{template.local_abspath} {sorted(template.envops.items())}"
    if key in ENVIRONMENTS:
        vars(worker)["jinja_env"] = ENVIRONMENTS[key]
        return
    environment = ENVIRONMENTS[key] = worker.jinja_env
    compile_now = environment.from_string
    compiled: dict[str, Any] = {}

    def from_string(source: str) -> Any:  # noqa: ANN401  Jinja's Template
        """Return the compiled text; a `yield` that was rendered before is over, as in Copier."""
        context = get_yield_context(environment)
        context.yield_name = context.yield_iterable = None
        if source not in compiled:
            compiled[source] = compile_now(source)
        return compiled[source]

    vars(environment)["from_string"] = from_string


@contextmanager
def path_hidden() -> Iterator[None]:
    """Keep programs out of Copier's reach, and its warnings off the terminal."""
    from plumbum import local

    with local.env(PATH=""), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def told_plainly(job: Job) -> Iterator[None]:
    """Turn whatever goes wrong in a template into one error of ours.

    What the disk refuses is not the template's fault: TargetError, or OSError while a new project
    is made, where the one who stages it knows its name.
    """
    try:
        with redirect_stderr(StringIO()):  # Copier paints some of its errors there
            yield
    except (KeyboardInterrupt, FormfactsError):
        raise
    except OSError as error:
        if error.errno not in REFUSED_BY_DISK:  # Jinja's TemplateNotFound is one without any
            raise fault(error, job) from None
        if job.operation == "copy":
            raise
        raise TargetError(refusal(Path(gettempdir()), error)) from None
    except Exception as error:  # noqa: BLE001  the expressions in a template can raise anything
        raise fault(error, job) from None


def fault(error: Exception, job: Job) -> UsageError | TemplateError:
    """Tell a rejected answer, a want of trust and a path that leads out from a broken template."""
    name, root = type(error).__name__, str(job.root.resolve())
    text = plain(str(error).replace(f"{root}/", "").replace(root, "the template"))
    if name == "UnsafeTemplateError":
        features = ", ".join(getattr(error, "features", ())) or "extensions"
        return UsageError(
            f"the template uses {features}, which run its own code: pass --trust if you trust it"
        )
    if name in {"ForbiddenPathError", "AssertionError"}:
        where = f": {text}" if text else ""
        return TemplateError(f"the template wants to write outside the project{where}: refused")
    rejected = r"(?s)(?:Validation error|Invalid choice) for (?:question )?'(\w+)': (.*)"
    found = re.fullmatch(rejected, text)
    if name == "InvalidConfigFileError":
        return TemplateError(f"the template's {text} is no YAML: {plain(str(error.__cause__))}")
    if found is None:
        where = place_of(error, root)
        return TemplateError(f"the template did not render: {where}{text or name}")
    question, why = found.groups()
    answers = {**job.defaults, **job.last, **job.data}
    return AnswerError(f"{question}: {brief(answers.get(question))}: {why}")


def place_of(error: Exception, root: str) -> str:
    """Return which line of which file of the template an error comes from, if it is told."""
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    found = [(Path(name), line) for name, line in frames if name.startswith(f"{root}/")]
    return f"{plain(str(found[-1][0].relative_to(root)))}:{found[-1][1]}: " if found else ""


def describe(worker: Worker, folder: Path, older: Origin | None) -> Rendering:
    """Read off the worker what the files do not show."""
    template = worker.template
    details = template.questions_data
    combined = worker.answers.combined
    paths = [path.relative_to(folder) for path in rendered(folder) if not path.is_dir()]
    return Rendering(
        answers={name: value for name, value in combined.items() if name in details},
        questions=tuple(details),
        computed=tuple(name for name in details if details[name].get("when") is False),
        hidden=tuple(name for name in details if name in worker.answers.hidden),
        unasked=tuple(name for name in details if could_be_asked(worker, name)),
        answers_file=worker.answers_relpath.as_posix(),
        skip=tuple(path.as_posix() for path in paths if worker.match_skip(path)),
        tasks=len(template.tasks),
        migrations=0 if older is None else count_migrations(template, older),
        message=check_message(
            worker._render_string(template.message_after_update),  # noqa: SLF001
            "the message after an update",
        ),
        external=bool(template.external_data),
    )


def could_be_asked(worker: Worker, name: str) -> bool:
    """Whether a question is open to the user and nobody has answered it."""
    from copier._tools import cast_to_bool

    answers = worker.answers
    if name in answers.hidden or name in answers.init or name in answers.last:
        return False
    asked = worker.template.questions_data[name].get("ask", True)
    return bool(cast_to_bool(worker._render_value(asked)))  # noqa: SLF001


def read_external_data(worker: Worker, project: Path) -> Mapping[str, object]:
    """Return what `_external_data` names, read from the project when a template asks for it.

    Copier would look for the files beside those that it renders.
    """
    from copier._types import LazyDict
    from copier._user_data import load_answersfile_data

    def load(name: str) -> object:
        path = worker._render_string(name)  # noqa: SLF001
        if not (project / path).resolve().is_relative_to(project.resolve()):
            raise TemplateError(f"the template wants to read {brief(path)}, outside: refused")
        return load_answersfile_data(project, path, warn_on_missing=False)

    named = worker.template.external_data.items()
    return LazyDict({key: partial(load, name) for key, name in named})


def count_migrations(template: Template, older: Origin) -> int:
    """Return how many migration commands lie between two versions of a template."""
    older_template = pinned_template(template.local_abspath, older)
    stages: tuple[Literal["before", "after"], ...] = ("before", "after")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return sum(len(template.migration_tasks(stage, older_template)) for stage in stages)


def migrate(job: Job, folder: Path, stage: Literal["before", "after"]) -> None:
    """Run the template's migrations of one stage in a folder that holds a copy of the project."""
    from copier import Phase
    from copier._main import as_operation

    older_template = pinned_template(job.root, job.older or job.origin)
    with told_plainly(job), opened(job, folder) as worker:
        with path_hidden(), Phase.use(Phase.PROMPT):
            worker._ask()  # noqa: SLF001
        with warnings.catch_warnings(), Phase.use(Phase.MIGRATE):
            warnings.simplefilter("ignore")
            tasks = worker.template.migration_tasks(stage, older_template)
            as_operation("update")(worker._execute_tasks)(tasks)  # noqa: SLF001
