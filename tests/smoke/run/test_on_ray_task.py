"""What a worker does for a shard, here without Ray around it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from formfacts import __version__
from formfacts.smoke.run.on_ray_luggage import pack
from formfacts.smoke.run.on_ray_node import Job
from formfacts.smoke.run.on_ray_task import run_shard
from tests.smoke.processes import is_alive, wait_until
from tests.smoke.run.smoked import Bench
from tests.smoke.templates import lay_out


@pytest.fixture
def luggage(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The template of these tests, on a node."""
    for name, value in bench.env().items():
        monkeypatch.setenv(name, value)
    bench.write(
        f"checks: {{mine: {{run: echo $$ > {bench.folder}/pid; sleep $LONG}}}}\npass: [LONG]"
    )
    return pack(bench.template)


def job(bench: Bench, luggage: bytes, seconds: int) -> Job:
    """Return a shard with a check that takes so long."""
    arguments = (f"--env={sys.executable}", "--check=mine", "--only=store=a", "--shard=1/1")
    env = {"LONG": str(seconds)}
    return Job("mine", False, arguments, {}, {}, env, str(bench.cache), len(luggage))  # noqa: FBT003


def test_it_answers_with_a_report(bench: Bench, luggage: bytes) -> None:
    """What is left on the node is no more than environments."""
    answer = run_shard(__version__, job(bench, luggage, 0).line(), luggage)

    assert 0 == answer["code"], answer["said"]
    assert isinstance(answer["report"], str)
    assert '"mine"' in answer["report"]
    assert [] == list(bench.temporary.iterdir())
    assert [] == list((bench.cache / "templates").iterdir())


def test_what_is_wrong_comes_back(bench: Bench, luggage: bytes) -> None:
    """The exit code and the last line."""
    asked = replace(job(bench, luggage, 0), arguments=("--only=shop=a",))
    answer = run_shard(__version__, asked.line(), luggage)

    assert (2, "") == (answer["code"], answer["report"])
    assert "shop" in str(answer["said"])


def test_a_node_without_git_says_so(
    bench: Bench, luggage: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes back as an error, and not as silence."""
    monkeypatch.setenv("PATH", str(bench.temporary))
    answer = run_shard(__version__, job(bench, luggage, 0).line(), luggage)

    assert 2 == answer["code"]
    assert str(answer["said"]).startswith("git could not be run")


def test_our_own_template_is_smoked_by_what_came_with_it(bench: Bench, luggage: bytes) -> None:
    """A checkout holds both, and an installed formfacts has no template to smoke."""
    stub = "import sys; sys.exit(f'formfacts: the one that came along, for {sys.argv[1:3]}')"
    package = {"generator/formfacts/__init__.py": "", "generator/formfacts/__main__.py": stub}
    luggage = pack(lay_out(bench.template, package))
    asked = replace(job(bench, luggage, 0), own=True, arguments=("--cover=each",))
    answer = run_shard(__version__, asked.line(), luggage)

    assert "the one that came along, for ['smoke', '--cover=each']" == answer["said"]


def test_another_version_on_the_node_is_found_out() -> None:
    """One line says which is there, and which is needed."""
    answer = run_shard("9.9.9", b"", b"")

    assert 2 == answer["code"]
    assert (
        f"formfacts 9.9.9 is needed on each node, and there is {__version__}: install it there"
    ) == answer["said"]


def test_the_process_outlives_its_worker_to_clean_up(bench: Bench, luggage: bytes) -> None:
    """The end of its input stops the run, and what that has started."""
    node = subprocess.Popen(
        [sys.executable, "-m", "formfacts.smoke.run.on_ray_node"], stdin=subprocess.PIPE
    )
    assert node.stdin is not None
    node.stdin.write(job(bench, luggage, 600).line() + luggage)
    node.stdin.flush()
    told = bench.folder / "pid"
    assert wait_until(lambda: told.exists() and told.read_text(encoding="ascii"), 30)
    node.stdin.close()
    node.wait()

    assert wait_until(lambda: not is_alive(int(told.read_text(encoding="ascii"))))
    assert wait_until(lambda: not list(bench.temporary.iterdir()))
