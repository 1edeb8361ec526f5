"""Which cluster is meant, and what is said where there is none."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from formfacts.errors import FormfactsError, UsageError
from formfacts.smoke.run import on_ray_cluster
from formfacts.smoke.run.on_ray_cluster import Cluster, Node, address_from, nodes_of
from tests.conftest import Formfacts
from tests.smoke.templates import ask_about

# Nobody listens there.
NOWHERE = "127.0.0.1:1"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template with one question."""
    return ask_about(tmp_path / "mine", {"a": {"type": "bool"}})


def test_without_a_cluster_one_line_says_so(
    template: Path, formfacts: Formfacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes within a bounded time, which Ray would not keep to; nothing is started."""
    monkeypatch.setenv("RAY_ADDRESS", NOWHERE)
    monkeypatch.setattr(on_ray_cluster, "PATIENCE", 3.0)
    done = formfacts("smoke", str(template), "--on", "ray", "--cache", str(template.parent))

    assert (
        "formfacts: no Ray cluster answers at 127.0.0.1:1 within 3 s: start one with "
        "`ray start --head`, or set RAY_ADDRESS to the HOST:PORT of one\n"
    ) == done.err
    assert (2, "") == (done.code, done.out)


def test_without_ray_one_line_says_so(
    template: Path, formfacts: Formfacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names what to install."""
    monkeypatch.setitem(sys.modules, "ray", None)
    done = formfacts("smoke", str(template), "--on", "ray", "--cache", str(template.parent))

    assert (2, "pip install 'formfacts[ray]'") == (done.code, done.err.rpartition(": ")[2].strip())


def test_the_address_is_that_of_a_head() -> None:
    """Without one, the cluster of this machine is meant."""
    assert ("auto", "auto", "10.0.0.1:6379") == tuple(
        address_from(text) for text in ("", "auto", "10.0.0.1:6379")
    )


@pytest.mark.parametrize("text", ["local", "ray://10.0.0.1:10001"])
def test_an_address_that_would_not_do_is_refused(text: str) -> None:
    """Ray would start a cluster for the one, and needs more than its core for the other."""
    with pytest.raises(UsageError, match="set it to the head's HOST:PORT"):
        address_from(text)


def test_a_shard_takes_what_every_node_has() -> None:
    """So that it can run on each of them; --jobs says otherwise."""
    cluster = Cluster(None, {"1": Node("one", 4.0), "2": Node("two", 16.0)})

    assert (4, 16) == (cluster.share(None), cluster.share(16))
    with pytest.raises(FormfactsError, match="--jobs 17: a node of the cluster has 1 to 16"):
        cluster.share(17)


def test_a_lost_node_is_told_of_once() -> None:
    """By its name; nodes that never had a CPU do not count."""
    alive = [
        {"NodeID": key, "NodeManagerHostname": f"host {key}", "Alive": True, "Resources": cpus}
        for key, cpus in (("1", {"CPU": 4.0}), ("2", {}), ("3", {"CPU": 2.0}))
    ]
    ray = SimpleNamespace(nodes=lambda: alive)
    cluster = Cluster(ray, nodes_of(ray))
    alive[0]["Alive"] = False

    assert [["host 1"], []] == [cluster.lost(), cluster.lost()]
    assert (2.0,) == cluster.cpus
