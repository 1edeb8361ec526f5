"""What starting formfacts costs, beside what a user would start instead.

    python benchmarks/startup.py [--runs N]

Prints a Markdown table of whole-process CPU times (user and system, child processes included): the
median of N runs, one run of each command in turn, so that a busy machine weighs on all alike.
Elapsed time is left out: it says more about the disk than about the program.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITUATION = ROOT / "examples/support-assistant/situation.yml"
TEMPLATE_PARTS = ("copier.yml", "template", "partials")

COPIER_HELP = "copier --help"
COPIER_COPY = "copier copy"
# What each command is measured against, and the most of it that it may cost.
TARGETS = {
    "formfacts --help": (COPIER_HELP, 0.5),
    "formfacts advise --situation": (COPIER_HELP, 0.5),
    "formfacts new --defaults": (COPIER_COPY, 1.2),
}


@dataclass(frozen=True, slots=True)
class Command:
    """One command to time; `makes` is the folder that it generates, removed after each run."""

    name: str
    arguments: list[str]
    makes: Path | None = None


def main() -> int:
    """Time every command and print the table; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, help="runs of each command (9)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as scratch:
        medians = time_all(list(commands(Path(scratch))), runs)
    print(table(medians, runs))
    missed = [
        name for name, (base, most) in TARGETS.items() if medians[name] > most * medians[base]
    ]
    for name in missed:
        print(f"missed: {name}", file=sys.stderr)
    return 1 if missed else 0


def commands(scratch: Path) -> Iterable[Command]:
    """Yield the commands to time; those whose program is missing are named and left out."""
    formfacts, copier, langgraph = program("formfacts"), program("copier"), program("langgraph")
    if formfacts is None or copier is None:
        sys.exit("formfacts or copier is not installed beside this Python: pip install -e .")
    # Copier copies from a plain folder here: from a git checkout it would also make a clone.
    template = scratch / "template"
    for part in TEMPLATE_PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        template.mkdir(exist_ok=True)
        copy(ROOT / part, template / part)
    made, copied = scratch / "made", scratch / "copied"
    yield Command("formfacts --help", [formfacts, "--help"])
    yield Command(
        "formfacts advise --situation", [formfacts, "advise", "--situation", str(SITUATION)]
    )
    yield Command("formfacts new --defaults", [formfacts, "new", str(made), "--defaults"], made)
    yield Command(COPIER_HELP, [copier, "--help"])
    copy_quietly = [copier, "copy", "--quiet", "--defaults", str(template), str(copied)]
    yield Command(COPIER_COPY, copy_quietly, copied)
    if langgraph is None:
        print("langgraph --help: not installed: pip install langgraph-cli\n")
    else:
        yield Command("langgraph --help", [langgraph, "--help"])


def program(name: str) -> str | None:
    """Return the program installed beside this Python, or the one on PATH."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def time_all(timed: list[Command], runs: int) -> dict[str, float]:
    """Return the median CPU seconds of each command; a first run, to warm the disk, is not kept."""
    taken: dict[str, list[float]] = {command.name: [] for command in timed}
    for _ in range(runs + 1):
        for command in timed:
            taken[command.name].append(cpu_seconds(command))
    return {name: statistics.median(seconds[1:]) for name, seconds in taken.items()}


def cpu_seconds(command: Command) -> float:
    """Run a command and return the CPU seconds that it and its child processes took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command.arguments, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if command.makes is not None:
        shutil.rmtree(command.makes)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def table(medians: dict[str, float], runs: int) -> str:
    """Return the figures as a Markdown table, with each ratio beside its target."""
    rows = [
        "| command | CPU seconds | against | ratio | target |",
        "|---|---:|---|---:|---:|",
    ]
    for name, seconds in medians.items():
        base, most = TARGETS.get(name, ("", 0))
        compared = f"{base} | {seconds / medians[base]:.2f} | ≤ {most}" if base else " | | "
        rows.append(f"| `{name}` | {seconds:.3f} | {compared} |")
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    return "\n".join([*rows, "", f"Median of {runs} runs each; {machine}, {platform.machine()}."])


if __name__ == "__main__":
    sys.exit(main())
