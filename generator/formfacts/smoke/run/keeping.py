"""`--keep-failed`: the failing repo, and a script that does to it just what failed."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from formfacts.smoke.cell import shown
from formfacts.smoke.report.text import on_one_line
from formfacts.smoke.result import CheckResult
from formfacts.smoke.run.making import Made
from formfacts.smoke.run.setting import Setting

SCRIPT = "reproduce.sh"
LOG = "log.txt"
EXECUTABLE = 0o755
# Places of the run, which are gone after it; the script has its own.
PLACES = {"HOME": "home", "TMPDIR": "tmp", "XDG_CACHE_HOME": "home/.cache"}


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What a check had run: a command, and its environment but for the variables `passed`.

    These came from the caller; `repo` is the folder that the command ran in, before it did.
    """

    command: tuple[str, ...]
    env: Mapping[str, str]
    passed: tuple[str, ...]
    repo: Path
    timeout: float


def keep(
    setting: Setting, made: Made, result: CheckResult, reproduction: Reproduction | None
) -> CheckResult:
    """Copy the repo to where failing ones go, with a script and the log; say where in the result.

    A check of ours is repeated by formfacts itself, which needs the template as it is now.
    """
    if setting.kept is None:
        return result
    folder = setting.kept / f"{made.cell.id}--{result.check}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    repo = made.repo if reproduction is None else reproduction.repo
    shutil.copytree(repo, folder / "repo", symlinks=True)
    (folder / LOG).write_text(result.log, encoding="utf-8", errors="replace")
    lines = (
        own_check(setting, made, result)
        if reproduction is None
        else commands(reproduction, stops=result.status == "timeout")
    )
    title = f"# {on_one_line(f'{made.cell.id}, {result.check}: {result.summary}')}"
    script = folder / SCRIPT
    text = "\n".join(["#!/bin/sh", title, *lines, ""])
    script.write_text(text, encoding="utf-8", errors="surrogateescape")
    script.chmod(EXECUTABLE)
    return replace(result, kept=str(folder))


def own_check(setting: Setting, made: Made, result: CheckResult) -> list[str]:
    """Return the script that has formfacts run one check of one combination.

    It resumes, so that what has passed stays known.
    """
    wanted = [f"{name}={shown(value)}" for name, value in made.cell.answers.items()]
    chosen = [part for text in wanted for part in ("--only", text)]
    options = ["--check", result.check, *chosen, "--cover", "all", "--resume", *setting.options]
    command = [sys.executable, "-m", "formfacts", "smoke", str(setting.home), *options]
    return [f"exec {shlex.join(command)}"]


def commands(reproduction: Reproduction, *, stops: bool) -> list[str]:
    """Return the script that runs the command on a copy of the repo, in the same environment.

    The caller's variables that smoke.yml lets pass are taken from whoever runs the script: their
    values may be secrets. With `stops` it is stopped after the same time, where the system can.
    """
    seconds = f"{reproduction.timeout:g}"
    limit = f'limit=$(command -v timeout) && limit="$limit -k 1 {seconds}"' if stops else "limit="
    env = {name: value for name, value in reproduction.env.items() if name not in PLACES}
    return [
        'here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit',
        'rm -rf "$here/again" && cp -R "$here/repo" "$here/again" && cd "$here/again" || exit',
        'mkdir -p "$here/home" "$here/tmp" || exit',
        limit,
        "exec $limit env -i \\",
        *(f'  {name}="$here/{place}" \\' for name, place in PLACES.items()),
        *(f"  {name}={shlex.quote(value)} \\" for name, value in sorted(env.items())),
        *(f'  ${{{name}+"{name}=${name}"}} \\' for name in reproduction.passed),
        f"  {shlex.join(reproduction.command)} < /dev/null",
    ]
