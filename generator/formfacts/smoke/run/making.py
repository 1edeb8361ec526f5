"""The first half of a run: make each repo, and read off what its checks will need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from formfacts.errors import FormfactsError, TemplateError
from formfacts.scaffold.git import init_with_commit
from formfacts.smoke.cell import Combination, shown
from formfacts.smoke.checks.lifecycle import left_by_tools, state
from formfacts.smoke.config import FILE, RENDER, TIMEOUT, Promote
from formfacts.smoke.environment.declared import Declared, read_declared
from formfacts.smoke.process import run_function
from formfacts.smoke.run.outcome import of_function
from formfacts.smoke.run.pool import Emit
from formfacts.smoke.run.setting import Setting
from formfacts.smoke.run.surroundings import bare

REPO = "repo"


@dataclass(frozen=True, slots=True)
class Made:
    """A repo that was made: `folder` is that of its combination, which has the number `number`.

    `answers` are all of them, also computed ones; `fingerprint` stands for all files. `targets` are
    the answers to promote to, each with the repo that is generated for them.
    """

    cell: Combination
    number: int
    folder: Path
    answers: Mapping[str, object] = field(default_factory=dict)
    fingerprint: str = ""
    declared: Declared = Declared(())  # noqa: RUF009  it is frozen
    targets: Mapping[str, Target] = field(default_factory=dict)

    @property
    def repo(self) -> Path:
        """The repo as it was generated, which no check may change."""
        return self.folder / REPO


@dataclass(frozen=True, slots=True)
class Target:
    """What a repo can be promoted to: the folder of the repo generated so, and what it declares.

    `error` says why there is no such repo, where the template makes none for these answers.
    """

    folder: Path
    answers: Mapping[str, object] = field(default_factory=dict)
    declared: Declared = Declared(())  # noqa: RUF009  it is frozen
    fingerprint: str = ""
    error: str = ""


def make_cell(setting: Setting, number: int, cell: Combination, emit: Emit) -> None:
    """Make one repo; emit the result and, if it passed, what `read_made` reads."""
    setting.folder(number).mkdir()
    finished, made = run_function(
        lambda: make(setting, setting.folder(number), cell),
        timeout=TIMEOUT,
        mark=f"{setting.mark}/{number}",
        env=bare(setting.folder(number), setting.config.passed),
    )
    emit({"result": asdict(of_function(RENDER, finished, TIMEOUT)), "made": made})


def make(setting: Setting, folder: Path, cell: Combination) -> dict[str, Any]:
    """Render and commit the repo, and those that it is to be promoted to."""
    answers = {**setting.config.answers, **cell.answers}
    done = render_to(setting, answers, folder / REPO)
    init_with_commit(folder / REPO)
    targets = {}
    for question, value in promotions(setting, done):
        name = f"to-{shown(value)}"
        target = folder / "fresh" / name
        target.parent.mkdir(exist_ok=True)
        targets[name] = make_target(setting, answers, {question: value}, target)
    return {
        "answers": done,
        "fingerprint": fingerprint(folder / REPO),
        "declared": asdict(read_declared(folder / REPO, setting.config.environment)),
        "targets": targets,
    }


def make_target(
    setting: Setting, answers: Mapping[str, object], change: Mapping[str, object], folder: Path
) -> dict[str, Any]:
    """Render what a repo is to be promoted to; where that fails it is the promotion's fault."""
    try:
        found = render_to(setting, {**answers, **change}, folder)
        declared = read_declared(folder, setting.config.environment)
    except FormfactsError as error:
        return {"folder": str(folder), "error": str(error)}
    return {
        "folder": str(folder),
        "answers": {**found, **change},
        "declared": asdict(declared),
        "fingerprint": fingerprint(folder),
    }


def render_to(
    setting: Setting, answers: Mapping[str, object], folder: Path
) -> Mapping[str, object]:
    """Render a repo and return all of its answers."""
    from formfacts.scaffold.render import Job, render

    subject = setting.subject
    job = Job(subject.root, subject.origin, data=answers, trust=setting.config.trust)
    done = render(replace(job, exclude=left_by_tools(subject)), folder)
    refuse_own_file(subject.root / FILE, folder / FILE)
    return {**answers, **done.answers}


def refuse_own_file(written: Path, rendered: Path) -> None:
    """Raise TemplateError where a template that renders its root has rendered its smoke.yml."""
    if all(path.is_file() and not path.is_symlink() for path in (written, rendered)) and (
        written.read_bytes() == rendered.read_bytes()
    ):
        raise TemplateError(f"{FILE} became a file of the repo: add it to _exclude in copier.yml")


def promotions(setting: Setting, answers: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the question and value of each promotion that smoke.yml names for these answers."""
    found = []
    for check in setting.config.run:
        if isinstance(check.task, Promote):
            now, question = shown(answers.get(check.task.question)), check.task.question
            wanted = [
                value
                for value in check.task.to.get(now, ())
                if setting.config.wants(check, f"{check.name}-to-{value}")
            ]
            found += [(question, value) for value in wanted]
    return found


def fingerprint(repo: Path) -> str:
    """Return what changes with any file of a repo, its mode or its name."""
    digest = sha256()
    for name, (mode, content) in sorted(state(repo).items()):
        digest.update(f"{name}\0{mode:o}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def read_made(setting: Setting, number: int, cell: Combination, data: Mapping[str, Any]) -> Made:
    """Read what `make` returned, after its way through JSON."""
    return Made(
        cell,
        number,
        setting.folder(number),
        data["answers"],
        data["fingerprint"],
        read_declaration(data["declared"]),
        {name: read_target(target) for name, target in data["targets"].items()},
    )


def read_target(data: Mapping[str, Any]) -> Target:
    """Read a target from JSON."""
    if "error" in data:
        return Target(Path(data["folder"]), error=data["error"])
    return Target(
        Path(data["folder"]),
        data["answers"],
        read_declaration(data["declared"]),
        data["fingerprint"],
    )


def read_declaration(data: Mapping[str, Any]) -> Declared:
    """Read what a repo declares from JSON."""
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return Declared(**fields)


def declarations(made: Made) -> list[tuple[str, Declared]]:
    """Return what a repo declares, and what those do that it is promoted to."""
    name = made.cell.id
    targets = [(f"{name} {to}", t.declared) for to, t in made.targets.items() if not t.error]
    return [(name, made.declared), *targets]
