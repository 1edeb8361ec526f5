"""`--on ray`, on a cluster of two nodes."""

from __future__ import annotations

import json
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.smoke.processes import is_alive, wait_until
from tests.smoke.run.ray_nodes import NODE, Cluster
from tests.smoke.run.smoked import Bench, Smoked

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("ray")]

NODES = ("one", "two")
FAST = "pass: [{node}]\nchecks: {{mine: {{run: echo ${node} >> {told}}}, update: off}}"
# Tells its number and where it runs, then takes for ever on one of the two nodes.
SLOW = """
pass: [{node}]
checks:
  update: off
  mine: {{run: "echo $$ ${node} >> {told}; case ${node} in {hangs}) sleep 600;; esac"}}
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two nodes; nothing of them is left."""
    with tempfile.TemporaryDirectory(prefix="formfacts-ray-") as folder:
        cluster = Cluster(Path(folder))
        try:
            for name in NODES:
                cluster.start(name)
            yield cluster
        finally:
            cluster.lose()


def on_ray(bench: Bench, cluster: Cluster, *arguments: str) -> Smoked:
    """Run on the cluster to the end, and see that nothing is left anywhere."""
    done = bench.smoke("--on", "ray", *arguments, folder=None, **cluster.access)
    assert [[], []] == [cluster.left(name) for name in NODES]
    assert 1 == len(list((bench.cache / "templates").iterdir()))
    return done


def start(bench: Bench, cluster: Cluster, hangs: str) -> tuple[subprocess.Popen[str], Path]:
    """Start a run whose checks hang on nodes of these names; return it and what checks tell."""
    told = bench.folder / "told"
    told.touch()
    bench.write(SLOW.format(node=NODE, told=told, hangs=hangs))
    run = subprocess.Popen(
        bench.command("--on", "ray"),
        env=bench.env(**cluster.access),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert wait_until(lambda: len(lines(told)) == 2, 60)
    return run, told


def lines(path: Path) -> list[list[str]]:
    """Return the words of each line."""
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines()]


def timeless(found: Any) -> Any:  # noqa: ANN401  JSON
    """Return a report without times, and without logs, in which each node has its own words."""
    if isinstance(found, list):
        return [timeless(part) for part in found]
    if not isinstance(found, dict):
        return found
    return {k: timeless(v) for k, v in found.items() if k not in {"seconds", "started", "log"}}


def test_each_node_runs_a_shard(bench: Bench, cluster: Cluster) -> None:
    """What comes back is what a run on one machine reports, and the next plan knows the times."""
    told = bench.folder / "told"
    bench.write(FAST.format(node=NODE, told=told))
    none = ("--timings", str(bench.folder / "none.json"))
    plain = bench.smoke(*none)
    told.unlink()
    done = on_ray(bench, cluster, *none)

    assert (0, timeless(plain.report)) == (done.code, timeless(done.report))
    assert [*NODES] == sorted(words[0] for words in lines(told))
    assert "nodes: 2, repos in each shard: 1, 1" in done.err
    assert "[2/2] ok" in done.err
    timings = next((bench.cache / "templates").glob("*/timings.json"))
    assert {"a", "b"} == set(json.loads(timings.read_text(encoding="utf-8")))


def test_what_fails_on_a_node_fails_here(bench: Bench, cluster: Cluster) -> None:
    """The exit code is 1, and a line says which check it was."""
    bench.write("checks: {mine: {run: 'echo too bad; test {{ store }} = a'}, update: off}")
    done = on_ray(bench, cluster, "--shard", "*/3")

    assert (1, {"a": "passed", "b": "failed"}) == (
        done.code,
        {cell: checks["mine"] for cell, checks in done.statuses.items()},
    )
    assert "FAIL b: mine: exit code 1: too bad" in done.err


def test_a_shard_that_cannot_be_run_is_an_error(bench: Bench, cluster: Cluster) -> None:
    """Its message is ours, after the shard and the node that it is from."""
    bench.write("checks: {mine: {run: 'true'}}")
    done = on_ray(bench, cluster, "--env", "/nowhere")

    assert 2 == done.code
    assert "formfacts: shard " in done.err
    assert "/nowhere" in done.err.splitlines()[-1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_nothing(
    bench: Bench, cluster: Cluster, number: signal.Signals
) -> None:
    """The checks on the nodes end with the run, however it ends, and their folders are removed."""
    run, told = start(bench, cluster, "*")
    run.send_signal(number)
    out, err = run.communicate(timeout=60)

    assert (130 if number == signal.SIGINT else -number) == run.returncode, out + err
    checks = [int(words[0]) for words in lines(told)]
    assert wait_until(lambda: not any(is_alive(check) for check in checks))
    assert wait_until(lambda: not any(cluster.left(name) for name in NODES))


def test_the_shard_of_a_lost_node_is_run_on_another(bench: Bench, cluster: Cluster) -> None:
    """It is run from its start. This is the last test: a node is gone."""
    run, told = start(bench, cluster, "two*")
    cluster.lose("two")
    out, err = run.communicate(timeout=90)

    assert 0 == run.returncode, out + err
    assert "2 passed" in out
    assert ["one", "one", "two"] == sorted(words[1] for words in lines(told))
