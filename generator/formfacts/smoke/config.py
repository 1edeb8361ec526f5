"""smoke.yml: what to check in every repo that a template can generate, and where to run it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formfacts.errors import InputFileError, brief
from formfacts.scaffold.questions import nearest
from formfacts.smoke.environment.declared import Wanted
from formfacts.smoke.shape import Section

FILE = "smoke.yml"
# Seconds that a check may take unless it says otherwise.
TIMEOUT = 600.0
# The checks that there are without being asked for, cheapest first; `off` turns one off.
RENDER, INSTALL = "render", "install"
RESERVED = {
    RENDER: "is what every check starts from",
    INSTALL: "is what --env isolated does",
    "died": "is what a report calls a repo whose checks could not be finished",
}
BUILT_IN = ("files", "braces", "parse", "paths", "secrets")
LIFECYCLE = ("update", "promote")
# What a check is called is part of the names of folders.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Command:
    """A command for the shell, run in a copy of the repo; exit code 0 is what passes."""

    run: str


@dataclass(frozen=True, slots=True)
class Server:
    """A command that serves on port `{{ smoke.port }}`, and a path that it is to answer."""

    serve: str
    get: str


@dataclass(frozen=True, slots=True)
class Update:
    """An update from the release before this state of the template.

    `again` names checks to run on what came of it; `may_differ` are patterns of files that need not
    be those of a new repo.
    """

    again: tuple[str, ...] = ()
    may_differ: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promote:
    """A change of one answer: `to` names, for each value, those to go to from there."""

    question: str
    to: Mapping[str, tuple[str, ...]]
    again: tuple[str, ...] = ()
    may_differ: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileSet:
    """Files that a repo must have, as patterns, where `when` holds."""

    paths: tuple[str, ...]
    when: str = ""


@dataclass(frozen=True, slots=True)
class Files:
    """The files a repo must have; with `exact` it may have no other."""

    sets: tuple[FileSet, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Plain:
    """A check of formfacts' own that needs telling nothing but what to pass over, as patterns."""

    kind: str
    ignore: tuple[str, ...] = ()


Task = Command | Server | Update | Promote | Files | Plain


@dataclass(frozen=True, slots=True)
class Check:
    """One check: run where the Jinja expression `when` holds, for `timeout` seconds at most."""

    name: str
    task: Task
    timeout: float = TIMEOUT
    when: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """A smoke.yml.

    `values` are answers to try for open questions, `answers` what every repo is given, `unrelated`
    patterns of files that no repo is made of. `env` are variables of every command, as Jinja
    expressions; `passed` names those that are taken over from the caller. `wanted` names the checks
    to run, where not all are.
    """

    checks: tuple[Check, ...]
    values: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    trust: bool = False
    unrelated: tuple[str, ...] = ()
    environment: Wanted = field(default_factory=Wanted)
    env: Mapping[str, str] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    wanted: tuple[str, ...] | None = None

    @property
    def run(self) -> tuple[Check, ...]:
        """The checks to run, in their order."""
        return tuple(c for c in self.checks if any(self.wants(c, name) for name in names_of(c)))

    def wants(self, check: Check, name: str) -> bool:
        """Whether a check is to be run, or that part of it."""
        return self.wanted is None or check.name in self.wanted or name in self.wanted

    @property
    def needs_environment(self) -> bool:
        """Whether any check to run has a command that runs in a Python environment."""
        return any(
            isinstance(c.task, Command | Server) or getattr(c.task, "again", ()) for c in self.run
        )


def names_of(check: Check) -> list[str]:
    """Return the names that a check goes by in a report: a promotion has one for each target."""
    if not isinstance(check.task, Promote):
        return [check.name]
    targets = {value: None for values in check.task.to.values() for value in values}
    return [check.name, *(f"{check.name}-to-{value}" for value in targets)]


def read_config(path: Path, *, must_exist: bool = False) -> Config:
    """Read a smoke.yml; where there is none, and none must be, there are our own checks.

    Raises InputFileError, which names the place, for anything that is not understood.
    """
    from formfacts.yamlfile import load_mapping

    there = path.exists() or must_exist
    top = Section(str(path), load_mapping(path) if there else {})
    environment = top.section("environment")
    timeout = top.seconds("timeout", TIMEOUT)
    config = Config(
        checks=read_checks(top.section("checks"), read_files(top), timeout),
        values=top.mapping("values"),
        answers=top.mapping("answers"),
        trust=top.flag("trust"),
        unrelated=top.words("unrelated"),
        environment=Wanted(
            requirements=environment.words("requirements") or Wanted().requirements,
            extras=environment.words("extras"),
            groups=environment.words("groups"),
            constraints=environment.text("constraints") or None,
            tools=environment.words("tools"),
        ),
        env=top.variables("env"),
        passed=top.words("pass"),
    )
    for name in (*config.env, *config.passed):
        if not VARIABLE.fullmatch(name):
            raise InputFileError(f"{path}: {brief(name)} cannot be the name of a variable")
    environment.done()
    top.done()
    return config


def read_files(top: Section) -> Files:
    """Read `files:`, a list of sets, and whether they are all there may be."""
    sets = []
    for part in top.sections("files"):
        sets.append(FileSet(part.words("paths"), part.text("when")))
        part.done()
    return Files(tuple(sets), exact=top.flag("files_exact"))


def read_checks(section: Section, files: Files, timeout: float) -> tuple[Check, ...]:
    """Return our own checks that are not turned off, then the author's in their order."""
    own: dict[str, Task] = {name: Plain(name) for name in BUILT_IN if name != "files"}
    if files.sets:
        own = {"files": files, **own}
    own["update"] = Update()
    checks: dict[str, Check] = {name: Check(name, task, timeout) for name, task in own.items()}
    for name in section.names():
        check_name(section, name)
        if section.is_off(name):
            checks.pop(name, None)
            continue
        part = section.section(name)
        task = read_task(part, name, own)
        # What is named here is run in the order of naming, after what is not.
        checks.pop(name, None)
        checks[name] = Check(name, task, part.seconds("timeout", timeout), part.text("when"))
        part.done()
    check_again(section, checks)
    last = [name for name in LIFECYCLE if name in checks and name not in section.names()]
    return tuple([c for c in checks.values() if c.name not in last] + [checks[n] for n in last])


def check_name(section: Section, name: str) -> None:
    """Raise InputFileError for what a check cannot be called, or turned off."""
    if name in RESERVED:
        raise InputFileError(f"{section.place}: {name} {RESERVED[name]}: choose another name")
    if not NAME.fullmatch(name):
        raise InputFileError(
            f"{section.place}: a check cannot be called {brief(name)}: write letters, digits, _ - ."
        )
    own = (*BUILT_IN, *LIFECYCLE)
    if section.is_off(name) and name not in own:
        raise InputFileError(
            f"{section.place}: {name} is none of ours, to be turned off: {nearest(name, own)}"
        )


def read_task(part: Section, name: str, own: Mapping[str, Task]) -> Task:
    """Return what one check does, by its name or by what is said of it."""
    if name == "promote":
        question, to = part.required("question"), part.lists("to")
        return Promote(question, to, part.words("again"), part.words("may_differ"))
    if name == "update":
        return Update(part.words("again"), part.words("may_differ"))
    if name == "files" and name not in own:
        raise InputFileError(f"{part.place}: there is no `files:` that says which are expected")
    if name in own:
        return own[name] if name == "files" else Plain(name, part.words("ignore"))
    if part.has("serve"):
        return Server(part.required("serve"), part.text("get") or "/")
    return Command(part.required("run"))


def check_again(section: Section, checks: Mapping[str, Check]) -> None:
    """Raise InputFileError for a check to repeat that there is not, or that is no command."""
    commands = [name for name, check in checks.items() if isinstance(check.task, Command)]
    for check in checks.values():
        again = check.task.again if isinstance(check.task, Update | Promote) else ()
        for name in again:
            if name not in commands:
                raise InputFileError(
                    f"{section.place}.{check.name}.again: {brief(name)} is no check with `run`: "
                    f"{nearest(name, commands)}"
                )


def as_data(check: Check) -> dict[str, Any]:
    """Return a check as JSON holds it, to tell whether it has changed."""
    from dataclasses import asdict

    return {**asdict(check), "kind": type(check.task).__name__}
