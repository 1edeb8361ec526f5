"""`--on ray`: each shard of a plan as a task on a node of a Ray cluster that is there.

The nodes need not share anything with this machine: the template travels to each, and a report
comes back. A shard whose node is lost is run again on another.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from formfacts import __version__
from formfacts.errors import FormfactsError, brief
from formfacts.scaffold.git import require_git
from formfacts.scaffold.staging import terminated_as_exit
from formfacts.smoke.order import INTERRUPTED, Prepared, Wish, prepare
from formfacts.smoke.report.as_json import from_data
from formfacts.smoke.result import RED, Report
from formfacts.smoke.run import on_ray_task
from formfacts.smoke.run.journal import TIMINGS, alone, keep_timings
from formfacts.smoke.run.on_ray_cluster import Cluster, connected
from formfacts.smoke.run.on_ray_shards import Shards, check_wish, divide, jobs, whole
from formfacts.smoke.run.run import DIED
from formfacts.smoke.run.telling import SIGNS, Lines

# How often a shard is started anew whose node was lost.
RETRIES = 3
# Seconds that cancelled shards get to clean up.
GRACE = 40.0
PAUSE = 0.5

Hear = Callable[[int, Mapping[str, Any]], object]


def run_on_ray(wish: Wish, on_stop: Callable[[int], object] = bool) -> Report:
    """Run a wish on the nodes of a Ray cluster, telling of it on stderr.

    A run that was stopped has the shards that were done by then; `on_stop` is told the exit code
    that goes with what has stopped it. Raises FormfactsError where there is no cluster, or a shard
    could not be run.
    """
    check_wish(wish)
    require_git()
    began, started = time.monotonic(), datetime.now(UTC)
    prepared = prepare(wish)
    reports: dict[int, Report] = {}
    interrupted = False
    # Ray handles signals in its own way, from when it is connected.
    with alone(prepared.state), connected() as cluster, terminated_as_exit():
        shards = divide(prepared.plan, wish, len(cluster.cpus))
        try:
            run_shards(cluster, prepared, shards, reports)
        except (KeyboardInterrupt, SystemExit) as error:
            if not reports:
                raise
            interrupted = True
            on_stop(int(error.code or 0) if isinstance(error, SystemExit) else INTERRUPTED)
        keep_timings(prepared.state / TIMINGS, timings(tuple(reports.values())))
    return replace(
        whole(prepared.plan, shards, reports),
        environment=wish.environment,
        started=started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=time.monotonic() - began,
        interrupted=interrupted,
    )


def run_shards(
    cluster: Cluster, prepared: Prepared, shards: Shards, reports: dict[int, Report]
) -> None:
    """Run the shards; `reports` gets that of each as it comes."""
    lines, of = Lines(sys.stderr), len(shards)
    counts = ", ".join(str(len(ids)) for ids in shards.values())
    lines.say(f"nodes: {len(cluster.cpus)}, repos in each shard: {counts}")

    def hear(number: int, answer: Mapping[str, Any]) -> None:
        name = f"shard {number}/{of} on {answer['node']}"
        report = reports[number] = read_answer(name, answer)
        tell(lines, f"[{len(reports)}/{of}]", name, report)

    gather(cluster, start(cluster, prepared, shards), hear, lines)


def start(cluster: Cluster, prepared: Prepared, shards: Shards) -> dict[Any, int]:
    """Start a task for each shard, each with a node's CPUs; return the shard of each task."""
    ray, cpus = cluster.ray, cluster.share(prepared.wish.jobs)
    luggage, told = jobs(prepared, shards, cpus)
    # Where formfacts is missing or another, the task has to say so.
    ray.cloudpickle.register_pickle_by_value(on_ray_task)
    place = {"num_cpus": cpus, "scheduling_strategy": "SPREAD", "max_retries": RETRIES}
    task = ray.remote(on_ray_task.run_shard).options(**place)
    stored = ray.put(luggage)
    return {task.remote(__version__, job.line(), stored): n for n, job in told.items()}


def gather(cluster: Cluster, tasks: Mapping[Any, int], hear: Hear, lines: Lines) -> None:
    """Hear of the tasks as they end; when this one is stopped, or hearing fails, stop the rest."""
    waiting = list(tasks)
    try:
        while waiting:
            # Waiting inside Ray, a signal that ends this process would get another exit code.
            time.sleep(PAUSE)
            for node in cluster.lost():
                lines.say(f"lost {node}: a shard that it ran starts anew on another node")
            ready, waiting = cluster.ray.wait(waiting, timeout=0)
            for task in ready:
                hear(tasks[task], answer_of(cluster.ray, task, f"shard {tasks[task]}/{len(tasks)}"))
    finally:
        cancel(cluster.ray, waiting)


def cancel(ray: Any, tasks: Sequence[Any]) -> None:  # noqa: ANN401  the module
    """Stop tasks and wait until they have cleaned up; by force those that take too long."""
    for task in tasks:
        ray.cancel(task)
    if tasks:
        _, left = ray.wait(list(tasks), num_returns=len(tasks), timeout=GRACE)
        for task in left:
            ray.cancel(task, force=True)


def answer_of(ray: Any, task: Any, name: str) -> Mapping[str, Any]:  # noqa: ANN401  Ray's
    """Return what a task that ended has answered; raise FormfactsError where it could not."""
    try:
        answer: Mapping[str, Any] = ray.get(task)
    except ray.exceptions.RayError as error:
        said = (f"{error}".strip().splitlines() or [type(error).__name__])[-1]
        raise FormfactsError(f"{name} could not be run: {brief(said)}: is its node well?") from None
    return answer


def read_answer(name: str, answer: Mapping[str, Any]) -> Report:
    """Return the report of a shard; raise FormfactsError if it could not be run."""
    if answer["code"] not in {0, 1} or not answer["report"]:
        why = answer["said"] or f"it ended with code {answer['code']}"
        raise FormfactsError(f"{name}: {why}")
    return from_data(json.loads(answer["report"]))


def tell(lines: Lines, counter: str, name: str, report: Report) -> None:
    """Tell of a shard that is done, and of what failed in it."""
    for cell in report.cells:
        for check in cell.checks:
            if check.status in RED:
                lines.write(f"{SIGNS[check.status]} {cell.id}: {check.check}: {check.summary}")
    sign = SIGNS["passed" if report.green else "failed"]
    count = len(report.planned)
    lines.write(f"{counter} {sign:4} {name}: {count} repos, {report.seconds:.1f} s")


def timings(reports: Sequence[Report]) -> dict[str, float]:
    """Return how long each repo took that was checked to the end."""
    cells = [cell for report in reports for cell in report.cells]
    return {cell.id: cell.seconds for cell in cells if all(c.check != DIED for c in cell.checks)}
