"""Put both tools through a situation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.matrix.build import build_project, build_template, rendering, stored
from tests.matrix.situation import Situation
from tests.matrix.snapshot import FILE, LINK, PROGRAM, Found, Snapshot, take
from tests.matrix.texts import Content
from tests.matrix.tools import Run, abort, run_copier, run_formfacts, users_machine
from tests.matrix.verdict import Evidence, Verdict, judge

KINDS = {b"120000": LINK, b"100755": PROGRAM, b"100644": FILE}
Tool = Callable[[Situation, Path], Run]


@dataclass(frozen=True, slots=True)
class Trial:
    """One tool's run in one situation; `put_back` is what the work tree was after `--abort`."""

    verdict: Verdict
    run: Run
    before: Snapshot
    after: Snapshot
    put_back: Snapshot | None = None


def try_formfacts(situation: Situation, folder: Path) -> Trial:
    """Run formfacts in a new copy of the situation, then undo what it did."""
    return attempt(situation, folder, run_formfacts, undo=True)


def try_copier(situation: Situation, folder: Path) -> Trial:
    """Run Copier in a new copy of the situation."""
    return attempt(situation, folder, run_copier, undo=False)


def attempt(situation: Situation, folder: Path, tool: Tool, *, undo: bool) -> Trial:
    """Build the situation in a new folder and run the tool."""
    folder.mkdir(parents=True)
    template = build_template(situation, folder)
    user = build_project(situation, template, folder)
    before = take(user.top)
    with users_machine(folder, situation.settings):
        run = tool(situation, user.project)
        after = take(user.top)
        put_back = None
        if undo and before != after:
            abort(user.project)
            put_back = take(user.top)
    old, new = (renamed(situation, number, template) for number in (0, 1))
    tracked = user.tracked & old.keys()
    verdict = judge(Evidence(old, new, tracked, before, after, run, situation.prefix))
    return Trial(verdict, run, before, after, put_back)


def renamed(situation: Situation, number: int, template: Path) -> dict[str, Found]:
    """Return a rendering by path in the repo."""
    files = rendering(situation, number, template)
    return {situation.prefix + path: as_found(content) for path, content in files.items()}


def as_found(content: Content) -> Found:
    """Return a file of the template as a snapshot would show it."""
    mode, blob = stored(content)
    return Found(KINDS[mode], blob)
