"""The process on a node that runs one shard: `formfacts smoke` on a template that came along.

It outlives the worker that started it for as long as cleaning up takes: the end of its input, which
is also that of the worker, stops the run. Its output is one JSON object.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from formfacts.errors import FormfactsError
from formfacts.scaffold.staging import terminated_as_exit
from formfacts.smoke.order import default_cache
from formfacts.smoke.remains import end_with
from formfacts.smoke.run.journal import state_folder
from formfacts.smoke.run.on_ray_luggage import unpack
from formfacts.smoke.run.removing import remove
from formfacts.smoke.run.scratch import scratch_folder

PAUSE = 0.1
# Seconds that a run gets to clean up after it was told to stop; after a kill its guardian does it.
GRACE = 20.0
COULD_NOT_RUN = 2


@dataclass(frozen=True, slots=True)
class Job:
    """A shard of a template called `name`; `luggage` is how many bytes it takes.

    `own` is whether the template is ours, which brings its formfacts along. `arguments` are those
    of `formfacts smoke`, but for files: `timings` are seconds by id, `config` is the text of a
    smoke.yml by its path, if not the template's own. `env` is added to the variables.
    """

    name: str
    own: bool
    arguments: tuple[str, ...]
    timings: Mapping[str, float]
    config: Mapping[str, str]
    env: Mapping[str, str]
    cache: str | None
    luggage: int

    def line(self) -> bytes:
        """Return it as a line of JSON."""
        return json.dumps(asdict(self)).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a shard ended: its exit code, its report as JSON if it made one, its last words."""

    code: int
    report: str = ""
    said: str = ""


def main() -> None:
    """Do the job that the input names, and answer."""
    # A dying worker of Ray kills its children, but not their children.
    if os.fork():
        os._exit(0)
    job = Job(**json.loads(sys.stdin.buffer.readline()))
    luggage = sys.stdin.buffer.read(job.luggage)
    if len(luggage) < job.luggage:
        return  # the worker is gone already
    try:
        with terminated_as_exit():
            answer = carry_out(job, luggage)
    except (FormfactsError, OSError) as error:
        answer = Answer(COULD_NOT_RUN, said=str(error))
    with suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(asdict(answer)))
        sys.stdout.flush()


def carry_out(job: Job, luggage: bytes) -> Answer:
    """Run a shard in a folder of its own, and leave nothing of it but environments."""
    # Before this process has a folder for temporary files of its own, which has a longer name.
    variables = {**os.environ, **job.env}
    cache = Path(job.cache) if job.cache else default_cache()
    with scratch_folder() as (scratch, _):
        root = scratch / job.name
        if job.own:
            variables["PYTHONPATH"] = str(root / "generator")
        try:
            unpack(luggage, root)
            return smoke(job, root, cache, variables)
        finally:
            # Nobody comes back to it: the next template is unpacked to another folder.
            remove(state_folder(cache, root))


def smoke(job: Job, root: Path, cache: Path, variables: Mapping[str, str]) -> Answer:
    """Run `formfacts smoke` to its end, or until the input ends."""
    report, said = root.parent / "report.json", root.parent / "said"
    process = subprocess.Popen(  # noqa: S603  formfacts itself
        [*command(job, root, cache), "--report", str(report)],
        cwd=root.parent,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=said.open("wb"),
        start_new_session=True,
        preexec_fn=partial(end_with, os.getpid()),  # noqa: PLW1509  there are no threads
    )
    try:
        while process.poll() is None and not select.select([0], [], [], PAUSE)[0]:
            pass
    finally:
        code = stop(process)
    text = report.read_text(encoding="utf-8") if report.exists() else ""
    return Answer(code, text, last_line(said.read_text(encoding="utf-8", errors="replace")))


def command(job: Job, root: Path, cache: Path) -> list[str]:
    """Return the command line of a shard, and write the files that it names."""
    timings = root.parent / "timings.json"
    timings.write_text(json.dumps(dict(job.timings)), encoding="utf-8")
    files = ["--timings", str(timings), "--cache", str(cache)]
    for name, text in job.config.items():
        path = root.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        files += ["--config", str(path)]
    # Our own template is smoked by the formfacts that came with it.
    template = [] if job.own else [str(root)]
    return [sys.executable, "-P", "-m", "formfacts", "smoke", *template, *job.arguments, *files]


def stop(process: subprocess.Popen[bytes]) -> int:
    """End a process that has not ended, and return its exit code."""
    process.terminate()
    try:
        return process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def last_line(text: str) -> str:
    """Return what was said last, without the name of who said it."""
    return (text.strip().splitlines() or [""])[-1].removeprefix("formfacts: ")


if __name__ == "__main__":
    main()
