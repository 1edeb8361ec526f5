"""What each shard is told, and what is made of their reports."""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from formfacts.errors import FormfactsError, UsageError
from formfacts.smoke.order import Wish, prepare
from formfacts.smoke.result import CellResult, Report
from formfacts.smoke.run.on_ray_shards import arguments, check_wish, divide, jobs, whole
from tests.smoke.templates import ask_about

QUESTIONS = {"size": {"type": "str", "choices": ["l", "m", "s"], "default": "s"}}
# What of a wish does not become an option of a shard, and why.
ELSEWHERE = {
    "template": "travels",
    "shard": "each has its own",
    "jobs": "become CPUs",
    "resume": "refused",
    "keep_failed": "refused",
    "cache": "a file",
    "timings": "a file",
    "config": "a file",
}


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    """A wish for a template with three repos."""
    root = ask_about(tmp_path / "mine", QUESTIONS)
    return Wish(template=root, cache=tmp_path / "cache", environment=sys.executable)


@pytest.mark.parametrize(
    ("change", "nodes", "expected"),
    [
        ({}, 2, {1: ("l", "s"), 2: ("m",)}),
        ({}, 9, {1: ("l",), 2: ("m",), 3: ("s",)}),
        ({"shard": "*/1"}, 2, {1: ("l", "m", "s")}),
    ],
)
def test_there_are_as_many_shards_as_nodes(
    wish: Wish, change: dict[str, str], nodes: int, expected: dict[int, tuple[str, ...]]
) -> None:
    """There are no more than repos, and --shard says otherwise."""
    wish = replace(wish, **change)  # type: ignore[arg-type]

    assert expected == divide(prepare(wish).plan, wish, nodes)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"shard": "2/4"}, r"write --shard '\*/4'"),
        ({"resume": True}, "--resume works on one machine only"),
        ({"keep_failed": True}, "--keep-failed works on one machine only"),
    ],
)
def test_what_nodes_cannot_do_is_refused(
    wish: Wish, change: dict[str, object], message: str
) -> None:
    """The message names what to do instead."""
    with pytest.raises(UsageError, match=message):
        check_wish(replace(wish, **change))  # type: ignore[arg-type]


def test_every_part_of_a_wish_reaches_the_shards() -> None:
    """A new field of Wish becomes an option here, or a reason in the table above."""
    wish = Wish(
        cover="all",
        only=("a=b", "c=d"),
        checks=("e",),
        changed_since="HEAD",
        environment="isolated",
        trust=True,
    )
    said = arguments(wish, 8)

    assert (
        "--cover=all",
        "--only=a=b",
        "--only=c=d",
        "--check=e",
        "--changed-since=HEAD",
        "--env=isolated",
        "--jobs=8",
        "--trust",
    ) == said
    options = {"cover", "only", "checks", "changed_since", "environment", "trust"}
    assert {field.name for field in fields(Wish)} == options | ELSEWHERE.keys()


def test_all_shards_are_told_the_same_but_for_their_number(
    wish: Wish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The times, a smoke.yml of one's own and the variables that it takes over go along."""
    config = tmp_path / "other.yml"
    config.write_text("pass: [MINE, NOT_SET]\n", encoding="utf-8")
    (tmp_path / "times.json").write_text('{"m": 3}', encoding="utf-8")
    monkeypatch.setenv("MINE", "here")
    prepared = prepare(replace(wish, config=config, timings=tmp_path / "times.json"))
    luggage, told = jobs(prepared, {1: ("m",), 2: ("l", "s")}, 1)

    assert ["--shard=1/2", "--shard=2/2"] == [job.arguments[-1] for job in told.values()]
    assert replace(told[1], arguments=()) == replace(told[2], arguments=())
    job = told[1]
    assert ("mine", False, len(luggage)) == (job.name, job.own, job.luggage)
    assert ({"m": 3.0}, {"MINE": "here"}) == (job.timings, job.env)
    assert {"smoke.yml": "pass: [MINE, NOT_SET]\n"} == job.config


def test_a_config_in_the_template_stays_there(wish: Wish) -> None:
    """Whether it has changed decides on what --changed-since runs."""
    assert wish.template is not None
    config = wish.template / "ci.yml"
    config.write_text("{}\n", encoding="utf-8")
    _, told = jobs(prepare(replace(wish, config=config)), {1: ()}, 1)

    assert {"mine/ci.yml": "{}\n"} == told[1].config


def report(shard: str, *planned: str) -> Report:
    """Return the report of a shard."""
    cells = tuple(CellResult(name, {}, ()) for name in planned)
    return Report(
        "1", "mine", "v1", "shared", "all", shard, {}, 3, (), planned, cells, "2026-01-01T00:00Z", 1
    )


def test_reports_are_put_in_the_order_of_the_plan(wish: Wish) -> None:
    """As if it had been one run."""
    plan = prepare(wish).plan
    merged = whole(plan, {1: (), 2: ()}, {2: report("2/2", "m"), 1: report("1/2", "l", "s")})

    assert ("l", "m", "s") == merged.planned == tuple(cell.id for cell in merged.cells)
    assert "" == merged.shard


def test_a_shard_without_a_report_was_not_tried(wish: Wish) -> None:
    """Where the run was stopped, what was done counts."""
    plan = prepare(wish).plan
    merged = whole(plan, {1: ("l", "s"), 2: ("m",)}, {2: report("2/2", "m")})

    assert (("l", "m", "s"), ["m"]) == (merged.planned, [cell.id for cell in merged.cells])
    assert merged.interrupted
    assert not merged.green


def test_nodes_that_plan_otherwise_are_found_out(wish: Wish) -> None:
    """Another version of what chooses the combinations may choose others."""
    with pytest.raises(FormfactsError, match="have planned other repos than this machine"):
        whole(prepare(wish).plan, {1: ("l", "m", "s")}, {1: report("1/1", "l", "xl")})
