"""The environments of a run: one for all repos, one that was there, or a fresh one for each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from formfacts.errors import FormfactsError
from formfacts.smoke.config import INSTALL
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.environment import Environment
from formfacts.smoke.environment.existing import existing_environment
from formfacts.smoke.environment.installer import find_installer
from formfacts.smoke.environment.isolated import install_repo, isolated_environment
from formfacts.smoke.environment.shared import shared_environment
from formfacts.smoke.environment.union import unite
from formfacts.smoke.result import CheckResult
from formfacts.smoke.run.making import Made, declarations
from formfacts.smoke.run.removing import remove
from formfacts.smoke.run.setting import Setting

SHARED, ISOLATED = "shared", "isolated"
Say = Callable[[str], object]


def one_for_all(kind: str, setting: Setting, made: Iterable[Made], say: Say) -> Environment:
    """Return the environment for all repos: the shared one, or the one in the folder `kind`.

    Raises FormfactsError where there is none that will do.
    """
    united = unite([item for repo in made for item in declarations(repo)])
    tools = setting.config.environment.tools
    if kind == SHARED:
        installer = find_installer(setting.mark)
        return shared_environment(setting.cache, united, tools, say, installer)
    return existing_environment(Path(kind).expanduser().absolute(), united, tools)


class OneEach:
    """Makes a fresh environment for each set of requirements that the checks of one repo need."""

    def __init__(self, setting: Setting, made: Made) -> None:
        """Make nothing yet but the folder for it."""
        self._setting = setting
        self._made = made
        self._installer = find_installer(setting.mark)
        self._there: dict[Declared, Environment] = {}
        # The script that repeats a failure needs the environment that it was found in.
        kept = setting.kept
        self._base = made.folder if kept is None else kept / f"{made.cell.id}--environments"
        if kept is not None:
            remove(self._base)
            self._base.mkdir(parents=True)

    def close(self, *, needed: bool) -> None:
        """Remove the environments, unless a repo that was kept needs them."""
        if not needed:
            remove(self._base)

    def __call__(self, declared: Declared) -> Environment:
        """Return the environment; raise FormfactsError where it cannot be made."""
        if declared not in self._there:
            folder = self._base / f"env-{len(self._there)}"
            tools = self._setting.config.environment.tools
            self._there[declared] = isolated_environment(
                folder, declared, tools, print, self._installer
            )
        return self._there[declared]

    def install(self) -> CheckResult:
        """Install what the repo declares, then the repo itself; return that as a check."""
        began = time.monotonic()
        try:
            environment = self(self._made.declared)
            install_repo(environment, self._made.repo, self._installer)
        except FormfactsError as error:
            seconds = time.monotonic() - began
            return CheckResult(INSTALL, "failed", seconds, str(error), str(error))
        return CheckResult(INSTALL, "passed", time.monotonic() - began)
