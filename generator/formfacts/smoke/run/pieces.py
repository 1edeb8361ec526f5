"""What a run does with one repo, in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

from formfacts.smoke.cell import Combination
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.environment import Environment
from formfacts.smoke.result import RED, CheckResult
from formfacts.smoke.run.checking import run_task, tasks
from formfacts.smoke.run.commands import Commands, Environments
from formfacts.smoke.run.guardian import register
from formfacts.smoke.run.installing import OneEach
from formfacts.smoke.run.making import Made, make_cell
from formfacts.smoke.run.pool import Emit
from formfacts.smoke.run.setting import Setting


def make_one(setting: Setting, number: int, cell: Combination, emit: Emit) -> None:
    """Make one repo."""
    register(setting.scratch)
    make_cell(setting, number, cell, emit)


def check_one(
    setting: Setting,
    made: Made,
    environment: Environment | None,
    known: Mapping[str, CheckResult],
    emit: Emit,
) -> None:
    """Check one repo in an environment that is there; what is known is told and not run."""
    register(setting.scratch)
    check_all(setting, made, partial(there, environment), known, emit)


def there(environment: Environment | None, _: Declared) -> Environment:
    """Return the environment, which is there wherever a check needs one."""
    if environment is None:
        raise AssertionError
    return environment


def install_and_check(
    setting: Setting, made: Made, known: Mapping[str, CheckResult], emit: Emit
) -> None:
    """Check one repo in fresh environments."""
    register(setting.scratch)
    each = OneEach(setting, made)
    installed = each.install()
    emit({"result": asdict(installed), "known": False})
    failed = installed.status in RED
    if not failed:
        failed = check_all(setting, made, each, known, emit)
    each.close(needed=failed)


def check_all(
    setting: Setting,
    made: Made,
    environments: Environments,
    known: Mapping[str, CheckResult],
    emit: Emit,
) -> bool:
    """Run the checks of one repo; return whether any has failed."""
    commands = Commands(setting, made.folder, f"{setting.mark}/{made.number}", environments)
    failed = False
    for task in tasks(made, setting.config):
        found = known.get(task.name)
        result = run_task(commands, made, task) if found is None else found
        failed |= result.status in RED
        emit({"result": asdict(result), "known": found is not None})
    return failed
