"""What an update costs, beside what a user would run instead.

    python benchmarks/update.py [--runs N] [--cruft PATH]

One template of 60 files with two releases, once for Copier and once for Cookiecutter; one project
of each, with edits in two files. Each run starts from a copy of the project. Prints a Markdown
table of whole-process CPU times (user and system, child processes included): the median of N runs,
one run of each command in turn, so that a busy machine weighs on all alike.

`cruft` is looked for beside this Python, on PATH, or where --cruft says; without it its rows are
left out. It has versions of Click and Typer of its own, so give it an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FILES = 60
LINES = 40
COPIER_UPDATE = "copier update"
# What each command is measured against, and the most of it that it may cost.
TARGETS = {
    "formfacts update": (COPIER_UPDATE, 0.5),
    "formfacts status": (COPIER_UPDATE, 0.1),
}
IDENTITY = {
    "GIT_AUTHOR_NAME": "bench",
    "GIT_AUTHOR_EMAIL": "bench@localhost",
    "GIT_COMMITTER_NAME": "bench",
    "GIT_COMMITTER_EMAIL": "bench@localhost",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


@dataclass(frozen=True, slots=True)
class Command:
    """One command to time, in a fresh copy of `project`."""

    name: str
    arguments: list[str]
    project: Path


def main() -> int:
    """Time every command and print the table; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, help="runs of each command (9)")
    parser.add_argument("--cruft", help="the cruft program")
    given = parser.parse_args()
    os.environ.update(IDENTITY)
    with tempfile.TemporaryDirectory() as scratch:
        medians = time_all(list(commands(Path(scratch), given.cruft)), given.runs, Path(scratch))
    print(table(medians, given.runs))
    missed = [
        name for name, (base, most) in TARGETS.items() if medians[name] > most * medians[base]
    ]
    for name in missed:
        print(f"missed: {name}", file=sys.stderr)
    return 1 if missed else 0


def commands(scratch: Path, cruft: str | None) -> Iterator[Command]:
    """Yield the commands to time; those whose program is missing are named and left out."""
    formfacts, copier = program("formfacts"), program("copier")
    if formfacts is None or copier is None:
        sys.exit("formfacts or copier is not installed beside this Python: pip install -e .")
    template = copier_template(scratch / "copier-template")
    project = scratch / "copier-project"
    make = [copier, "copy", "--defaults", "--quiet", "--vcs-ref", "v1.0.0"]
    subprocess.run([*make, str(template), str(project)], check=True, capture_output=True)
    edit_and_commit(project)
    known = scratch / "known-project"
    shutil.copytree(project, known, symlinks=True)
    subprocess.run([formfacts, "status", str(known)], check=True, capture_output=True)

    yield Command(COPIER_UPDATE, [copier, "update", "--defaults", "--quiet"], project)
    yield Command("formfacts update", [formfacts, "update", "--defaults"], project)
    yield Command("formfacts update, after a status", [formfacts, "update", "--defaults"], known)
    yield Command("formfacts status, the first", [formfacts, "status"], project)
    yield Command("formfacts status", [formfacts, "status"], known)
    cruft = cruft or program("cruft")
    if cruft is None:
        print("cruft is not installed: its row is left out", file=sys.stderr)
        return
    other = cookiecutter_template(scratch / "cruft-template")
    subprocess.run(
        [cruft, "create", str(other), "--no-input", "--checkout", "v1.0.0"],
        cwd=scratch,
        check=True,
        capture_output=True,
    )
    edit_and_commit(scratch / "bench")
    yield Command("cruft update", [cruft, "update", "--skip-apply-ask"], scratch / "bench")


def content(number: int, release: int) -> str:
    """Return a file of one release; every third one has changed in the second."""
    changed = release if number % 3 == 0 else 1
    lines = [f"value_{line} = {line * number}  # of file {number}" for line in range(LINES)]
    lines[LINES // 2] = f"release = {changed}"
    return "NAME = '{{ NAME }}'\n" + "\n".join(lines) + "\n"


def write_release(folder: Path, release: int, name: str, suffix: str) -> None:
    """Write the files of one release below a folder."""
    for number in range(FILES):
        path = folder / f"package_{number % 6}" / f"file_{number}.py{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content(number, release).replace("NAME }}", f"{name} }}}}"))


def copier_template(root: Path) -> Path:
    """Make the Copier template, a git repo with two tags."""
    (root / "template").mkdir(parents=True)
    (root / "copier.yml").write_text("_subdirectory: template\nname: {type: str, default: bench}\n")
    answers = root / "template/{{ _copier_conf.answers_file }}.jinja"
    answers.write_text("{{ _copier_answers|to_nice_yaml }}")
    return releases(root, lambda n: write_release(root / "template", n, "name", ".jinja"))


def cookiecutter_template(root: Path) -> Path:
    """Make the Cookiecutter template, likewise."""
    inside = root / "{{cookiecutter.name}}"
    inside.mkdir(parents=True)
    (root / "cookiecutter.json").write_text(json.dumps({"name": "bench"}))
    return releases(root, lambda n: write_release(inside, n, "cookiecutter.name", ""))


def releases(root: Path, write: Callable[[int], None]) -> Path:
    """Commit and tag two releases."""
    git(root, "init", "--quiet", "--initial-branch=main")
    for release in (1, 2):
        write(release)
        git(root, "add", "--all")
        git(root, "commit", "--quiet", f"--message=release {release}")
        git(root, "tag", f"v{release}.0.0")
    return root


def edit_and_commit(project: Path) -> None:
    """Make the project a repo in which the user has edited two files."""
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message=first")
    for number in (0, 1):
        path = next(project.rglob(f"file_{number}.py"))
        path.write_text(path.read_text() + "mine = True\n")
    git(project, "commit", "--quiet", "--all", "--message=mine")


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def program(name: str) -> str | None:
    """Return the program of this name, the one beside this Python first."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def time_all(timed: list[Command], runs: int, scratch: Path) -> dict[str, float]:
    """Return the median CPU seconds of each command; the first round is to warm up."""
    seconds: dict[str, list[float]] = {command.name: [] for command in timed}
    for run in range(runs + 1):
        for command in timed:
            spent = time_once(command, scratch / "run")
            if run:
                seconds[command.name].append(spent)
    return {name: statistics.median(values) for name, values in seconds.items()}


def time_once(command: Command, folder: Path) -> float:
    """Run the command in a copy of its project and return its CPU seconds."""
    shutil.copytree(command.project, folder, symlinks=True)
    git(folder, "status")  # the copies' time stamps are new to git
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command.arguments, cwd=folder, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{command.name} failed: {done.stderr.decode()}")
    shutil.rmtree(folder)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def table(medians: dict[str, float], runs: int) -> str:
    """Return the medians as Markdown, beside what the first of them costs."""
    where = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    lines = [
        f"{FILES}-file template, median of {runs} runs, {where}",
        "",
        "| command | CPU seconds | against `copier update` |",
        "|---|---:|---:|",
    ]
    base = medians[COPIER_UPDATE]
    lines += [f"| `{name}` | {spent:.3f} | {spent / base:.2f} |" for name, spent in medians.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
