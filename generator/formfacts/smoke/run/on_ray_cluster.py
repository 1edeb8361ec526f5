"""The Ray cluster that is there: connect to it, see what it offers, let go of it.

Ray is not needed by anything else; where it is missing, or no cluster answers, one line says so.
"""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from formfacts.errors import FormfactsError, UsageError, brief
from formfacts.smoke.process import run_command

ADDRESS = "RAY_ADDRESS"
# Seconds in which a cluster has to answer.
PATIENCE = 30.0
# Ray itself would wait for minutes, talk on stderr, and at last end the process.
TRY = """
import sys, ray
try:
    ray.init(address=sys.argv[1], log_to_driver=False, logging_level="CRITICAL")
except Exception as error:
    print(" ".join(f"{error}".split()))
    sys.exit(1)
"""
START = "start one with `ray start --head`, or set RAY_ADDRESS to the HOST:PORT of one"


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a cluster: its name, and how many CPUs it offers."""

    name: str
    cpus: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster this process is connected to: the module, and the nodes with CPUs, by their ids."""

    ray: Any
    nodes: dict[str, Node]

    @property
    def cpus(self) -> tuple[float, ...]:
        """The CPUs of each node."""
        return tuple(node.cpus for node in self.nodes.values())

    def lost(self) -> list[str]:
        """Return the names of the nodes that were lost since this was asked before."""
        gone = self.nodes.keys() - nodes_of(self.ray).keys()
        return [self.nodes.pop(key).name for key in sorted(gone)]

    def share(self, jobs: int | None) -> int:
        """Return how many CPUs a shard takes: `jobs`, else all that the smallest node has.

        Raises UsageError for more than any node has, for which Ray would wait forever.
        """
        if jobs is None:
            return max(1, int(min(self.cpus)))
        if not 1 <= jobs <= max(self.cpus):
            raise UsageError(f"--jobs {jobs}: a node of the cluster has 1 to {max(self.cpus):g}")
        return jobs


@contextmanager
def connected() -> Iterator[Cluster]:
    """Give the cluster that RAY_ADDRESS names, else the one of this machine.

    Raises FormfactsError where Ray is not installed or no cluster answers.
    """
    address = address_from(os.environ.get(ADDRESS, ""))
    if find_spec("ray") is None:
        raise FormfactsError(
            "--on ray needs Ray, which is not installed: pip install 'formfacts[ray]'"
        )
    reach(address)
    # Ray tells of lost nodes by the page, on stdout; and what will change in it is no concern here.
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        ray: Any = import_module("ray")
        ray.init(address=address, log_to_driver=False, logging_level="CRITICAL")
        try:
            nodes = nodes_of(ray)
            if not nodes:
                raise FormfactsError("no node of the Ray cluster offers a CPU: add one that does")
            yield Cluster(ray, nodes)
        finally:
            ray.shutdown()


def nodes_of(ray: Any) -> dict[str, Node]:  # noqa: ANN401  the module
    """Return the nodes that are alive and offer a CPU at least, by their ids."""
    return {
        node["NodeID"]: Node(node["NodeManagerHostname"], node["Resources"]["CPU"])
        for node in ray.nodes()
        if node["Alive"] and node["Resources"].get("CPU", 0) >= 1
    }


def address_from(text: str) -> str:
    """Return the address to connect to; raise UsageError for one that would not do."""
    if text == "local" or "://" in text:
        raise UsageError(
            f"{ADDRESS}={brief(text)} names no cluster to work on: set it to the head's HOST:PORT, "
            "and run this on a machine of the cluster"
        )
    return text or "auto"


def reach(address: str) -> None:
    """Raise FormfactsError unless a cluster answers at the address."""
    command = [sys.executable, "-W", "ignore", "-c", TRY, address]
    where = "on this machine" if address == "auto" else f"at {address}"
    tried = run_command(command, folder=Path.cwd(), env=os.environ, timeout=PATIENCE, mark="")
    if tried.code is None:
        raise FormfactsError(f"no Ray cluster answers {where} within {PATIENCE:g} s: {START}")
    if tried.code != 0:
        said = (tried.output.strip().splitlines() or ["it gave no reason"])[-1]
        if said.startswith("Version mismatch"):
            raise FormfactsError(f"cannot work on the Ray cluster {where}: {said}")
        raise FormfactsError(f"there is no Ray cluster {where}: {START}")
