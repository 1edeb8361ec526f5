"""What smoking a template costs, beside what a user would do instead.

    python benchmarks/smoke.py [--sample N] [--renderings N] [--cache FOLDER]

Two tables, in one run:

- Wall time per repo. Naive: for each combination `copier copy`, then `make test`, which makes a
  new environment, installs and tests. Ours: `formfacts smoke` in the shared environment, which is
  there already, with the checks of `make test` alone, on all pairwise combinations and on as many
  repos at a time as there are cores. The sample is spread evenly over the combinations, from the
  quickest to the longest; ours is given for the same sample too.
- CPU time of N renderings in one process: ours, and pytest-copie's `copie.copy` in one test.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "generator"))

CHECKS = ("format", "lint", "types", "tests")
TIMES_LESS, MOST_CPU = 10.0, 0.5
RENDERED = {"project_name": "Bench", "approach": "hybrid"}
COPIE = """
def test_copies(copie):
    for _ in range({count}):
        result = copie.copy(extra_answers={answers!r}, template_dir=None)
        assert result.exit_code == 0, result.exception
"""


def main() -> int:
    """Measure, print both tables; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sample", type=int, default=4, help="combinations for the naive way (4)")
    parser.add_argument("--renderings", type=int, default=200, help="renderings (200)")
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache" / "smoke")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        template = plain_template(scratch / "template")
        walls = compare_walls(template, scratch, given.sample, given.cache)
        cpus = compare_renderings(template, scratch, given.renderings)
    print(f"\n{platform.python_version()}, {os.cpu_count()} cores\n")
    print(wall_table(*walls))
    print(cpu_table(*cpus, given.renderings))
    missed = []
    if walls[0] < TIMES_LESS * walls[1]:
        missed.append(f"wall time per repo: {walls[0] / walls[1]:.1f} times less, not {TIMES_LESS}")
    if cpus[0] > MOST_CPU * cpus[1]:
        missed.append(f"renderings: {cpus[0] / cpus[1]:.2f} of pytest-copie's CPU, not {MOST_CPU}")
    for line in missed:
        print(f"missed: {line}", file=sys.stderr)
    return 1 if missed else 0


def plain_template(folder: Path) -> Path:
    """Copy the working template to a folder without git, which Copier takes as it is."""
    from formfacts.scaffold.snapshot import template_files

    for file in template_files(ROOT):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return folder


def compare_walls(
    template: Path, scratch: Path, count: int, cache: Path
) -> tuple[float, float, float, int]:
    """Return seconds per repo: naive, ours for all, ours for the sample; and the sample's size."""
    smoke(cache, "--check=braces")  # makes the environment, once
    began = time.monotonic()
    report = smoke(cache, *(f"--check={name}" for name in CHECKS))
    ours = (time.monotonic() - began) / len(report["cells"])
    cells = sorted(report["cells"], key=lambda cell: float(cell["seconds"]))
    step = (len(cells) - 1) / max(1, count - 1)
    sample = [cells[round(number * step)] for number in range(min(count, len(cells)))]
    cores = len(os.sched_getaffinity(0))
    same = sum(float(cell["seconds"]) for cell in sample) / len(sample) / cores
    naive = []
    for number, cell in enumerate(sample):
        seconds = naive_way(template, scratch / f"naive-{number}", cell["answers"])
        print(f"naive {cell['id']}: {seconds:.1f} s; ours {cell['seconds']:.1f} s", flush=True)
        naive.append(seconds)
    return sum(naive) / len(naive), ours, same, len(sample)


def smoke(cache: Path, *arguments: str) -> dict[str, Any]:
    """Run `formfacts smoke` on the checkout and return its report."""
    command = [sys.executable, "-m", "formfacts", "smoke", "--cache", str(cache), "--json"]
    done = subprocess.run([*command, *arguments], stdout=subprocess.PIPE, check=False, cwd=ROOT)
    if done.returncode:
        sys.exit("formfacts smoke failed: see above")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def naive_way(template: Path, folder: Path, answers: dict[str, Any]) -> float:
    """Return the seconds that `copier copy` and `make test` take."""
    data = [f"--data={name}={value}" for name, value in answers.items()]
    began = time.monotonic()
    copier = [sys.executable, "-m", "copier", "copy", "--quiet", "--defaults", *data]
    subprocess.run([*copier, str(template), str(folder)], check=True, capture_output=True)
    environment = {k: v for k, v in os.environ.items() if k not in {"MAKEFLAGS", "VIRTUAL_ENV"}}
    subprocess.run(["make", "test"], cwd=folder, check=True, env=environment, capture_output=True)
    seconds = time.monotonic() - began
    shutil.rmtree(folder)
    return seconds


def compare_renderings(template: Path, scratch: Path, count: int) -> tuple[float, float]:
    """Return the CPU seconds of `count` renderings: ours, and pytest-copie's."""
    ours = f"""
import sys
from pathlib import Path
from formfacts.scaffold.render import Job, render
from formfacts.scaffold.source import Origin
job = Job(Path({str(template)!r}), Origin("gh:a/b", "v1.0.0", ""), data={RENDERED!r})
for number in range({count}):
    render(job, Path({str(scratch / "ours")!r}) / str(number))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    with cpu_time() as mine:
        subprocess.run([sys.executable, "-c", ours], check=True, env=environment)
    shutil.rmtree(scratch / "ours")
    test = scratch / "copie" / "test_copie.py"
    test.parent.mkdir()
    test.write_text(COPIE.format(count=count, answers=RENDERED), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test)]
    with cpu_time() as theirs:
        subprocess.run(
            [*command, f"--template={template}", f"--basetemp={scratch / 'copies'}"],
            check=True,
            cwd=test.parent,
            stdout=subprocess.DEVNULL,
        )
    return mine[0], theirs[0]


@contextmanager
def cpu_time() -> Iterator[list[float]]:
    """Give a list that has the CPU seconds of the child processes in the end."""
    found: list[float] = []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield found
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def wall_table(naive: float, ours: float, same: float, count: int) -> str:
    """Return the first table."""
    return (
        "| way | seconds per repo | times less |\n|---|---:|---:|\n"
        f"| `copier copy`, new environment, install, test ({count} repos) | {naive:.1f} | 1.0 |\n"
        f"| `formfacts smoke`, all pairwise repos | {ours:.1f} | {naive / ours:.1f} |\n"
        f"| `formfacts smoke`, the same {count} | {same:.1f} | {naive / same:.1f} |\n"
    )


def cpu_table(ours: float, theirs: float, count: int) -> str:
    """Return the second table."""
    return (
        f"| {count} renderings of the hybrid | CPU seconds | ratio |\n|---|---:|---:|\n"
        f"| pytest-copie | {theirs:.1f} | 1.00 |\n"
        f"| `formfacts smoke` | {ours:.1f} | {ours / theirs:.2f} |\n"
    )


if __name__ == "__main__":
    sys.exit(main())
