"""A Ray cluster on this machine for these tests, of nodes that are started and lost at will.

A node is told apart by a variable of all its processes; its temporary files are in a folder of its
own. Nobody else can work on the cluster: it asks for a token.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psutil

from tests.conftest import ROOT

# Tells the nodes apart, and the processes of these tests from all others.
NODE = "SMOKE_TEST_NODE"
PATIENCE = 60.0
SMALL = ("--num-cpus=1", "--object-store-memory=80000000", "--disable-usage-stats", "--block")


class Cluster:
    """The nodes, by name; the one started first is the head. `folder` has to have a short path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mark = uuid4().hex
        self._started: dict[str, subprocess.Popen[bytes]] = {}
        self._token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": self._mark}

    @property
    def access(self) -> dict[str, str]:
        """The variables with which to work on it."""
        address = (self._folder / "ray" / "ray_current_cluster").read_text(encoding="ascii")
        return {"RAY_ADDRESS": address, **self._token}

    def start(self, name: str) -> None:
        """Start a node."""
        is_head = not (self._folder / "ray").exists()
        where = (
            ("--head", "--port=0", f"--temp-dir={self._folder}/ray", "--include-dashboard=false")
            if is_head
            else (f"--address={self.access['RAY_ADDRESS']}",)
        )
        self.temporary(name).mkdir()
        own = {
            NODE: f"{name} {self._mark}",
            "PYTHONPATH": str(ROOT / "generator"),
            "TMPDIR": str(self.temporary(name)),
            # A lost node is to be found out within seconds.
            "RAY_health_check_period_ms": "1000",
            "RAY_health_check_failure_threshold": "3",
        }
        around = {key: text for key, text in os.environ.items() if not key.startswith("RAY_")}
        log = self._folder / f"{name}.log"
        with log.open("wb") as output:
            self._started[name] = subprocess.Popen(
                [sys.executable, "-m", "ray.scripts.scripts", "start", *where, *SMALL],
                env={**around, **self._token, **own},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while b"Ray runtime started" not in log.read_bytes():
            assert time.monotonic() < until, log.read_text(encoding="utf-8")
            time.sleep(0.1)

    def temporary(self, name: str) -> Path:
        """Return where a node has its temporary files."""
        return self._folder / name

    def left(self, name: str) -> list[str]:
        """Return what runs have left on a node."""
        return [path.name for path in self.temporary(name).glob("formfacts-*")]

    def lose(self, *names: str) -> None:
        """Kill all that runs on these nodes, or on all."""
        for name in names or tuple(self._started):
            node = self._started[name]
            while found := [p for p in psutil.process_iter() if self.is_on(p, name)]:
                for process in found:
                    with suppress(psutil.Error):
                        process.kill()
                psutil.wait_procs(found, timeout=1)
            node.wait(PATIENCE)

    def is_on(self, process: psutil.Process, name: str) -> bool:
        """Whether a process was started on a node; some of Ray's overwrite their variables."""
        with suppress(psutil.Error, OSError):
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            if os.getsid(process.pid) == self._started[name].pid:
                return True
            return process.environ().get(NODE) == f"{name} {self._mark}"
        return False
