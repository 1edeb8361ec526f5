"""Run a plan: make the repos, then the environment, then check each repo; the longest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from formfacts.scaffold.staging import terminated_as_exit
from formfacts.smoke.cell import Combination
from formfacts.smoke.config import Config
from formfacts.smoke.environment.environment import Environment
from formfacts.smoke.matrix import Matrix
from formfacts.smoke.plan import Plan
from formfacts.smoke.remains import sweep
from formfacts.smoke.result import CellResult, CheckResult
from formfacts.smoke.run.checking import tasks
from formfacts.smoke.run.installing import ISOLATED, one_for_all
from formfacts.smoke.run.journal import TIMINGS, Journal, keep_timings
from formfacts.smoke.run.keys import key
from formfacts.smoke.run.making import Made, read_made
from formfacts.smoke.run.outcome import ending
from formfacts.smoke.run.pieces import check_one, install_and_check, make_one
from formfacts.smoke.run.pool import Work, work_through
from formfacts.smoke.run.scratch import scratch_folder
from formfacts.smoke.run.setting import Setting
from formfacts.smoke.subject import open_subject

DIED = "died"


@dataclass(frozen=True, slots=True)
class Order:
    """What to run: the plan of a template's matrix, with its smoke.yml.

    `root` is the template's folder, `cache` the folder that stays between runs and `state` the part
    of it for this template; `environment` is `shared`, `isolated` or a folder. `kept` is where
    failing repos go, if they are to be kept; `options` are those that a repetition needs.
    """

    root: Path
    matrix: Matrix
    config: Config
    plan: Plan
    cache: Path
    state: Path
    environment: str
    jobs: int
    resume: bool = False
    kept: Path | None = None
    options: tuple[str, ...] = ()


class Listener(Protocol):
    """Hears of a run as it goes on."""

    def say(self, text: str) -> object:
        """Hear what is being done now."""
        ...

    def begin(self, plan: Plan) -> object:
        """Hear that the repos are there, and are checked from now on."""
        ...

    def check(self, cell: Combination, result: CheckResult) -> object:
        """Hear the result of one check."""
        ...

    def done(self, cell: CellResult) -> object:
        """Hear that a repo is done with."""
        ...

    def tick(self) -> object:
        """Hear, twice a second, that time goes by."""
        ...


class Run:
    """A run: `results` fills as checks end, and is whole also where the run is stopped."""

    def __init__(self, order: Order, listener: Listener) -> None:
        self._order = order
        self._listener = listener
        self._journal = Journal(order.state, resume=order.resume)
        self._cells = {cell.id: cell for cell in order.plan.combinations}
        self._checks: dict[str, list[CheckResult]] = {}
        self._finished: set[str] = set()
        self._numbers = {name: number for number, name in enumerate(self._cells)}
        self.version = ""
        self.name = order.root.name

    @property
    def results(self) -> tuple[CellResult, ...]:
        """What came of the repos that were tried so far, in the order of the plan."""
        return tuple(
            CellResult(name, cell.answers, tuple(self._checks[name]))
            for name, cell in self._cells.items()
            if name in self._checks
        )

    def carry_out(self) -> None:
        """Do it all; raise FormfactsError where it cannot be done, which no failing check is."""
        order = self._order
        with terminated_as_exit(), scratch_folder() as (scratch, mark):
            setting = self.set_up(scratch, mark)
            made = self.make_all(setting)
            environment = self.environment(setting, made)
            self._listener.begin(order.plan)
            for name in self._cells:
                if name not in made:
                    self.tell_done(name)
            self.check_all(setting, made, environment)
        if order.config.wanted is None:
            self.keep_timings()

    def environment(self, setting: Setting, made: dict[str, Made]) -> Environment | None:
        """Return the environment for all repos; None if each gets its own, or none is needed."""
        where = self._order.environment
        if where == ISOLATED or not made or not setting.config.needs_environment:
            return None
        return one_for_all(where, setting, made.values(), self._listener.say)

    def set_up(self, scratch: Path, mark: str) -> Setting:
        """Return what all checks have in common."""
        order = self._order
        subject = open_subject(order.root, scratch)
        self.version, self.name = subject.origin.version, subject.name
        return Setting(
            subject,
            order.config,
            order.matrix.questionnaire.expressions,
            order.matrix.questionnaire.file.suffix,
            order.root,
            scratch,
            order.cache,
            mark,
            order.kept,
            order.options,
        )

    def make_all(self, setting: Setting) -> dict[str, Made]:
        """Make the repos; return those that could be made."""
        from formfacts.scaffold.render import load_copier

        self._listener.say(f"making {len(self._cells)} repos")
        load_copier()  # once here, and not in each process
        made: dict[str, Made] = {}

        def hear(name: str, data: Any) -> None:  # noqa: ANN401  JSON
            cell = self._cells[name]
            self.note(name, CheckResult(**data["result"]))
            if data["made"] is not None:
                made[name] = read_made(setting, self._numbers[name], cell, data["made"])

        pieces = {
            name: partial(make_one, setting, self._numbers[name], cell)
            for name, cell in self._cells.items()
        }

        def ended(name: str, code: int) -> None:
            self.died(setting, name, code)

        work_through(pieces, self._order.jobs, hear, ended, self._listener.tick)
        return made

    def check_all(
        self, setting: Setting, made: dict[str, Made], environment: Environment | None
    ) -> None:
        """Check the repos that were made."""
        keys: dict[tuple[str, str], str] = {}
        pieces: dict[str, Work] = {}
        for name, repo in self.in_order(made):
            known: dict[str, CheckResult] = {}
            for task in tasks(repo, setting.config):
                keys[name, task.name] = key(setting, repo, task.check, environment)
                found = self._journal.passed(keys[name, task.name], task.name)
                known |= {task.name: found} if found else {}
            pieces[name] = self.piece(setting, repo, environment, known)

        def hear(name: str, data: Any) -> None:  # noqa: ANN401  JSON
            result = CheckResult(**data["result"])
            if not data["known"] and (name, result.check) in keys:
                self._journal.keep(keys[name, result.check], result)
            self.note(name, result)

        def ended(name: str, code: int) -> None:
            self.died(setting, name, code)
            if code == 0:
                self._finished.add(name)
            self.tell_done(name)

        work_through(pieces, self._order.jobs, hear, ended, self._listener.tick)

    def piece(
        self,
        setting: Setting,
        repo: Made,
        environment: Environment | None,
        known: dict[str, CheckResult],
    ) -> Work:
        """Return the work of checking one repo; what needs no environment gets none."""
        if self._order.environment == ISOLATED and setting.config.needs_environment:
            return partial(install_and_check, setting, repo, known)
        return partial(check_one, setting, repo, environment, known)

    def in_order(self, made: dict[str, Made]) -> list[tuple[str, Made]]:
        """Return the repos in the order of the plan, whichever was made first."""
        return [(name, made[name]) for name in self._cells if name in made]

    def note(self, name: str, result: CheckResult) -> None:
        """Keep a result, and tell of it."""
        self._checks.setdefault(name, []).append(result)
        self._listener.check(self._cells[name], result)

    def died(self, setting: Setting, name: str, code: int) -> None:
        """Keep it as a result if the process of a repo died: out of memory, most likely."""
        if code == 0:
            return
        sweep(f"{setting.mark}/{self._numbers[name]}")
        hint = "is there enough memory?" if code < 0 else "what it printed last tells more"
        why = f"the process that worked on it ended early, {ending(code)}: {hint}"
        self.note(name, CheckResult(DIED, "failed", 0.0, why))

    def tell_done(self, name: str) -> None:
        """Tell that a repo is done with."""
        cell = self._cells[name]
        self._listener.done(CellResult(name, cell.answers, tuple(self._checks.get(name, ()))))

    def keep_timings(self) -> None:
        """Write down how long each repo took that was checked to the end."""
        took = {cell.id: cell.seconds for cell in self.results if cell.id in self._finished}
        try:
            keep_timings(self._order.state / TIMINGS, took)
        except OSError as error:
            self._listener.say(f"the next plan will not know how long each took: {error.strerror}")
